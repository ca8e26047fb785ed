"""Periods and days: one arithmetic for boards and reports."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from study.days import midnight, moments
from study.periods import MONTHS, read_span, span_of
from study.reports.periods import half_of, parse_period, quarter_of

DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@given(DAYS, st.sampled_from(sorted(MONTHS)))
def test_periods_follow_each_other_without_a_gap(day: date, kind: str) -> None:
    span = span_of(kind, day)
    assert span.first <= day <= span.last
    assert span.next().first == span.last + timedelta(days=1)
    assert span.next().previous() == span
    assert read_span(span.code) == span


@given(DAYS)
def test_a_report_covers_the_days_the_board_does(day: date) -> None:
    for kind, period in (("quarter", quarter_of(day)), ("half", half_of(day))):
        span = span_of(kind, day)
        assert (period.first, period.last) == (span.first, span.last)
        assert parse_period(period.code) == period
        assert read_span(period.code) == span


def test_days_are_those_of_the_site() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    assert midnight(date(2026, 7, 1)) == datetime(2026, 7, 1, tzinfo=shanghai)
    start, end = moments(date(2026, 7, 1), date(2026, 7, 2))
    assert (start, end) == (datetime(2026, 7, 1, tzinfo=shanghai), datetime(2026, 7, 3, tzinfo=shanghai))
