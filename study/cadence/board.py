"""The board of an organisation: what rules ask of it and of all below it, done, due, overdue, and who was reached.

The number of queries does not depend on how many organisations there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from members.models import Appointment, Member, Organization
from study.cadence.coverage import Coverage, People, coverage_by_place, gather
from study.cadence.reckoning import Item, Place, Reckoner, State, tally
from study.models import CadenceRule, SessionKind, StudySession
from study.periods import Span, span_of

OVERDUE_SHOWN = 100


@dataclass(frozen=True)
class Unit:
    """One organisation directly below, with everything under it."""

    organization: Organization
    counts: dict[str, int]
    coverage: Coverage


@dataclass(frozen=True)
class Late:
    """One thing overdue somewhere below."""

    organization: Organization
    item: Item
    lecturer: Member | None


@dataclass
class Board:
    """What one organisation sees of a period."""

    organization: Organization
    span: Span
    own: list[Item]
    units: list[Unit]
    late: list[Late]
    late_more: int
    counts: dict[str, int]
    by_kind: list[tuple[str, dict[str, int]]]
    by_month: list[tuple[date, dict[str, int]]]
    coverage: Coverage
    lecturers: dict[int, Member] = field(default_factory=dict)
    rules: dict[int, CadenceRule] = field(default_factory=dict)


@dataclass(frozen=True)
class Records:
    """What took place below an organisation within the years the rules look at."""

    held: dict[int, dict[str, list[date]]]
    given: dict[int, list[date]]
    holders: dict[int, dict[str, list[Member]]]


def lay_out(organization: Organization, span: Span, *, today: date, exact: bool) -> Board:
    """Return the board of `organization` for `span`; `exact` shows small figures about people."""
    rules = list(CadenceRule.objects.select_related("scope"))
    places = list(Organization.objects.filter(path__startswith=organization.path))
    records = read_records(organization, rules, span, today=today)
    items = reckon(places, rules, records, span, today=today)
    people = coverage_by_place(organization, span.first, span.last)
    late = [(place, item) for place in places for item in items[place.pk] if item.state == State.OVERDUE]
    everything = [item for some in items.values() for item in some]
    lecturers = {one.pk: one for posts in records.holders.values() for some in posts.values() for one in some}
    return Board(
        organization=organization,
        span=span,
        own=items[organization.pk],
        units=_units(organization, places, items, people, exact=exact),
        late=[
            Late(place, item, lecturers.get(item.lecturer) if item.lecturer else None)
            for place, item in late[:OVERDUE_SHOWN]
        ],
        late_more=max(0, len(late) - OVERDUE_SHOWN),
        counts=tally(everything),
        by_kind=_by_kind(everything),
        by_month=_by_month(records, span, today),
        coverage=gather([people.get(place.path, People()) for place in places], exact=exact),
        lecturers=lecturers,
        rules={rule.pk: rule for rule in rules},
    )


def reckon(
    places: Iterable[Organization],
    rules: Iterable[CadenceRule],
    records: Records,
    span: Span,
    *,
    today: date,
) -> dict[int, list[Item]]:
    """Return of every place what is asked of it and of its lecturers; no query."""
    reckoner = Reckoner([rule.asked() for rule in rules], first=span.first, last=span.last, today=today)
    found = {}
    for one in places:
        place = Place(one.pk, one.path, one.kind, one.level, one.field, one.founded_on, one.closed_on)
        given = {
            post: {member.pk: records.given.get(member.pk, []) for member in members}
            for post, members in records.holders.get(one.pk, {}).items()
        }
        found[one.pk] = [
            *reckoner.items(place, records.held.get(one.pk, {})),
            *reckoner.lectures(place, given),
        ]
    return found


def read_records(
    organization: Organization, rules: Iterable[CadenceRule], span: Span, *, today: date
) -> Records:
    """Read sessions, lectures and lecturers below `organization`; three queries.

    A lecture counts for who gave it wherever it was given, so lectures are read by speaker.
    """
    first, last = span_of("year", span.first).first, span_of("year", span.last).last
    held: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    sessions = StudySession.objects.held().within(organization).between(first, last)
    for place, kind, day in sessions.order_by().values_list("organization_id", "kind", "held_on"):
        held[place][kind].append(day)
    holders: dict[int, dict[str, list[Member]]] = defaultdict(lambda: defaultdict(list))
    posts = sorted({rule.lecturer for rule in rules if rule.lecturer})
    appointments = Appointment.objects.held_on(min(today, span.last)).of_posts(posts)
    below = appointments.filter(organization__path__startswith=organization.path, member__is_active=True)
    for one in below.select_related("member").order_by("member__name", "pk"):
        holders[one.organization_id][one.post].append(one.member)
    given: dict[int, list[date]] = defaultdict(list)
    lectures = StudySession.objects.held().between(first, last).filter(kind=SessionKind.LECTURE)
    spoke = lectures.filter(speaker__in=below.values("member"))
    for speaker, day in spoke.order_by().values_list("speaker_id", "held_on"):
        given[speaker].append(day)
    return Records(held, given, holders)


def _units(
    organization: Organization,
    places: list[Organization],
    items: dict[int, list[Item]],
    people: dict[str, People],
    *,
    exact: bool,
) -> list[Unit]:
    """Return the organisations directly below in tree order, each with its whole subtree."""
    inside: dict[str, list[Organization]] = defaultdict(list)
    end = len(organization.path) + Organization.steplen
    for place in places:
        if place.pk != organization.pk:
            inside[place.path[:end]].append(place)
    return [
        Unit(
            organization=below[0],
            counts=tally(item for place in below for item in items[place.pk]),
            coverage=gather([people.get(place.path, People()) for place in below], exact=exact),
        )
        for below in inside.values()
    ]


def _by_kind(items: list[Item]) -> list[tuple[str, dict[str, int]]]:
    """Return of every kind of session how much of what is asked is done, in the order kinds are listed."""
    found = []
    for kind in SessionKind:
        of_kind = [item for item in items if item.rule.kind == kind]
        if of_kind:
            found.append((str(kind.label), tally(of_kind)))
    return found


def _by_month(records: Records, span: Span, today: date) -> list[tuple[date, dict[str, int]]]:
    """Return of every month of the year until now how many sessions took place, of the kinds there were."""
    year = span_of("year", span.first)
    last = min(span.last, today)
    months = (
        [date(year.first.year, month, 1) for month in range(1, last.month + 1)] if last >= year.first else []
    )
    counts = {month: {str(kind.label): 0 for kind in SessionKind} for month in months}
    for kinds in records.held.values():
        for kind, days in kinds.items():
            for day in days:
                month = day.replace(day=1)
                if month in counts:
                    counts[month][str(SessionKind(kind).label)] += 1
    used = [
        kind
        for kind in map(str, (one.label for one in SessionKind))
        if any(of[kind] for of in counts.values())
    ]
    return [(month, {kind: of[kind] for kind in used}) for month, of in counts.items()]
