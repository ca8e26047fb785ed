"""Counting records where they belong: those of a member who moved stay with the branch of their day."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from members.models import Member, Organization, Transfer
from study.ledger.homes import Belonging
from study.reports.periods import Period
from study.reports.sources import Counted

ByPath = Mapping[str, int]


class Moved:
    """Those who moved after a day, and the path of where they belonged on any day since; three queries."""

    def __init__(self, since: date) -> None:
        moves = Transfer.objects.order_by().filter(on__gt=since)
        self.people = sorted(set(moves.values_list("member_id", flat=True)))
        self._belonging = Belonging(self.people)
        places = set(moves.values_list("origin_id", flat=True)) | set(self._belonging.now.values())
        known = Organization.objects.filter(pk__in=[place for place in places if place])
        self._paths = dict(known.values_list("pk", "path")) if self.people else {}

    def path(self, member: int, day: date) -> str:
        """Return the path of the organisation of `member` on `day`, "" where there was none."""
        return self._paths.get(self._belonging.place(member, day) or 0, "")


@dataclass(frozen=True)
class Tally:
    """A figure by the path of the organisation its records belong to, and altogether."""

    by_path: ByPath
    total: int


def tally(counted: Counted, organization: Organization, period: Period, moved: Moved) -> Tally:
    """Return a figure of `organization` and everything below it: one grouped query, and one for those who moved."""
    source = counted.source
    rows = counted.rows(period).filter(**{f"{source.place}__startswith": organization.path})
    theirs = _moved_rows(counted, organization, period, moved)
    if source.follows_member and moved.people:
        rows = rows.exclude(member__in=moved.people)
    number = Count(source.member, distinct=True) if counted.people else Count("pk")
    by_path: Counter[str] = Counter(dict(rows.values_list(source.place).annotate(number=number)))
    stayed = by_path.total()
    for path, found in theirs.items():
        by_path[path] += len({row.member_id for row in found}) if counted.people else len(found)
    if not counted.people:
        return Tally(by_path, by_path.total())
    # Somebody who studied in two branches below is one person altogether.
    return Tally(by_path, stayed + len({row.member_id for found in theirs.values() for row in found}))


def records_within(
    counted: Counted, organization: Organization, period: Period, moved: Moved
) -> QuerySet[Any]:
    """Return the records a figure of `organization` counts."""
    source = counted.source
    here = Q(**{f"{source.place}__startswith": organization.path})
    if source.follows_member and moved.people:
        theirs = _moved_rows(counted, organization, period, moved)
        here &= ~Q(member__in=moved.people)
        here |= Q(pk__in=[row.pk for found in theirs.values() for row in found])
    return counted.rows(period).filter(here)


def people_by_path(organization: Organization, on: date) -> tuple[ByPath, ByPath]:
    """Return how many active people belonged to each organisation at or below `organization` on a day.

    The second counts those of them who are no party members yet.
    """
    moved = Moved(on)
    active = Member.objects.order_by().filter(is_active=True)
    stayed = active.filter(organization__path__startswith=organization.path).exclude(pk__in=moved.people)
    known = list(stayed.values_list("organization__path", "category").annotate(number=Count("pk")))
    for member, category in active.filter(pk__in=moved.people).values_list("pk", "category"):
        path = moved.path(member, on)
        if path.startswith(organization.path):
            known.append((path, category, 1))
    everybody, activists = Counter[str](), Counter[str]()
    for path, category, number in known:
        everybody[path] += number
        activists[path] += number * (category == Member.Category.ACTIVIST)
    return everybody, activists


def _moved_rows(
    counted: Counted, organization: Organization, period: Period, moved: Moved
) -> dict[str, list[Any]]:
    """Return the records of those who moved that belong to `organization`, by path."""
    found: dict[str, list[Any]] = defaultdict(list)
    if not counted.source.follows_member or not moved.people:
        return found
    for row in counted.rows(period).filter(member__in=moved.people):
        path = moved.path(row.member_id, counted.source.day_of(row))
        if path.startswith(organization.path):
            found[path].append(row)
    return found
