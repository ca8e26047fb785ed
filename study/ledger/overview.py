"""A ledger at a glance: its members by name, and, from above, sums without persons."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from members.models import Member, Organization
from members.querysets import MemberQuerySet
from study.ledger.homes import home_path
from study.ledger.reckoning import NAMES
from study.models import PointEntry
from study.small_groups import split_small


@dataclass(frozen=True)
class MemberLine:
    """One member with the points of each kind, in the order of `NAMES`, and their sum."""

    member: Member
    by_kind: Sequence[int]
    points: int


@dataclass(frozen=True)
class BranchSum:
    """One ledger's sums; `home` is None for the small ones put together."""

    home: Organization | None
    homes: int
    people: int
    entries: int
    counters: int


def branch_lines(home: Organization, people: MemberQuerySet, *, year: int) -> list[MemberLine]:
    """Return the members of a ledger by name, with their points of `year`; two queries."""
    rows = PointEntry.objects.order_by().filter(organization=home).of_year(year)
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    for member, kind, total in rows.values_list("member_id", "kind").annotate(total=Sum("points")):
        sums[member][kind] = total
    return [
        MemberLine(one, [sums[one.pk].get(kind, 0) for kind in NAMES], sum(sums[one.pk].values()))
        for one in people
    ]


def sums_below(top: Organization, *, year: int) -> list[BranchSum]:
    """Return the sums of the ledgers at and below `top`, small ones as one row; three queries."""
    known = {place.path: place for place in Organization.objects.filter(path__startswith=top.path)}
    people: dict[str, int] = defaultdict(int)
    counted = Member.objects.filter(is_active=True, organization__path__startswith=top.path)
    for path, number in counted.values_list("organization__path").annotate(number=Count("pk")):
        people[home_path(path, known)] += number
    entries = PointEntry.objects.order_by().filter(organization__path__startswith=top.path).of_year(year)
    booked = {
        path: (number, counters)
        for path, number, counters in entries.values_list("organization__path").annotate(
            number=Count("pk"), counters=Count("pk", filter=Q(sort=PointEntry.Sort.COUNTER))
        )
    }
    rows = [
        BranchSum(known[path], 1, people[path], *booked.get(path, (0, 0)))
        for path in sorted(people.keys() | booked.keys())
    ]
    shown, hidden = split_small(rows, lambda row: row.people)
    if hidden:
        together = (sum(getattr(row, name) for row in hidden) for name in ("people", "entries", "counters"))
        shown.append(BranchSum(None, len(hidden), *together))
    return shown
