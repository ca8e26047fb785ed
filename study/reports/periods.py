"""Quarters and half-years as reports name them, in addresses and in what is stored: 2026Q3, 2026H1. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from study.periods import Span, read_span, span_of

CODE = re.compile(r"\d{4}(Q[1-4]|H[12])")
EARLIEST = 1990


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
    written = code.strip().upper()
    span = read_span(written) if CODE.fullmatch(written) else None
    if span is None or span.first.year < EARLIEST:
        raise UnknownPeriod(code)
    return _named(span)


def quarter_of(day: date) -> Period:
    """Return the quarter of `day`."""
    return _named(span_of("quarter", day))


def half_of(day: date) -> Period:
    """Return the half-year of `day`."""
    return _named(span_of("half", day))


def recent(day: date, *, count: int = 4) -> list[Period]:
    """Return the quarter and the half-year of `day` and those before, the latest first."""
    found: list[Span] = []
    for kind in ("quarter", "half"):
        span = span_of(kind, day)
        for _ in range(count):
            found.append(span)
            span = span.previous()
    return [_named(span) for span in sorted(found, key=lambda one: (one.last, one.first), reverse=True)]


def _named(span: Span) -> Period:
    return Period(span.code.replace("-", ""), span.label.replace("年", " 年", 1), span.first, span.last)
