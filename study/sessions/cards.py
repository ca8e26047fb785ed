"""What sessions put on 今日学习: the next ones of one's branch, group or committee."""

from datetime import date, datetime, timedelta

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from members.models import Member
from members.statements import Statement
from study.desk_cards import DeskCard, register_card
from study.models import StudySession
from study.sessions.policies import session_policy

AHEAD = timedelta(days=14)
SHOWN = 3
# The id of no organisation.
NOWHERE = 0


def register_cards() -> None:
    """Put the card on the desk."""
    register_card(DeskCard("sessions", 20, "study/sessions/card.html", lay_card, queries=2))


def lay_card(member: Member, now: datetime) -> list[StudySession] | None:
    """Return the sessions of the next two weeks that concern `member`; None when there is none. Two queries at most.

    Each says whether its day is here and `member` is the one to mark who was there.
    """
    place = member.organization
    above = place.lineage[:-1] if place else []
    today = timezone.localdate(now)
    return _SOON(member=member.pk, place=place.pk if place else NOWHERE, above=above, today=today) or None


def _soon(member: int, place: int, above: list[str], today: date) -> QuerySet:
    ahead = StudySession.objects.concerning_one(member, place, above=above, on=today).ahead_of(today)
    recorded = session_policy.recorded_by(member, on=today)
    waits = Case(When(held_on__lte=today, then=recorded), default=Value(False))
    soon = ahead.filter(held_on__lte=today + AHEAD).annotate(waits_for_roll=waits)
    return soon.select_related("organization")[:SHOWN]


_SOON = Statement(_soon)
