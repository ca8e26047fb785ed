"""Marking written answers: a person gives points for each criterion, the mark follows, and the paper's total with it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from members.models import Member
from members.requests import without_nul
from quizzes.errors import InvalidMark, NotAllowed
from quizzes.grading import essay_score, marks_fault, rubric_of
from quizzes.models import Attempt, AttemptItem, EssayMark
from quizzes.policies import marking_policy
from quizzes.signals import attempt_marked

__all__ = ["mark_essay", "total_anew"]

MAX_COMMENT_CHARS = 1_000


@transaction.atomic
def mark_essay(
    *, marker: Member, item: AttemptItem, marks: Sequence[Decimal | None], comment: str, now: datetime
) -> EssayMark:
    """Mark one written answer of a handed-in paper; marking again replaces the mark and keeps the earlier one on record.

    Raises:
        NotAllowed: the marker may not mark this answer; nobody marks their own.
        InvalidMark: the points do not fit the rubric, or the remark is too long.
    """
    if not marking_policy.can_mark(marker, item):
        raise NotAllowed("您不能评这份作答。")
    attempt = Attempt.objects.select_for_update().get(pk=item.attempt_id)
    locked = AttemptItem.objects.select_related("version", "marked_by_version").get(pk=item.pk)
    comment = without_nul(comment)
    key, rubric = locked.key, rubric_of(locked.key.answer)
    fault = marks_fault(rubric, marks)
    if fault:
        raise InvalidMark(fault)
    if len(comment) > MAX_COMMENT_CHARS:
        raise InvalidMark(f"评语有 {len(comment)} 个字，最多 {MAX_COMMENT_CHARS} 个字，请删短。")
    given = [mark for mark in marks if mark is not None]
    mark = EssayMark(
        item=locked,
        key=key,
        marks=[f"{one.normalize():f}" for one in given],
        score=essay_score(rubric, given, locked.points),
        comment=comment.strip(),
        marker=marker,
        marked_at=now,
    )
    mark.save()
    AttemptItem.objects.filter(pk=locked.pk).update(score=mark.score)
    total_anew(attempt)
    return mark


def total_anew(attempt: Attempt) -> Attempt:
    """Add up the marks of a handed-in paper again, and say so when nothing waits any more; the row is locked by the caller."""
    items = AttemptItem.objects.filter(attempt=attempt)
    attempt.score = items.aggregate(total=Sum("score"))["total"] or Decimal(0)
    attempt.awaiting = items.filter(score__isnull=True).count()
    attempt.save(update_fields=["score", "awaiting"])
    if not attempt.awaiting:
        transaction.on_commit(lambda: attempt_marked.send(sender=Attempt, attempt=attempt), robust=True)
    return attempt
