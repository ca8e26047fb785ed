"""覆盖: how many members were reached in a period, those without a smartphone among them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from members.models import Member, Organization
from study.days import moments
from study.models import BagDelivery, MakeUpPlace, SessionAttendance
from study.small_groups import Share, share, total


@dataclass
class People:
    """Exact figures of one organisation, never shown above the branch.

    `reached` were at a session or made one up; `without_phone` said they use none, `brought` of them were reached or
    were brought something to read; `unasked` were not asked about a phone.
    """

    members: int = 0
    reached: int = 0
    without_phone: int = 0
    brought: int = 0
    unasked: int = 0


@dataclass(frozen=True)
class Coverage:
    """The same figures as they may be shown."""

    reached: Share
    brought: Share
    unasked: Share


def coverage_by_place(organization: Organization, first: date, last: date) -> dict[str, People]:
    """Return the figures of every organisation at or below `organization`, by tree path; one query.

    Attendance counts wherever a member studied (双重组织生活), and whichever branch they belonged to that day.
    """
    party = Member.objects.within(organization).exclude(category=Member.Category.ACTIVIST)
    attended = SessionAttendance.objects.reached().between(first, last)
    attended = attended.filter(member__organization__path__startswith=organization.path)
    rows = (
        party.filter(is_active=True)
        .order_by()
        .annotate(
            was_reached=ExpressionWrapper(Q(pk__in=attended.values("member")), output_field=BooleanField()),
            was_brought=Exists(_bags(first, last)) | Exists(_deliveries(first, last)),
        )
        .values_list("organization__path", "has_smartphone", "was_reached", "was_brought")
        .annotate(members=Count("pk"))
    )
    found: dict[str, People] = defaultdict(People)
    for path, has_phone, was_reached, was_brought, members in rows:
        people = found[path]
        people.members += members
        people.reached += members * was_reached
        if has_phone is None:
            people.unasked += members
        elif not has_phone:
            people.without_phone += members
            people.brought += members * (was_reached or was_brought)
    return dict(found)


def gather(many: Iterable[People], *, exact: bool) -> Coverage:
    """Return the figures of several organisations together, as they may be shown.

    Masked ones among them are not to be found by subtraction, on whichever board the rows stand.
    """
    people = [one for one in many if one.members]

    def add(pairs: list[tuple[int, int]]) -> Share:
        return total([share(part, whole, within_branch=exact) for part, whole in pairs if whole])

    return Coverage(
        reached=add([(one.reached, one.members) for one in people]),
        brought=add([(one.brought, one.without_phone) for one in people]),
        unasked=add([(one.unasked, one.members) for one in people]),
    )


def unreached(organization: Organization, first: date, last: date) -> list[Member]:
    """Return the members of a branch who were at no session from `first` to `last`, by name, with how to reach them.

    `was_brought` tells whether something to read was brought to them.
    """
    attended = SessionAttendance.objects.reached().between(first, last)
    party = Member.objects.within(organization).exclude(category=Member.Category.ACTIVIST)
    brought = Exists(_bags(first, last)) | Exists(_deliveries(first, last))
    missing = party.filter(is_active=True).exclude(pk__in=attended.values("member"))
    return list(missing.annotate(was_brought=brought).select_related("organization").order_by("name", "pk"))


def _bags(first: date, last: date) -> QuerySet:
    start, end = moments(first, last)
    return BagDelivery.objects.filter(member=OuterRef("pk"), ticked_at__gte=start, ticked_at__lt=end)


def _deliveries(first: date, last: date) -> QuerySet:
    return MakeUpPlace.objects.filter(attendance__member=OuterRef("pk"), delivered_on__range=(first, last))
