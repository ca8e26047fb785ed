"""What quizzes tell whoever listens."""

from django.dispatch import Signal

# An attempt was handed in and marked; sent once, after the transaction: attempt.
attempt_submitted = Signal()
# A question got a new version: question, version.
question_revised = Signal()
# A question may be asked from now on; sent after the transaction: question.
question_approved = Signal()
# Every answer of a handed-in attempt has its mark now, or marks were corrected; sent after the transaction: attempt.
attempt_marked = Signal()
