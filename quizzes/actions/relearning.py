"""Remembering anew: a mark that was corrected changes what its member is asked again."""

from django.db import transaction

from members.models import Member
from quizzes.actions.review import apply_rating, characters_of
from quizzes.models import Attempt, ReviewCard, ReviewLog
from quizzes.reviewing import Rating, infer_rating

__all__ = ["relearn_from_attempt"]


@transaction.atomic
def relearn_from_attempt(*, attempt: Attempt) -> int:
    """Follow the corrected marks of a paper on the member's cards; return how many answers count otherwise now.

    An answer that turned right, or wrong, is recorded again beside the first record, with its date; the card is then
    learnt anew from all its records, as if the mark had been right from the start. Doing it again changes nothing.
    """
    Member.objects.select_for_update().only("pk").get(pk=attempt.member_id)
    logs = ReviewLog.objects.filter(item__attempt=attempt, replaced_by=None)
    # A mark may be partial; only right or wrong is remembered.
    outdated = [
        log
        for log in logs.select_related("card", "version__question", "item__marked_by_version")
        if log.item is not None and log.is_right != log.item.is_right
    ]
    for log in outdated:
        _correct(log)
    return len(outdated)


def _correct(log: ReviewLog) -> None:
    is_right = not log.is_right
    again = ReviewLog(
        card=log.card,
        version=log.version,
        item=log.item,
        is_right=is_right,
        seconds=log.seconds,
        rating=infer_rating(is_right, log.seconds, characters_of(log.version)),
        due_at=log.due_at,
        client_key=f"corrects-{log.pk}",
        replaces=log,
        answered_at=log.answered_at,
    )
    card = _learn_anew(log.card, instead={log.pk: again})
    again.due_at = card.due_at
    again.save()


def _learn_anew(card: ReviewCard, *, instead: dict[int, ReviewLog]) -> ReviewCard:
    """Set the card to what its valid records make of it, in the order they were answered."""
    logs = ReviewLog.objects.filter(card=card, replaced_by=None).order_by("answered_at", "pk")
    card.memory, card.wrong_at, card.right_on = {}, None, None
    for log in logs:
        valid = instead.get(log.pk, log)
        apply_rating(card, Rating(valid.rating), valid.answered_at)
    card.save(update_fields=["memory", "due_at", "wrong_at", "right_on"])
    return card
