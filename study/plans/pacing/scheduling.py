"""Dates for a list of things to study, from their length, the days that are free and a weekly capacity.

The rule:

1. What has a fixed day keeps it, and its minutes are taken from that week.
2. The rest follow in the order the person gave, one after another, as far as each week's minutes reach.
3. What may not begin yet lets the next ones go first.
4. The order is left only where it would make something miss its deadline; then the earliest deadline goes first.
5. What does not fit before the end gets no date, and its minutes are reported.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from study.plans.pacing.days import Free

DAY = timedelta(days=1)
# Minutes are shares of a week; what is smaller than this is rounding.
TINY = 1e-6


@dataclass(frozen=True)
class Task:
    """One thing to do: `minutes` long, not before `earliest`, not after `latest`, or exactly on `fixed`."""

    key: int
    minutes: int
    earliest: date | None = None
    latest: date | None = None
    fixed: date | None = None


@dataclass(frozen=True)
class Slot:
    """When one task is begun and when it should be done."""

    starts_on: date
    due_on: date


@dataclass(frozen=True)
class Pace:
    """From when until when, with how many minutes a week, on which days."""

    start: date
    end: date
    weekly_minutes: int
    free: Free = field(default_factory=Free)


@dataclass(frozen=True)
class Proposal:
    """Dates by task; what comes after its deadline; what found no place, and how many minutes that is."""

    slots: dict[int, Slot]
    late: tuple[int, ...] = ()
    unplaced: tuple[int, ...] = ()
    missing_minutes: int = 0

    @property
    def fits(self) -> bool:
        """Tell whether everything found a place."""
        return not self.unplaced

    @property
    def ends_on(self) -> date | None:
        """Return the day the last task is due."""
        return max((slot.due_on for slot in self.slots.values()), default=None)


def propose(tasks: Sequence[Task], *, pace: Pace) -> Proposal:
    """Return dates for `tasks` in their order; the same for the same tasks and pace."""
    slots = {task.key: Slot(task.fixed, task.fixed) for task in tasks if task.fixed}
    for task in tasks:
        if not task.fixed and task.minutes <= 0:
            # A goal takes no time of its own: it is looked at when its time is over.
            slots[task.key] = Slot(pace.start, min(task.latest or pace.end, pace.end))
    line = _Line(pace, [task for task in tasks if task.fixed])
    pending = [task for task in tasks if not task.fixed and task.minutes > 0]
    while pending and (today := line.today()) is not None:
        startable = [task for task in pending if task.earliest is None or task.earliest <= today]
        if not startable:
            line.skip_to(min(task.earliest for task in pending if task.earliest))
            continue
        chosen = _next(startable, pending, line)
        slot = line.take(chosen.minutes)
        if slot is None:
            break
        slots[chosen.key] = slot
        pending.remove(chosen)
    late = [
        task.key
        for task in tasks
        if task.latest and not task.fixed and task.key in slots and slots[task.key].due_on > task.latest
    ]
    missing = sum(task.minutes for task in pending) - line.left()
    return Proposal(
        slots, tuple(late), tuple(task.key for task in pending), max(0, round(missing)) if pending else 0
    )


def _next(startable: list[Task], pending: list[Task], line: "_Line") -> Task:
    """Return the first in order, unless something else would then miss its deadline."""
    first = startable[0]
    if _is_safe(first, pending, line):
        return first
    return min(startable, key=lambda task: (task.latest or date.max, startable.index(task)))


def _is_safe(chosen: Task, pending: list[Task], line: "_Line") -> bool:
    """Tell whether every deadline can still be met after `chosen`: what is due by a day fits before that day."""
    needed = float(chosen.minutes)
    others = [task for task in pending if task.latest and task is not chosen]
    for task in sorted(others, key=lambda task: task.latest or date.max):
        needed += task.minutes
        if needed > line.until(task.latest or date.max) + TINY:
            return False
    return True


class _Line:
    """The minutes of every free day, one after another, and how far they are used."""

    def __init__(self, pace: Pace, fixed: Sequence[Task]) -> None:
        self._days = _free_days(pace)
        minutes = _minutes_by_day(self._days, pace)
        for task in fixed:
            _reserve(minutes, task)
        self._sums = [0.0]
        for day in self._days:
            self._sums.append(self._sums[-1] + minutes[day])
        self._used = 0.0

    def today(self) -> date | None:
        """Return the day that is being filled; None when all are full."""
        place = self._place(self._used + TINY)
        return self._days[place] if place is not None else None

    def skip_to(self, day: date) -> None:
        """Leave what is before `day` unused."""
        self._used = max(self._used, self._sums[bisect_left(self._days, day)])

    def take(self, minutes: int) -> Slot | None:
        """Use the next `minutes`; None when there are not so many."""
        if minutes > self.left() + TINY:
            return None
        first = self._place(self._used + TINY)
        self._used += minutes
        last = self._place(self._used - TINY)
        if first is None or last is None:
            return None
        return Slot(self._days[first], self._days[last])

    def until(self, day: date) -> float:
        """Return the minutes not used yet up to the end of `day`."""
        return max(0.0, self._sums[bisect_right(self._days, day)] - self._used)

    def left(self) -> float:
        """Return the minutes not used yet."""
        return self._sums[-1] - self._used

    def _place(self, at: float) -> int | None:
        place = bisect_left(self._sums, at) - 1
        return place if 0 <= place < len(self._days) else None


def _free_days(pace: Pace) -> list[date]:
    count = (pace.end - pace.start).days + 1
    days = (pace.start + DAY * number for number in range(max(0, count)))
    return [day for day in days if pace.free.includes(day)]


def _minutes_by_day(days: list[date], pace: Pace) -> dict[date, float]:
    """Share a week's minutes among its days: a short week has less, a long one (调休) not more."""
    weeks: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in days:
        weeks[_week(day)].append(day)
    usual = len(pace.free.weekdays)
    return {day: pace.weekly_minutes / max(usual, len(weeks[_week(day)])) if usual else 0.0 for day in days}


def _reserve(minutes: dict[date, float], task: Task) -> None:
    """Take a fixed task's minutes from its own day first, then from the other days of its week."""
    if task.fixed is None:
        return
    day, wanted = task.fixed, float(task.minutes)
    same_week = [other for other in minutes if _week(other) == _week(day)]
    for other in sorted(same_week, key=lambda other: abs((other - day).days)):
        taken = min(minutes[other], wanted)
        minutes[other] -= taken
        wanted -= taken


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
