"""Parts of a recording: joined, measured, and bounded by the clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.watching.ranges import allowed, beyond, cut, is_finished, length, percent_of, union, within

parts = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda pair: (min(pair), max(pair))), max_size=12
)


def test_it_works() -> None:
    assert union([(10, 20), (0, 5), (15, 30)]) == [(0, 5), (10, 30)]
    assert length([(0, 5), (10, 30), (12, 14)]) == 25


@pytest.mark.parametrize(
    ("claimed", "known", "new"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(3, 5)], [(0, 3), (5, 10)]),
        ([(0, 10), (20, 30)], [(5, 25)], [(0, 5), (25, 30)]),
        ([(5, 6)], [(0, 10)], []),
    ],
)
def test_only_what_is_new_counts(claimed: list, known: list, new: list) -> None:
    assert beyond(claimed, known) == new


def test_what_lies_outside_the_recording_does_not_count() -> None:
    assert within([(-5, 10), (90, 200), (300, 400)], 100) == [(0.0, 10), (90, 100)]


def test_the_clock_allows_twice_its_time() -> None:
    assert (allowed(30), allowed(-5)) == (60, 0)
    assert cut([(0, 40), (60, 100)], 62) == [(0, 40), (60, 82)]


@pytest.mark.parametrize(
    ("seconds", "percent", "finished"), [(89, 89, False), (90, 90, True), (100, 100, True)]
)
def test_nine_tenths_is_watched(seconds: int, percent: int, finished: bool) -> None:
    assert (percent_of([(0, seconds)], 100), is_finished([(0, seconds)], 100)) == (percent, finished)


def test_nothing_is_watched_of_nothing() -> None:
    assert (percent_of([(0, 5)], 0), is_finished([(0, 5)], 0)) == (0, False)


@given(parts, parts)
def test_new_and_known_together_are_the_union(claimed: list, known: list) -> None:
    new = beyond(claimed, known)
    assert length([*known, *new]) == pytest.approx(length([*known, *claimed]))


@given(parts, st.integers(0, 500))
def test_no_cut_is_longer_than_its_budget(claimed: list, budget: int) -> None:
    assert sum(end - start for start, end in cut(union(claimed), budget)) <= budget + 1e-9
