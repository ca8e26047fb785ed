"""Progress against the calendar as points of a picture and rows of a table. Pure.

Two lines over the plan's days: minutes planned to be done by each day, and minutes done by it. Between them one sees how
far ahead or behind one is; a third, upright, is today. Minutes here are the lengths of things, not time spent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 34

__all__ = ["Drawn", "Mark", "Picture", "draw"]


@dataclass(frozen=True)
class Drawn:
    """One thing as the picture needs it; `done_on` is None while it is not done, `due_on` when it has no date."""

    minutes: int
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class Mark:
    """A month on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Row:
    """One line of the table: by the end of a month, how many things should be done and how many are."""

    until: date
    planned: int
    done: int | None


@dataclass(frozen=True)
class Picture:
    """Points of the two lines as SVG wants them (“x,y x,y”), where today stands, marks and the table."""

    planned: str
    done: str
    today_x: float | None
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    planned_percent: int
    done_percent: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    base: int = HEIGHT - BOTTOM
    label_y: int = HEIGHT - BOTTOM + 22


def draw(things: Sequence[Drawn], *, start: date, end: date, today: date) -> Picture:
    """Return the picture of `things` from `start` to `end` as it stands on `today`."""
    total = sum(_weight(thing) for thing in things)
    until = min(max(today, start), end)
    planned = _steps(((one.due_on or end, _weight(one)) for one in things), start, end)
    done = _steps(((one.done_on, _weight(one)) for one in things if one.done_on), start, until)
    place = _Place(start, end, total)
    return Picture(
        planned=place.line(planned),
        done=place.line(done),
        today_x=place.x(today) if start <= today <= end else None,
        marks=tuple(Mark(place.x(day), f"{day.month}月") for day in _months(start, end)),
        rows=tuple(_rows(things, start, end, today)),
        planned_percent=_percent(sum(_weight(one) for one in things if (one.due_on or end) <= today), total),
        done_percent=_percent(sum(_weight(one) for one in things if one.done_on), total),
    )


def _weight(thing: Drawn) -> int:
    # A goal has no length, yet one sees it being reached.
    return max(thing.minutes, 10)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _steps(sums: Iterable[tuple[date, int]], start: date, until: date) -> list[tuple[date, int]]:
    """Return a staircase: the sum before and after each day on which it grows."""
    points, total = [(start, 0)], 0
    for named, minutes in sorted(sums):
        day = min(max(named, start), until)
        points.append((day, total))
        total += minutes
        points.append((day, total))
    return [*points, (until, total)]


@dataclass(frozen=True)
class _Place:
    start: date
    end: date
    total: int

    def x(self, day: date) -> float:
        share = (day - self.start).days / max(1, (self.end - self.start).days)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, minutes: int) -> float:
        share = minutes / self.total if self.total else 0
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def line(self, points: list[tuple[date, int]]) -> str:
        return " ".join(f"{self.x(day)},{self.y(minutes)}" for day, minutes in points)


def _months(start: date, end: date) -> list[date]:
    """Return the firsts of months within the plan, at most twelve, evenly apart."""
    firsts, day = [], start.replace(day=1)
    while day <= end:
        if day >= start:
            firsts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    step = 1 + len(firsts) // 9
    return firsts[::step] or [start]


def _rows(things: Sequence[Drawn], start: date, end: date, today: date) -> Iterable[Row]:
    day = start
    while day <= end:
        last = min((day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1), end)
        planned = sum((one.due_on or end) <= last for one in things)
        done = sum(one.done_on is not None and one.done_on <= last for one in things)
        yield Row(last, planned, done if day <= today else None)
        day = last + timedelta(days=1)
