"""Months, quarters, halves and years as the periods rules speak of. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SHAPE = re.compile(r"^(\d{4})(?:-?(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?$", re.I)
QUARTERS = "一二三四"


@dataclass(frozen=True, order=True)
class Span:
    """One period, both days included; `period` is month, quarter, half or year."""

    first: date
    last: date
    period: str

    @property
    def code(self) -> str:
        """Return how it stands in an address: 2026, 2026-H1, 2026-Q3, 2026-07."""
        year, number = self.first.year, (self.first.month - 1) // MONTHS[self.period] + 1
        ends = {"year": "", "half": f"-H{number}", "quarter": f"-Q{number}", "month": f"-{number:02}"}
        return f"{year}{ends[self.period]}"

    @property
    def label(self) -> str:
        """Return its Chinese name, e.g. 2026年第三季度."""
        year, number = self.first.year, (self.first.month - 1) // MONTHS[self.period] + 1
        names = {
            "year": "",
            "half": "上半年" if number == 1 else "下半年",
            "quarter": f"第{QUARTERS[min(number, 4) - 1]}季度",
            "month": f"{number}月",
        }
        return f"{year}年{names[self.period]}"

    def next(self) -> "Span":
        """Return the period after it."""
        return span_of(self.period, self.last + timedelta(days=1))

    def previous(self) -> "Span":
        """Return the period before it."""
        return span_of(self.period, self.first - timedelta(days=1))


def span_of(period: str, day: date) -> Span:
    """Return the period of this kind that `day` lies in."""
    length = MONTHS[period]
    month = (day.month - 1) // length * length + 1
    after = month + length
    end = date(day.year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return Span(date(day.year, month, 1), end, period)


def read_span(text: str) -> Span | None:
    """Return the period written as 2026, 2026-H1, 2026-Q3 or 2026-07; None when it is none."""
    found = SHAPE.match(text.strip())
    if found is None or not 1949 <= int(found[1]) <= 2199:
        return None
    year, quarter, half, month = int(found[1]), found[2], found[3], found[4]
    if quarter:
        return span_of("quarter", date(year, int(quarter) * 3, 1))
    if half:
        return span_of("half", date(year, int(half) * 6, 1))
    if month:
        return span_of("month", date(year, int(month), 1))
    return span_of("year", date(year, 1, 1))
