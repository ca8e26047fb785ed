"""What sessions put on 今日学习: the next ones of one's branch, group or committee, and those nobody marked yet.

Whoever records finds here what waits for its roll, until it is marked or called off.
"""

from datetime import date, datetime, timedelta

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from members.models import Member
from members.statements import Statement
from study.desk_cards import DeskCard, register_card
from study.models import StudySession
from study.sessions.policies import session_policy

AHEAD = timedelta(days=14)
# What nobody marked for a quarter is found on the list of sessions.
BEHIND = timedelta(days=92)
SHOWN = 4
# The id of no organisation.
NOWHERE = 0


def register_cards() -> None:
    """Put the card on the desk."""
    register_card(DeskCard("sessions", 20, "study/sessions/card.html", lay_card, queries=2))


def lay_card(member: Member, now: datetime) -> list[StudySession] | None:
    """Return the sessions of the next two weeks that concern `member`, and those `member` has not marked; two queries.

    Each says whether its day is here and `member` is the one to mark who was there. None where there is none.
    """
    place = member.organization
    above = place.lineage[:-1] if place else []
    today = timezone.localdate(now)
    return _NEAR(member=member.pk, place=place.pk if place else NOWHERE, above=above, today=today) or None


def _near(member: int, place: int, above: list[str], today: date) -> QuerySet:
    planned = StudySession.objects.concerning_one(member, place, above=above, on=today).filter(
        state=StudySession.State.PLANNED, held_on__gte=today - BEHIND, held_on__lte=today + AHEAD
    )
    recorded = session_policy.recorded_by(member, on=today)
    waits = Case(When(held_on__lte=today, then=recorded), default=Value(False))
    wanted = planned.annotate(waits_for_roll=waits).filter(Q(held_on__gte=today) | Q(waits_for_roll=True))
    return wanted.select_related("organization").order_by("held_on", "starts_at", "pk")[:SHOWN]


_NEAR = Statement(_near)
