import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.pacing import (
    MOST_SECONDS_A_REPORT,
    chars_readable,
    chars_to_finish,
    minutes_to_read,
    percent_seen,
    seconds_counted,
    seconds_to_finish,
    take_in,
)

moments = st.floats(min_value=0, max_value=1e6)
spans = st.floats(min_value=-10, max_value=1e5)
provisions = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=4), st.integers(1, 2000)), unique_by=lambda one: one[0]
)


def test_it_works() -> None:
    assert seconds_counted(at=100, visible=15, since=50) == 15
    assert chars_readable(60) == 1500


def test_what_is_accounted_for_does_not_count_again() -> None:
    assert seconds_counted(at=100, visible=15, since=90) == 10
    assert seconds_counted(at=100, visible=15, since=100) == 0
    assert seconds_counted(at=100, visible=15, since=300) == 0


def test_nobody_reads_for_hours_between_two_reports() -> None:
    assert seconds_counted(at=1e6, visible=5000, since=0) == MOST_SECONDS_A_REPORT


@given(reports=st.lists(st.tuples(moments, spans), max_size=30))
def test_however_often_it_is_said_time_counts_once(reports: list[tuple[float, float]]) -> None:
    since, total = 0.0, 0.0
    for at, visible in reports:
        seconds = seconds_counted(at=at, visible=visible, since=since)
        total += seconds
        since = max(since, at) if seconds else since
    assert total <= max((at for at, _ in reports), default=0) + 1e-6


def test_provisions_are_taken_in_as_far_as_the_characters_go() -> None:
    claimed = [("art_1", 300), ("art_2", 500), ("art_3", 10)]
    assert take_in(claimed, known=set(), budget=700) == (["art_1"], 400)
    assert take_in(claimed, known={"art_1"}, budget=700) == (["art_2", "art_3"], 190)


@given(claimed=provisions, budget=st.integers(0, 10_000))
def test_never_more_than_the_budget(claimed: list[tuple[str, int]], budget: int) -> None:
    taken, left = take_in(claimed, known=set(), budget=budget)
    lengths = dict(claimed)
    assert sum(lengths[one] for one in taken) + left == budget
    assert left >= 0


def test_the_share_is_of_characters_and_rounded_down() -> None:
    assert percent_seen([("art_1", 1), ("art_2", 2)], {"art_1"}) == 33
    assert percent_seen([("art_1", 1)], {"art_1", "gone"}) == 100
    assert percent_seen([], {"art_1"}) == 0


def test_three_thousand_characters_take_two_minutes_at_the_very_least() -> None:
    assert seconds_to_finish(chars_to_finish(3000)) == 114


@pytest.mark.parametrize(
    ("percent", "spare", "left"),
    [(0, 0, 2850), (50, 0, 1350), (50, 1000, 350), (50, 3000, 0), (95, 0, 0), (100, 0, 0)],
)
def test_what_reports_paid_for_is_not_paid_again(percent: int, spare: int, left: int) -> None:
    assert chars_to_finish(3000, percent=percent, spare=spare) == left


def test_minutes_are_an_ordinary_reader_s_and_rounded_up() -> None:
    assert [minutes_to_read(chars) for chars in (0, 400, 401)] == [1, 1, 2]
