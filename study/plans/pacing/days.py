"""Which days are free for study: weekdays a person chose, less public holidays and their own breaks.

Holidays and working weekends (调休) are those of `study.holidays`: what the State Council announced as far as the data
reach, which is the end of the current year; beyond it weekends and the festivals of fixed date, and nothing about 春节,
清明, 端午 and 中秋, which move.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from study.holidays import festival, is_day_off, is_estimate

WORKING_WEEK = frozenset(range(5))
SATURDAY = 5


class DayKind(Enum):
    """What a day is for people who work Monday to Friday."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    FESTIVAL = "festival"


def kind_of(day: date) -> DayKind:
    """Return what `day` is; a weekend worked in lieu is a working day, a day off in lieu part of its festival."""
    if festival(day):
        return DayKind.FESTIVAL
    return DayKind.WEEKEND if is_day_off(day) else DayKind.WORKDAY


def estimated_years(start: date, end: date) -> tuple[int, ...]:
    """Return the years between two days (both included) whose holidays are not announced yet."""
    return tuple(year for year in range(start.year, end.year + 1) if is_estimate(date(year, 12, 31)))


@dataclass(frozen=True)
class Free:
    """When a person can study: weekdays (0 is Monday) and breaks as pairs of days, both included."""

    weekdays: frozenset[int] = WORKING_WEEK
    breaks: tuple[tuple[date, date], ...] = ()

    def includes(self, day: date) -> bool:
        """Tell whether one can study on `day`; a Saturday worked instead of a holiday is like any working day."""
        if any(first <= day <= last for first, last in self.breaks):
            return False
        kind = kind_of(day)
        if kind is DayKind.FESTIVAL:
            return False
        if day.weekday() in self.weekdays:
            return True
        is_worked_weekend = kind is DayKind.WORKDAY and day.weekday() >= SATURDAY
        return is_worked_weekend and bool(self.weekdays & WORKING_WEEK)
