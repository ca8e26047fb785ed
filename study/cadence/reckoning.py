"""What rules ask of whom in a stretch of time, and how far it is done. Pure.

A period asks once it has begun. It is done when it holds as many sessions as asked; until its last day what is missing
is due, afterwards overdue. An organisation is asked for a period that it existed through: founded within it, it is
asked from the next; closed within it, no longer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from study.cadence.rules import Asked, narrowest
from study.periods import Span, span_of


class State(StrEnum):
    """How far one thing asked is; the values are codes, `label` is what is shown."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """Return the Chinese word."""
        return {"done": "已完成", "due": "本期待办", "overdue": "逾期"}[self.value]


@dataclass(frozen=True)
class Place:
    """An organisation as rules see it."""

    pk: int
    path: str
    kind: str
    level: str
    field: str
    founded_on: date | None = None
    closed_on: date | None = None

    def exists_through(self, span: Span) -> bool:
        """Tell whether it was at work from the first to the last day of `span`."""
        return (self.founded_on is None or self.founded_on <= span.first) and (
            self.closed_on is None or self.closed_on >= span.last
        )


@dataclass(frozen=True)
class Item:
    """One thing asked of one place (or of one lecturer there) for one period; `days` are when it was done."""

    place: int
    rule: Asked
    span: Span
    days: tuple[date, ...]
    state: State
    lecturer: int | None = None

    @property
    def done(self) -> int:
        """Return how often it was done."""
        return len(self.days)

    @property
    def missing(self) -> int:
        """Return how often it is still to be done."""
        return max(0, self.rule.times - self.done)


class Reckoner:
    """Rules ready to be asked about many places; what reaches places of one sort is looked up once."""

    def __init__(self, rules: Iterable[Asked], *, first: date, last: date, today: date) -> None:
        self.rules = list(rules)
        self.first, self.last, self.today = first, last, today
        self._scopes = sorted({rule.scope for rule in self.rules})
        self._known: dict[tuple[object, ...], list[tuple[Asked, Span]]] = {}

    def asked_of(self, place: Place) -> list[tuple[Asked, Span]]:
        """Return the rule and period of everything asked of `place`, in the order of rules and time."""
        scopes = tuple(scope for scope in self._scopes if place.path.startswith(scope))
        sort = (place.kind, place.level, place.field, scopes)
        if sort not in self._known:
            self._known[sort] = self._reaching(place)
        return [(rule, span) for rule, span in self._known[sort] if place.exists_through(span)]

    def items(self, place: Place, held: Mapping[str, Iterable[date]]) -> list[Item]:
        """Return what is asked of `place` itself; `held` has the days of its sessions by kind."""
        return [
            self._item(place, rule, span, held.get(rule.kind, ()), None)
            for rule, span in self.asked_of(place)
            if not rule.lecturer
        ]

    def lectures(self, place: Place, given: Mapping[str, Mapping[int, Iterable[date]]]) -> list[Item]:
        """Return what is asked of those holding posts there; `given` has post → holder → days of lectures."""
        return [
            self._item(place, rule, span, days, holder)
            for rule, span in self.asked_of(place)
            if rule.lecturer
            for holder, days in given.get(rule.lecturer, {}).items()
        ]

    def _item(
        self, place: Place, rule: Asked, span: Span, days: Iterable[date], lecturer: int | None
    ) -> Item:
        within = tuple(sorted(day for day in days if span.first <= day <= span.last))
        if len(within) >= rule.times:
            state = State.DONE
        else:
            state = State.DUE if self.today <= span.last else State.OVERDUE
        return Item(place.pk, rule, span, within, state, lecturer)

    def _reaching(self, place: Place) -> list[tuple[Asked, Span]]:
        reach = [
            rule
            for rule in self.rules
            if rule.reaches(kind=place.kind, level=place.level, field=place.field, path=place.path)
        ]
        things: dict[tuple[str, str], list[Asked]] = defaultdict(list)
        for rule in reach:
            things[rule.kind, rule.lecturer].append(rule)
        found = [pair for rules in things.values() for pair in self._periods(rules)]
        order = {rule: place for place, rule in enumerate(self.rules)}
        return sorted(found, key=lambda pair: (order[pair[0]], pair[1].first))

    def _periods(self, rules: list[Asked]) -> list[tuple[Asked, Span]]:
        """Return for rules on one thing the periods each holds for.

        A year's or a quarter's rule is shown in any stretch that touches its period, with what was done in all of it.
        """
        found = []
        for rule in rules:
            span = span_of(rule.period, self.first)
            while span.first <= min(self.last, self.today):
                in_force = [one for one in rules if one.holds_on(span.first)]
                if in_force and narrowest(in_force) == rule:
                    found.append((rule, span))
                span = span.next()
        return found


def tally(items: Iterable[Item]) -> dict[str, int]:
    """Return how many of `items` are done, due and overdue."""
    counts = {state.value: 0 for state in State}
    for item in items:
        counts[item.state.value] += 1
    return counts
