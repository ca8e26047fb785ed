"""The record of a question's steps from state to state."""

from collections.abc import Iterable

from members.models import Member
from quizzes.approving import open_approval, settle_item
from quizzes.models import Question, QuestionStep

__all__ = ["keep_step", "keep_steps"]

BATCH = 500


def keep_step(question: Question, *, before: str, member: Member | None, note: str = "") -> QuestionStep:
    """Record that `question` came from `before` to the state it is in; `member` None is the system itself."""
    return keep_steps([question], before=before, member=member, note=note)[0]


def keep_steps(
    questions: Iterable[Question], *, before: str, member: Member | None, note: str = ""
) -> list[QuestionStep]:
    """Record the same step of several questions; those that wait for review now are sent together."""
    moved = list(questions)
    rows = [
        QuestionStep(
            question=one, version_id=one.current_id, before=before, after=one.state, member=member, note=note
        )
        for one in moved
    ]
    kept = QuestionStep.objects.bulk_create(rows, batch_size=BATCH)
    waiting = [one for one in moved if one.state == Question.State.IN_REVIEW]
    if waiting and member is not None:
        open_approval(waiting, member=member)
    elif before == Question.State.IN_REVIEW:
        for one in moved:
            settle_item(one, member=member)
    return kept
