from datetime import date, timedelta

import pytest

from quizzes.reviewing import MOST_A_DAY, Load, Portion, portion

TODAY = date(2026, 7, 1)


def share(load: Load, *, limit: int = 20, days: int | None = None) -> Portion:
    exam_on = TODAY + timedelta(days=days) if days is not None else None
    return portion(load, limit=limit, today=TODAY, exam_on=exam_on)


def test_it_works() -> None:
    assert share(Load(due=8, done=0)).left == 8


def test_more_than_the_limit_waits() -> None:
    got = share(Load(due=50, done=0))
    assert (got.left, got.waiting) == (20, 30)


def test_what_was_done_today_is_counted() -> None:
    assert share(Load(due=43, done=7)).left == 13


def test_the_limit_reached_nothing_is_left() -> None:
    got = share(Load(due=30, done=20))
    assert (got.left, got.waiting) == (0, 30)


def test_a_limit_lowered_after_the_work_leaves_nothing() -> None:
    assert share(Load(due=5, done=20), limit=10).left == 0


def test_an_exam_divides_what_is_left_evenly() -> None:
    got = share(Load(due=3, done=0, before_exam=60), days=6)
    assert got.is_for_exam
    assert (got.quota, got.left, got.days) == (10, 10, 6)


def test_the_quota_of_a_day_does_not_move_as_it_is_worked_off() -> None:
    quotas = [
        share(Load(due=0, done=done, before_exam=61 - done), days=6).quota for done in (0, 1, 5, 10, 11)
    ]
    assert quotas == [11] * 5
    assert share(Load(due=0, done=11, before_exam=50), days=6).left == 0


def test_the_last_day_takes_all_that_is_left() -> None:
    assert share(Load(due=9, done=0, before_exam=45), days=1).left == 45


def test_day_after_day_everything_is_reached() -> None:
    left, reviewed = 97, []
    for days in range(10, 0, -1):
        today = share(Load(due=left, done=0, before_exam=left), days=days).left
        reviewed.append(today)
        left -= today
    assert left == 0
    assert max(reviewed) - min(reviewed) <= 1


def test_the_date_decides_over_the_limit_both_ways() -> None:
    assert share(Load(due=90, done=0, before_exam=90), limit=5, days=3).left == 30
    assert share(Load(due=4, done=0, before_exam=4), limit=50, days=4).left == 1


def test_no_day_is_asked_the_impossible_and_it_is_said() -> None:
    got = share(Load(due=0, done=0, before_exam=1000), days=2)
    assert got.left == MOST_A_DAY
    assert got.unreached == 1000 - 2 * MOST_A_DAY


@pytest.mark.parametrize("days", [0, -3])
def test_an_exam_that_has_come_is_over(days: int) -> None:
    got = share(Load(due=30, done=0, before_exam=30), days=days)
    assert not got.is_for_exam
    assert got.left == 20
