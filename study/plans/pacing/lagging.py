"""How far behind a plan is, in days.

Earned schedule (W. Lipke, “Schedule is Different”, The Measurable News, 2003): the minutes done so far were planned to be
done by some earlier day; from that day to today one is behind. What was done ahead of its date counts, so that the order
one works in makes no one late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

NUMERALS = "零一两三四五六七八九十"
WEEK = 7


@dataclass(frozen=True)
class Planned:
    """One thing of a plan: its length, when it is due, whether it is done."""

    minutes: int
    due_on: date
    is_done: bool


def days_behind(planned: Iterable[Planned], *, start: date, today: date) -> int:
    """Return by how many days the plan that began on `start` is behind on `today`; 0 when nothing is overdue."""
    known = sorted(planned, key=lambda one: one.due_on)
    if not any(one.due_on < today and not one.is_done for one in known):
        return 0
    earned = sum(one.minutes for one in known if one.is_done)
    points = [(start, 0), *_sums(known)]
    if earned >= points[-1][1]:
        return 0
    reached = next(
        _between(before, after, earned)
        for before, after in pairwise(points)
        if before[1] <= earned < after[1]
    )
    return max(0, (today - reached).days)


def behind_in_words(days: int) -> str:
    """Return “落后两周” or “落后三天”, "" for no day."""
    if days <= 0:
        return ""
    count, unit = (round(days / WEEK), "周") if days >= WEEK else (days, "天")
    return f"落后{NUMERALS[count] if count < len(NUMERALS) else count}{unit}"


def _sums(known: list[Planned]) -> list[tuple[date, int]]:
    points: dict[date, int] = {}
    total = 0
    for one in known:
        total += one.minutes
        points[one.due_on] = total
    return list(points.items())


def _between(before: tuple[date, int], after: tuple[date, int], earned: int) -> date:
    share = (earned - before[1]) / (after[1] - before[1])
    return before[0] + timedelta(days=int((after[0] - before[0]).days * share))
