"""Pages of the editor's desk for quizzes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from quizzes.models import Quiz
from quizzes.policies import question_policy
from quizzes.quiz_report import report_on
from quizzes.statistics import ENOUGH


def quiz_statistics(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Show how well the questions of a quiz measure, to those who may change questions; shows no names."""
    if not question_policy.can_change(request.user):
        raise PermissionDenied
    report = report_on(get_object_or_404(Quiz, pk=quiz_id))
    return render(request, "quizzes/admin/statistics.html", {"report": report, "enough": ENOUGH})
