"""What sessions put on 今日学习: the next ones of one's branch, group or committee."""

from datetime import datetime, timedelta

from django.db.models import Case, Value, When
from django.utils import timezone

from members.models import Member
from study.desk_cards import DeskCard, register_card
from study.models import StudySession
from study.sessions.policies import session_policy

AHEAD = timedelta(days=14)
SHOWN = 3


def register_cards() -> None:
    """Put the card on the desk."""
    register_card(DeskCard("sessions", 20, "study/sessions/card.html", lay_card, queries=2))


def lay_card(member: Member, now: datetime) -> list[StudySession] | None:
    """Return the sessions of the next two weeks that concern `member`; None when there is none. Two queries at most.

    Each says whether its day is here and `member` is the one to mark who was there.
    """
    today = timezone.localdate(now)
    ahead = StudySession.objects.concerning(member, on=today).ahead_of(today)
    waits = Case(When(held_on__lte=today, then=session_policy.recorded_by(member)), default=Value(False))
    soon = ahead.filter(held_on__lte=today + AHEAD).annotate(waits_for_roll=waits)
    soon = soon.select_related("organization")
    return list(soon[:SHOWN]) or None
