"""What is still to be entered, and entering it: the only place that adds to the chain."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from members.models import Member, Organization
from study.ledger.evidence import collect
from study.ledger.homes import Belonging, people_of, places_of
from study.ledger.reckoning import START, Booked, Due, Evidence, Kind, Rule, due, seal, valid_until
from study.models import LedgerHead, PointEntry, PointRule

# How many years back a late record is still entered: this year's and last year's.
YEARS_BACK = 1
# Acts of these kinds may get another day later: a session that is put right, a pass that comes with a later paper.
MAY_MOVE = (Kind.ATTENDANCE, Kind.QUIZ_PASSED)
# What the longest title may be; the record keeps the whole.
TITLE_CHARS = 300


@dataclass(frozen=True)
class Line:
    """What an entry will say, before it has its place in the chain."""

    member: int
    sort: str
    kind: str
    key: str
    evidence: str
    record: str
    title: str
    happened_on: date
    valid_until: date
    points: int
    rule: int
    corrects: int | None = None
    reason: str = ""
    recorded_by: int | None = None


def first_entered(today: date) -> date:
    """Return the first day whose acts are still entered."""
    return date(today.year - YEARS_BACK, 1, 1)


def rules_for(home: Organization) -> list[Rule]:
    """Return the adopted rules that reach `home`, from the top down."""
    return [rule.as_rule() for rule in PointRule.objects.adopted().on_the_way_to(home)]


def still_due(home: Organization, *, today: date, member: Member | None = None) -> list[Due]:
    """Return the acts not entered yet that count in the ledger of `home`, by member; a dozen queries.

    An act counts where its member belonged on its day, whoever moved since.
    """
    rules = rules_for(home)
    if not rules:
        return []
    first = max(min(rule.starts_on for rule in rules), first_entered(today))
    places = places_of(home)
    people = [member.pk] if member else people_of(home, since=first)
    belonging = Belonging(people)
    acts = by_member(
        act
        for act in collect(people, since=first, until=today)
        if belonging.place(act.member, act.on) in places
    )
    booked = booked_by(people, since=first)
    found: list[Due] = []
    for pk in people:
        found += due(acts[pk], rules=rules, booked=booked[pk])
    return found


def by_member(evidence: Iterable[Evidence]) -> dict[int, list[Evidence]]:
    """Return acts by member."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for act in evidence:
        found[act.member].append(act)
    return found


def booked_by(people: Collection[int], *, since: date) -> dict[int, Booked]:
    """Return what the ledgers, of whatever branch, hold of these members' acts since a day.

    A countered act keeps its key and gives its room back. What was entered under an earlier day stays entered.
    """
    known = Q(happened_on__gte=since) | Q(kind__in=MAY_MOVE)
    rows = PointEntry.objects.order_by().filter(known, member__in=people)
    return booked_from(rows.values_list("member_id", "evidence", "kind", "rule_id", "happened_on", "points"))


def booked_from(rows: Iterable[tuple[int, str, str, int, date, int]]) -> dict[int, Booked]:
    """Return what these (member, evidence, kind, rule, day, points) hold, by member."""
    nets: dict[tuple[int, str, str, int, int], int] = defaultdict(int)
    for member, evidence, kind, rule, day, points in rows:
        nets[(member, evidence, kind, rule, day.year)] += points
    found: dict[int, Booked] = defaultdict(Booked)
    for (member, evidence, kind, rule, year), net in nets.items():
        found[member].keys.add(evidence)
        found[member].counted[(rule, kind, year)] += net > 0
    return found


@transaction.atomic
def book_evidence(*, home: Organization, now: datetime, today: date) -> list[PointEntry]:
    """Enter every act of the members of `home` that counts and is not entered; a second time adds nothing."""
    head = lock_head(home)
    lines = [line_of(one) for one in still_due(home, today=today)]
    made = append(head, lines, now=now)
    LedgerHead.objects.filter(pk=head.pk).update(booked_at=now)
    return made


def lock_head(home: Organization) -> LedgerHead:
    """Return the end of the ledger of `home`, held until the transaction ends; two who enter wait for each other."""
    LedgerHead.objects.get_or_create(organization=home, defaults={"seal": START})
    return LedgerHead.objects.select_for_update().get(organization=home)


def append(head: LedgerHead, lines: Sequence[Line], *, now: datetime) -> list[PointEntry]:
    """Add `lines` to the chain that `head`, which the caller has locked, ends."""
    balances = _balances(head.organization_id, lines)
    entries = list(_chained(head, lines, balances, now))
    PointEntry.objects.bulk_create(entries, batch_size=1000)
    if entries:
        head.entries, head.seal = entries[-1].sequence, entries[-1].seal
        head.save(update_fields=["entries", "seal"])
    return entries


def _chained(
    head: LedgerHead, lines: Sequence[Line], balances: dict[tuple[int, int], int], now: datetime
) -> Iterator[PointEntry]:
    previous = head.seal
    for sequence, line in enumerate(lines, head.entries + 1):
        account = (line.member, line.happened_on.year)
        balances[account] += line.points
        values: dict[str, Any] = dict(vars(line))
        for name in ("member", "rule", "corrects", "recorded_by"):
            values[f"{name}_id"] = values.pop(name)
        entry = PointEntry(
            organization_id=head.organization_id,
            sequence=sequence,
            balance=balances[account],
            recorded_at=now,
            previous=previous,
            **values,
        )
        entry.seal = previous = seal(previous, entry.words())
        yield entry


def _balances(home: int, lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    """Return the sums the lines build on, by (member, year)."""
    people = {line.member for line in lines}
    rows = PointEntry.objects.order_by().filter(organization=home, member__in=people)
    sums = rows.values_list("member_id", "happened_on__year").annotate(total=Sum("points"))
    return defaultdict(int, {(member, year): total for member, year, total in sums})


def counter_line(entry: PointEntry, *, reason: str, by: Member | None) -> Line:
    """Return the line that takes `entry` back; of a line nobody decided on `by` is None."""
    return Line(
        member=entry.member_id,
        sort=PointEntry.Sort.COUNTER,
        kind=entry.kind,
        key=f"counter:{entry.pk}",
        evidence=entry.evidence,
        record=entry.record,
        title=f"冲正第 {entry.sequence} 笔：{entry.title}"[:TITLE_CHARS],
        happened_on=entry.happened_on,
        valid_until=entry.valid_until,
        points=-entry.points,
        rule=entry.rule_id,
        corrects=entry.pk,
        reason=reason,
        recorded_by=by.pk if by else None,
    )


def line_of(one: Due) -> Line:
    """Return the line of an act that counts."""
    act = one.evidence
    return Line(
        member=act.member,
        sort=PointEntry.Sort.EARNED,
        kind=str(act.kind),
        key=act.key,
        evidence=act.key,
        record=act.record,
        title=act.title[:TITLE_CHARS],
        happened_on=act.on,
        valid_until=valid_until(act.on, one.rule.valid_months),
        points=one.points,
        rule=one.rule.pk,
    )
