from datetime import date, timedelta

import pytest

from study.plans.pacing import Planned, behind_in_words, days_behind

START = date(2026, 3, 2)


def weekly(*done: bool) -> list[Planned]:
    """One hour due at the end of each week."""
    return [
        Planned(60, START + timedelta(days=7 * (number + 1)), is_done) for number, is_done in enumerate(done)
    ]


def behind(planned: list[Planned], week: int) -> int:
    return days_behind(planned, start=START, today=START + timedelta(days=7 * week))


def test_it_works() -> None:
    assert behind(weekly(True, True, False, False, False, False), 4) == 14


def test_nothing_overdue_is_not_behind() -> None:
    assert behind(weekly(True, True, False), 2) == 0
    assert behind(weekly(False), 1) == 0, "due today is not overdue"


def test_nothing_done_is_behind_since_the_start() -> None:
    assert behind(weekly(False, False, False), 2) == 14


def test_work_done_ahead_counts() -> None:
    assert behind(weekly(False, True, True, True), 3) == 0


def test_a_half_done_week_counts_half() -> None:
    planned = [Planned(30, START + timedelta(days=7), True), Planned(30, START + timedelta(days=7), False)]
    assert days_behind(planned, start=START, today=START + timedelta(days=10)) == 7


def test_goals_have_no_length_and_make_nobody_late() -> None:
    assert days_behind([Planned(0, START, False)], start=START, today=START + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, ""), (3, "落后三天"), (7, "落后一周"), (15, "落后两周"), (70, "落后十周"), (84, "落后12周")],
)
def test_it_is_said_as_people_say_it(days: int, words: str) -> None:
    assert behind_in_words(days) == words
