"""Which evidence counts, under which rule, for how much. Pure.

The rule, the same for everybody:

1. Of the rules in force on the day of the act, on the way from the top organisation to the branch, the lowest one that
   names the kind decides; but where a higher one locks the kind, that one does.
2. Acts count in the order of their days (then of their keys), each for the clause's points, as long as the calendar
   year's cap of that rule and kind has room. Where a rule changes in mid-year, each has its own cap.
3. An act counts once, whatever branch it was entered in; an act whose entry was countered never counts again, and leaves
   its room to the next.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter

from study.ledger.reckoning.clauses import Clause

Slot = tuple[int, str, int]


def key_of(kind: str, member: int, target: str) -> str:
    """Return what makes an act of `member` about `target` count once."""
    return f"{kind}:{member}:{target}"


@dataclass(frozen=True)
class Evidence:
    """One recorded act of a member; `target` is what it was about, `record` the row that shows it."""

    member: int
    kind: str
    target: str
    record: str
    on: date
    title: str

    @property
    def key(self) -> str:
        """Return what makes this act count once."""
        return key_of(self.kind, self.member, self.target)


@dataclass(frozen=True)
class Rule:
    """A rule in force from `starts_on` to `ends_on`, both included; without an end it stands until replaced."""

    pk: int
    title: str
    starts_on: date
    ends_on: date | None
    clauses: tuple[Clause, ...]
    valid_months: int | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Rule") -> bool:
        """Tell whether both are in force on some day."""
        ends, others = self.ends_on or date.max, other.ends_on or date.max
        return self.starts_on <= others and other.starts_on <= ends

    def clause(self, kind: str) -> Clause | None:
        """Return what the rule says of `kind`."""
        return self._by_kind.get(kind)

    @cached_property
    def _by_kind(self) -> dict[str, Clause]:
        return {one.kind: one for one in reversed(self.clauses)}


@dataclass(frozen=True)
class Due:
    """An act that counts, with the rule and the clause that say so."""

    evidence: Evidence
    rule: Rule
    clause: Clause

    @property
    def points(self) -> int:
        """Return what it is worth."""
        return self.clause.points


@dataclass
class Booked:
    """What one member's ledger holds: which acts were entered, and how many still count in each slot."""

    keys: set[str] = field(default_factory=set)
    counted: Counter[Slot] = field(default_factory=Counter)


def governing(rules: Sequence[Rule], kind: str, day: date) -> tuple[Rule, Clause] | None:
    """Return the rule and clause that decide on an act of `kind` on `day`; `rules` go from the top down."""
    found = None
    for rule in rules:
        clause = rule.clause(kind) if rule.holds_on(day) else None
        if clause is None:
            continue
        found = (rule, clause)
        if clause.locked:
            break
    return found


def due(evidence: Iterable[Evidence], *, rules: Sequence[Rule], booked: Booked) -> Iterator[Due]:
    """Yield what of one member's `evidence` is still to be entered, in order; `booked` is kept up to date."""
    told = [(act.on, act.key, act) for act in evidence]
    for _, key, act in sorted(told, key=itemgetter(0, 1)):
        decided = None if key in booked.keys else governing(rules, act.kind, act.on)
        if decided is None:
            continue
        rule, clause = decided
        slot = (rule.pk, act.kind, act.on.year)
        if clause.has_room(booked.counted[slot]):
            booked.counted[slot] += 1
            booked.keys.add(key)
            yield Due(act, rule, clause)


def valid_until(happened_on: date, months: int | None) -> date:
    """Return the last day points of `happened_on` count: the year's end, or `months` later."""
    if months is None:
        return date(happened_on.year, 12, 31)
    year, month = divmod(happened_on.year * 12 + happened_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(happened_on.day, last))
