"""覆盖: how many members were reached in a period, those without a smartphone among them.

Members count where they belonged on the last day of the period: who moved since takes nothing of it along.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from members.models import Member, Organization, Transfer
from members.querysets import MemberQuerySet
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

    Attendance counts wherever a member studied (双重组织生活), and whichever branch they belonged to that day. Of a period
    that is over, one query more asks who moved since, and one more about those.
    """
    moved = moved_since(last)
    attended = SessionAttendance.objects.reached().between(first, last)
    here = attended.filter(member__organization__path__startswith=organization.path)
    stayed = _party(here, first, last).within(organization).exclude(pk__in=moved)
    rows = list(
        stayed.values_list("organization__path", *_STATES).annotate(members=Count("pk")),
    )
    left = [member for member, path in moved.items() if path.startswith(organization.path)]
    if left:
        theirs = _party(attended.filter(member__in=left), first, last).filter(pk__in=left)
        rows += [(moved[pk], *states, 1) for pk, *states in theirs.values_list("pk", *_STATES)]
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
    moved = moved_since(last)
    left = [member for member, path in moved.items() if path.startswith(organization.path)]
    here = Q(organization__path__startswith=organization.path) & ~Q(pk__in=moved) | Q(pk__in=left)
    missing = _party(attended, first, last).filter(here, was_reached=False)
    return list(missing.select_related("organization").order_by("name", "pk"))


_STATES = ("has_smartphone", "was_reached", "was_brought")


def _party(attended: QuerySet, first: date, last: date) -> MemberQuerySet:
    """Return party members with whether they stand in `attended`, and whether they were brought something to read."""
    party = Member.objects.filter(is_active=True).exclude(category=Member.Category.ACTIVIST).order_by()
    return party.annotate(
        was_reached=ExpressionWrapper(Q(pk__in=attended.values("member")), output_field=BooleanField()),
        was_brought=Exists(_bags(first, last)) | Exists(_deliveries(first, last)),
    )


def moved_since(day: date) -> dict[int, str]:
    """Return those who moved after `day`, with the path of the organisation they belonged to on it; one query.

    None is asked of a day that is not over: everybody belongs where they are.
    """
    if day >= timezone.localdate():
        return {}
    moves = Transfer.objects.filter(on__gt=day).order_by("-on", "-pk")
    return {member: path or "" for member, path in moves.values_list("member_id", "origin__path")}


def _bags(first: date, last: date) -> QuerySet:
    start, end = moments(first, last)
    return BagDelivery.objects.filter(member=OuterRef("pk"), ticked_at__gte=start, ticked_at__lt=end)


def _deliveries(first: date, last: date) -> QuerySet:
    return MakeUpPlace.objects.filter(attendance__member=OuterRef("pk"), delivered_on__range=(first, last))
