"""Days off, and what is said beyond the announced calendar."""

from datetime import date

from study.holidays import (
    estimate_note,
    festival,
    free_days,
    is_day_off,
    is_estimate,
    known_through,
    working_days,
)


def test_it_works() -> None:
    assert is_day_off(date(2026, 10, 1))
    assert festival(date(2026, 10, 1)) == "国庆节"


def test_a_weekend_worked_in_lieu_is_no_day_off() -> None:
    assert not is_day_off(date(2026, 10, 10))


def test_a_stretch_carries_the_name_of_its_festival() -> None:
    [stretch] = list(free_days(date(2026, 9, 28), date(2026, 10, 2)))
    assert (stretch.name, stretch.starts_on, stretch.ends_on) == (
        "国庆节",
        date(2026, 10, 1),
        date(2026, 10, 7),
    )
    assert stretch.is_festival
    assert not stretch.is_estimate


def test_weekends_are_stretches_too() -> None:
    [stretch] = free_days(date(2026, 7, 1), date(2026, 7, 6))
    assert (stretch.name, stretch.days, stretch.is_festival) == ("周末", 2, False)


def test_a_stretch_under_way_begins_today() -> None:
    stretch = next(free_days(date(2026, 10, 3), date(2026, 10, 9)))
    assert stretch.starts_on == date(2026, 10, 3)


def test_beyond_the_calendar_weekends_and_fixed_festivals_count() -> None:
    year = known_through().year + 2
    assert is_estimate(date(year, 5, 1))
    assert festival(date(year, 5, 1)) == "劳动节"
    assert is_day_off(date(year, 10, 7))
    assert not festival(date(year, 10, 8))


def test_what_was_estimated_is_said() -> None:
    year = known_through().year + 1
    assert f"{year}年的放假安排还没有收进系统" in estimate_note(date(2026, 1, 1), date(year, 1, 1))
    assert estimate_note(date(2026, 1, 1)) == ""


def test_working_days_leave_out_festivals() -> None:
    assert working_days(date(2026, 10, 1), date(2026, 10, 11)) == 3
