from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from study.plans.pacing import Free, Pace, Task, propose

MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY + timedelta(days=6)


def pace(weeks: int = 4, minutes: int = 50, **fields: Any) -> Pace:
    return Pace(MONDAY, MONDAY + timedelta(days=7 * weeks - 1), minutes, **fields)


def due(tasks: list[Task], of: Pace) -> dict[int, date]:
    return {key: slot.due_on for key, slot in propose(tasks, pace=of).slots.items()}


def test_it_works() -> None:
    tasks = [Task(1, 50), Task(2, 10), Task(3, 40)]
    assert due(tasks, pace()) == {1: date(2026, 3, 6), 2: date(2026, 3, 9), 3: date(2026, 3, 13)}


def test_the_order_given_is_kept() -> None:
    assert list(due([Task(2, 10), Task(1, 10)], pace())) == [2, 1]


def test_a_long_text_takes_several_weeks() -> None:
    slot = propose([Task(1, 120)], pace=pace()).slots[1]
    assert (slot.starts_on, slot.due_on) == (MONDAY, date(2026, 3, 17))


def test_a_week_with_a_holiday_has_less_time() -> None:
    # 1 to 5 May 2026 are off: four days of that week's five are left, and none of them is Friday.
    may = Pace(date(2026, 4, 27), date(2026, 5, 31), 50)
    assert due([Task(1, 50)], may) == {1: date(2026, 5, 6)}


def test_a_worked_saturday_does_not_make_a_week_longer() -> None:
    # The week of 10 October 2026 has a worked Saturday, and begins with holidays.
    week = Pace(date(2026, 10, 8), date(2026, 10, 11), 50)
    assert due([Task(1, 30)], week) == {1: date(2026, 10, 10)}
    assert not propose([Task(1, 31)], pace=week).fits


def test_what_may_not_begin_yet_lets_the_next_go_first() -> None:
    tasks = [Task(1, 10, earliest=date(2026, 3, 10)), Task(2, 10)]
    assert due(tasks, pace()) == {2: MONDAY, 1: date(2026, 3, 10)}


def test_a_deadline_goes_first_only_where_it_would_be_missed() -> None:
    loose = [Task(1, 30), Task(2, 10, latest=date(2026, 3, 6))]
    assert due(loose, pace())[1] == date(2026, 3, 4)
    tight = [Task(1, 50), Task(2, 10, latest=date(2026, 3, 6))]
    assert due(tight, pace()) == {2: MONDAY, 1: date(2026, 3, 9)}


def test_a_deadline_that_cannot_be_met_is_said() -> None:
    proposal = propose([Task(1, 100, latest=date(2026, 3, 6))], pace=pace())
    assert proposal.late == (1,)
    assert proposal.slots[1].due_on == date(2026, 3, 13)


def test_a_fixed_day_stays_and_takes_its_week() -> None:
    tasks = [Task(1, 50), Task(2, 40, fixed=date(2026, 3, 4))]
    assert due(tasks, pace()) == {2: date(2026, 3, 4), 1: date(2026, 3, 12)}


def test_what_does_not_fit_gets_no_date_and_is_counted() -> None:
    proposal = propose([Task(1, 40), Task(2, 30)], pace=pace(weeks=1))
    assert proposal.unplaced == (2,)
    assert proposal.missing_minutes == 20
    assert not proposal.fits


def test_a_goal_is_looked_at_on_the_last_day() -> None:
    assert due([Task(1, 0), Task(2, 0, latest=SUNDAY)], pace()) == {1: pace().end, 2: SUNDAY}


def test_without_days_nothing_is_placed() -> None:
    assert propose([Task(1, 10)], pace=pace(free=Free(frozenset()))).unplaced == (1,)


def test_an_end_before_the_start_places_nothing() -> None:
    assert propose([Task(1, 10)], pace=Pace(SUNDAY, MONDAY, 50)).unplaced == (1,)


TASKS = st.lists(st.integers(5, 90), min_size=1, max_size=12).map(
    lambda lengths: [Task(key, minutes) for key, minutes in enumerate(lengths)]
)


@given(TASKS, st.integers(20, 200), st.sets(st.integers(0, 6), min_size=1))
def test_no_week_asks_for_more_than_its_minutes(tasks: list[Task], minutes: int, days: set[int]) -> None:
    of = pace(weeks=20, minutes=minutes, free=Free(frozenset(days)))
    proposal = propose(tasks, pace=of)
    by_week: dict[Any, float] = defaultdict(float)
    for task in tasks:
        slot = proposal.slots.get(task.key)
        if slot and slot.starts_on.isocalendar()[:2] == slot.due_on.isocalendar()[:2]:
            by_week[slot.due_on.isocalendar()[:2]] += task.minutes
    assert all(total <= minutes + 1e-6 for total in by_week.values())


@given(TASKS, st.integers(20, 200))
def test_dates_follow_the_order_and_are_free_days(tasks: list[Task], minutes: int) -> None:
    of = pace(weeks=30, minutes=minutes)
    slots = propose(tasks, pace=of).slots
    dates = [slots[task.key] for task in tasks if task.key in slots]
    assert all(a.due_on <= b.due_on for a, b in pairwise(dates))
    assert all(of.free.includes(slot.due_on) and slot.starts_on <= slot.due_on for slot in dates)
