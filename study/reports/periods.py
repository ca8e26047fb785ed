"""Quarters and half-years. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

CODE = re.compile(r"(\d{4})(Q[1-4]|H[12])")
QUARTERS = {"Q1": (1, "第一季度"), "Q2": (4, "第二季度"), "Q3": (7, "第三季度"), "Q4": (10, "第四季度")}
HALVES = {"H1": (1, "上半年"), "H2": (7, "下半年")}


class UnknownPeriod(ValueError):
    """What was given names no quarter and no half-year."""

    def __init__(self, code: str) -> None:
        super().__init__(f"看不懂时段“{code}”：季度写成 2026Q3，半年写成 2026H1。")


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included."""

    code: str
    label: str
    first: date
    last: date

    @property
    def is_half(self) -> bool:
        """Tell whether it is a half-year."""
        return "H" in self.code


def parse_period(code: str) -> Period:
    """Return the period a code such as `2026Q3` or `2026H1` names.

    Raises:
        UnknownPeriod: it names none.
    """
    match = CODE.fullmatch(code.strip().upper())
    if match is None or not 1990 <= int(match[1]) <= 2200:
        raise UnknownPeriod(code)
    year, part = int(match[1]), match[2]
    start, name = (QUARTERS | HALVES)[part]
    months = 3 if part in QUARTERS else 6
    return Period(
        match[0], f"{year} 年{name}", date(year, start, 1), _month_after(year, start + months) - timedelta(1)
    )


def quarter_of(day: date) -> Period:
    """Return the quarter of `day`."""
    return parse_period(f"{day.year}Q{(day.month + 2) // 3}")


def half_of(day: date) -> Period:
    """Return the half-year of `day`."""
    return parse_period(f"{day.year}H{1 if day.month < 7 else 2}")


def recent(day: date, *, count: int = 4) -> list[Period]:
    """Return the quarter and the half-year of `day` and those before, the latest first."""
    found: list[Period] = []
    for step in (quarter_of, half_of):
        period = step(day)
        for _ in range(count):
            found.append(period)
            period = step(period.first - timedelta(1))
    return sorted(found, key=lambda one: (one.last, one.first), reverse=True)


def _month_after(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
