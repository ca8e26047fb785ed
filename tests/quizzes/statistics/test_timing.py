from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizzes.statistics import Interval, answer_seconds, median_interval

START = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def test_it_works() -> None:
    assert answer_seconds(START, {1: at(20), 2: at(50)}) == {1: 20, 2: 30}


def test_the_order_of_answering_counts_not_that_of_the_paper() -> None:
    assert answer_seconds(START, {1: at(100), 2: at(30), 3: at(70)}) == {2: 30, 3: 40, 1: 30}


def test_a_pause_counts_ten_minutes_at_most() -> None:
    assert answer_seconds(START, {1: at(20), 2: at(7200)}) == {1: 20, 2: 600}


def test_answers_saved_together_say_nothing() -> None:
    assert answer_seconds(START, {1: at(300), 2: at(300), 3: at(300)}) == {}
    assert answer_seconds(START, {1: at(300), 2: at(300), 3: at(340)}) == {3: 40}


def test_a_question_left_open_has_no_time() -> None:
    assert answer_seconds(START, {1: None, 2: at(15)}) == {2: 15}


def test_a_clock_put_back_takes_nothing_away() -> None:
    assert answer_seconds(START, {1: at(-5), 2: at(30)}) == {2: 30}


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        # scipy.stats.quantile_test(values, p=0.5).confidence_interval(0.95), scipy 1.17.1
        ([12, 15, 9, 30, 22, 18, 41, 7, 25, 19, 33, 28], 12, 30),
        (list(range(1, 31)), 10, 21),
    ],
)
def test_the_medians_interval_agrees_with_scipy(values: list[float], low: float, high: float) -> None:
    assert median_interval(values) == Interval(low, high)


def test_under_six_there_is_no_interval() -> None:
    assert median_interval([1, 2, 3, 4, 5]) is None
    assert median_interval([1, 2, 3, 4, 5, 6]) == Interval(1, 6)
