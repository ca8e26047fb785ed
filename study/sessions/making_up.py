"""补课: what was missed, the windows it can be made up in, and the cohorts that do (假日学习班车)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from library.models import MaterialPage
from library.policies import material_policy
from members.models import Member, Organization
from study.holidays import FreeDays, free_days
from study.models import (
    BagDelivery,
    BookBag,
    MakeUpCohort,
    MakeUpPlace,
    SessionAttendance,
    SessionKind,
    StudySession,
)
from study.sessions.errors import NobodyChosen, NotComeYet, NothingToMakeUp, WindowIsOver
from study.sessions.querysets import AttendanceQuerySet

LOOKING_BACK = timedelta(days=184)
LOOKING_AHEAD = timedelta(days=400)
NOTICE = timedelta(days=2)
# Long enough to come home for.
HOME_DAYS = 3
Status = SessionAttendance.Status


@dataclass(frozen=True)
class Proposal:
    """A window of free days and what could be made up in it, by the members whom it suits."""

    window: FreeDays
    rows: list[SessionAttendance]
    for_mobile: bool

    @property
    def title(self) -> str:
        """Return what the cohort would be called."""
        if self.window.is_festival:
            return f"{self.window.starts_on.year}年{self.window.name}学习班车"
        return f"{self.window.starts_on.month}月{self.window.starts_on.day}日周末补课"


def missed_at(organization: Organization, *, today: date) -> AttendanceQuerySet:
    """Return what members of `organization` missed within half a year and have no place to make up for yet.

    What the central group missed is the committee's own to make up, not the branch's.
    """
    rows = SessionAttendance.objects.missed().between(today - LOOKING_BACK, today)
    if organization.kind == Organization.Kind.COMMITTEE:
        rows = rows.filter(session__organization=organization)
    else:
        rows = rows.filter(
            member__organization__path__startswith=organization.path, member__is_active=True
        ).exclude(session__kind=SessionKind.CENTRAL_GROUP)
    return (
        rows.filter(make_up__isnull=True)
        .select_related("member", "session", "branch")
        .order_by("member__name", "member_id", "session__held_on")
    )


def propose(organization: Organization, *, today: date) -> list[Proposal]:
    """Return proposals: members away from home in the next festival of three days or more, the others next weekend."""
    rows = list(missed_at(organization, today=today))
    windows = list(free_days(today + NOTICE, today + LOOKING_AHEAD))
    soon = windows[0]
    festival = next((one for one in windows if one.is_festival and one.days >= HOME_DAYS), soon)
    away = [row for row in rows if row.member.is_mobile]
    here = [row for row in rows if not row.member.is_mobile]
    proposals = [Proposal(festival, away, for_mobile=True), Proposal(soon, here, for_mobile=False)]
    return [one for one in proposals if one.rows]


@transaction.atomic
def form_cohort(
    *,
    by: Member,
    organization: Organization,
    title: str,
    window: FreeDays,
    rows: Iterable[SessionAttendance],
    book_bag: BookBag | None,
    now: datetime,
) -> MakeUpCohort:
    """Put what was missed into a cohort.

    Raises:
        NobodyChosen: there are no rows.
        WindowIsOver: the window ended before today.
        NothingToMakeUp: somebody made it up, or has a place, since the page was opened.
    """
    today = timezone.localdate(now)
    chosen = {row.pk for row in rows}
    if not chosen:
        raise NobodyChosen
    if window.ends_on < today:
        raise WindowIsOver
    # Two who put the same people into a cohort wait for each other.
    list(SessionAttendance.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
    free = missed_at(organization, today=today).filter(pk__in=chosen)
    if free.count() != len(chosen):
        raise NothingToMakeUp
    cohort = MakeUpCohort.objects.create(
        organization=organization,
        title=title,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        is_estimate=window.is_estimate,
        book_bag=book_bag,
        created_by=by,
        created_at=now,
    )
    MakeUpPlace.objects.bulk_create(MakeUpPlace(cohort=cohort, attendance=row) for row in free)
    return cohort


@transaction.atomic
def note_deliveries(*, by: Member, cohort: MakeUpCohort, ways: Mapping[int, str], now: datetime) -> None:
    """Note how the pack reached people; `ways` maps a place's id to a way, "" takes a note back.

    A book bag noted here is noted on the bag's own list as well.
    """
    today = timezone.localdate(now)
    for place in cohort.places.select_related("attendance").filter(pk__in=ways):
        way = ways[place.pk]
        if way == place.delivery:
            continue
        place.delivery = way
        place.delivered_on, place.delivered_by = (today, by) if way else (None, None)
        place.save(update_fields=["delivery", "delivered_on", "delivered_by"])
        if way == MakeUpPlace.Delivery.BOOK_BAG and cohort.book_bag:
            BagDelivery.objects.get_or_create(
                bag=cohort.book_bag,
                member_id=place.attendance.member_id,
                defaults={"ticked_by": by, "ticked_at": now},
            )


@transaction.atomic
def make_up(*, by: Member, cohort: MakeUpCohort, places: Iterable[int], on: date, now: datetime) -> int:
    """Mark what these places of the cohort missed as made up on day `on`; return how many were new.

    Raises:
        NotComeYet: the day lies ahead.
    """
    if on > timezone.localdate(now):
        raise NotComeYet(on)
    rows = SessionAttendance.objects.filter(make_up__cohort=cohort, make_up__in=list(places))
    # The list of a session changed: whoever has it open must see this before saving over it.
    sessions = set(rows.missed().values_list("session", flat=True))
    count = rows.filter(status__in=[Status.LEAVE, Status.ABSENT]).update(
        status=Status.MADE_UP, made_up_on=on, recorded_by=by, recorded_at=now
    )
    for session in StudySession.objects.select_for_update().filter(pk__in=sessions):
        session.roll_version += 1
        session.roll_saved_at, session.roll_saved_by = now, by
        session.save(update_fields=["roll_version", "roll_saved_at", "roll_saved_by"])
    return count


def reading_pack(cohort: MakeUpCohort, reader: Member) -> list[tuple[StudySession, list[MaterialPage]]]:
    """Return the sessions a cohort makes up with the materials of each that `reader` may read."""
    sessions = StudySession.objects.filter(attendances__make_up__cohort=cohort).distinct()
    listed = list(sessions.order_by("held_on", "pk").prefetch_related("pack"))
    wanted = {piece.material_id for session in listed for piece in session.pack.all()}
    readable = {one.pk: one for one in material_policy.visible_to(reader).filter(pk__in=wanted).specific()}
    return [
        (session, [readable[one.material_id] for one in session.pack.all() if one.material_id in readable])
        for session in listed
    ]
