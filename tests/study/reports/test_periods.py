from datetime import date

import pytest

from study.reports.periods import UnknownPeriod, half_of, parse_period, quarter_of, recent


def test_it_works() -> None:
    period = parse_period("2026Q3")
    assert (period.first, period.last, period.label) == (
        date(2026, 7, 1),
        date(2026, 9, 30),
        "2026 年第三季度",
    )
    assert not period.is_half


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026h1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2028Q1", date(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_codes(code: str, first: date, last: date) -> None:
    assert (parse_period(code).first, parse_period(code).last) == (first, last)


@pytest.mark.parametrize("code", ["", "2026", "2026Q5", "2026Q0", "2026H3", "20260Q1", "0000Q1", "2026Q3 x"])
def test_what_names_no_period_is_refused_in_words(code: str) -> None:
    with pytest.raises(UnknownPeriod, match="季度写成 2026Q3"):
        parse_period(code)


def test_the_periods_of_a_day() -> None:
    assert quarter_of(date(2026, 9, 30)).code == "2026Q3"
    assert half_of(date(2026, 6, 30)).code == "2026H1"
    assert half_of(date(2026, 7, 1)).code == "2026H2"


def test_recent_ones_come_latest_first() -> None:
    codes = [period.code for period in recent(date(2026, 8, 5), count=2)]
    assert codes == ["2026H2", "2026Q3", "2026Q2", "2026H1"]
