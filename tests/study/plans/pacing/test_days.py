from datetime import date

import pytest

from study.holidays import known_through
from study.plans.pacing import Free, estimated_years
from study.plans.pacing.days import DayKind, kind_of

BEYOND = known_through().year + 1


def test_it_works() -> None:
    assert kind_of(date(2026, 3, 4)) is DayKind.WORKDAY
    assert kind_of(date(2026, 3, 7)) is DayKind.WEEKEND


@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 1), date(2026, 2, 17), date(2026, 5, 1), date(2026, 10, 7)],
)
def test_announced_holidays_are_off(day: date) -> None:
    assert kind_of(day) is DayKind.FESTIVAL
    assert not Free(frozenset(range(7))).includes(day)


def test_a_worked_saturday_is_like_any_working_day() -> None:
    assert kind_of(date(2026, 10, 10)) is DayKind.WORKDAY
    assert Free().includes(date(2026, 10, 10))
    assert not Free(frozenset({6})).includes(date(2026, 10, 10))


def test_beyond_the_data_weekends_and_fixed_festivals_count() -> None:
    assert kind_of(date(BEYOND, 1, 1)) is DayKind.FESTIVAL
    assert kind_of(date(BEYOND, 10, 3)) is DayKind.FESTIVAL
    working = next(date(BEYOND, 2, day) for day in range(1, 8) if date(BEYOND, 2, day).weekday() == 2)
    assert kind_of(working) is DayKind.WORKDAY


def test_a_page_can_say_which_years_are_estimated() -> None:
    assert estimated_years(date(BEYOND - 1, 6, 1), date(BEYOND, 6, 1)) == (BEYOND,)
    assert estimated_years(date(2025, 6, 1), date(2025, 12, 31)) == ()


def test_breaks_are_left_out_with_both_ends() -> None:
    free = Free(breaks=((date(2026, 3, 4), date(2026, 3, 6)),))
    assert [free.includes(date(2026, 3, day)) for day in (3, 4, 6, 9)] == [True, False, False, True]
