"""Days off: the State Council's calendar as `chinesecalendar` carries it, and an honest estimate beyond it. Pure.

The package knows the years whose arrangement has been announced. After its last year, weekends and the festivals of
fixed date count (元旦, 劳动节 of five days, 国庆节 of seven; the length of 国务院's order of 2024 less the days in
lieu); 春节, 清明, 端午 and 中秋 are not guessed. Whatever was estimated says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}
# Month, day, days: festivals whose date does not move with the moon.
FIXED = {(1, 1): ("元旦", 1), (5, 1): ("劳动节", 5), (10, 1): ("国庆节", 7)}
SATURDAY = 5
DAY = timedelta(days=1)
ESTIMATE_NOTE = "{year}年的放假安排还没有收进系统，日期按双休日和固定节日推算，春节等农历节日没有算在内，请以国务院办公厅通知为准。"


@dataclass(frozen=True)
class FreeDays:
    """Days off in a row, both ends included; `is_estimate` where the calendar ends before them."""

    name: str
    starts_on: date
    ends_on: date
    is_estimate: bool

    @property
    def days(self) -> int:
        """Return how many days they are."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_festival(self) -> bool:
        """Tell whether it is more than a weekend."""
        return self.name != "周末"


@cache
def known_through() -> date:
    """Return the last day the announced calendar covers."""
    return date(max(chinese_calendar.constants.holidays).year, 12, 31)


@cache
def _known_from() -> date:
    return date(min(chinese_calendar.constants.holidays).year, 1, 1)


def is_estimate(day: date) -> bool:
    """Tell whether `day` lies outside the announced calendar."""
    return not _known_from() <= day <= known_through()


def estimate_note(*days: date) -> str:
    """Return the sentence to show beside dates that were estimated; "" when none was."""
    outside = [day for day in days if is_estimate(day)]
    return ESTIMATE_NOTE.format(year=min(outside).year) if outside else ""


def festival(day: date) -> str:
    """Return the name of the festival `day` is off for, "" where there is none."""
    if not is_estimate(day):
        off, name = chinese_calendar.get_holiday_detail(day)
        return NAMES.get(str(name), "") if off and name else ""
    for (month, first), (name, days) in FIXED.items():
        start = date(day.year, month, first)
        if start <= day < start + timedelta(days=days):
            return name
    return ""


def is_day_off(day: date) -> bool:
    """Tell whether people are off on `day`: weekends but for those worked in lieu, and festivals."""
    if not is_estimate(day):
        return bool(chinese_calendar.is_holiday(day))
    return day.weekday() >= SATURDAY or bool(festival(day))


def working_days(first: date, last: date) -> int:
    """Return how many of the days from `first` to `last`, both included, are worked."""
    return sum(not is_day_off(first + n * DAY) for n in range((last - first).days + 1))


def free_days(first: date, last: date) -> Iterator[FreeDays]:
    """Yield the stretches of days off that begin from `first` to `last`; one under way at `first` begins there.

    A festival gives its name to the whole stretch, of two the longer one.
    """
    day = first
    while day <= last:
        if not is_day_off(day):
            day += DAY
            continue
        end = day
        while is_day_off(end + DAY):
            end += DAY
        stretch = [day + n * DAY for n in range((end - day).days + 1)]
        names = [name for name in map(festival, stretch) if name]
        name = max(names, key=names.count) if names else "周末"
        yield FreeDays(name, day, end, any(map(is_estimate, stretch)))
        day = end + DAY
