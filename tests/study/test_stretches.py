"""Stretches of time: no moment counts twice, and what is kept is bounded."""

from hypothesis import given
from hypothesis import strategies as st

from study.stretches import MOST_KEPT, free, keep, last_of, seconds_of
from study.watching.ranges import length

claims = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 200)).map(lambda one: (one[0], one[0] + one[1])),
    max_size=30,
)


def test_it_works() -> None:
    assert free(0, 100, [[20, 30], [50, 200]]) == [(0, 20), (30, 50)]
    assert last_of([(0, 20), (30, 50)], 25) == [(30, 50), (15, 20)]
    assert keep([[0, 10]], [(12, 20), (40, 50)], since=5) == [[0, 20], [40, 50]]


def test_a_short_stretch_between_two_parts_is_not_counted_again() -> None:
    counted: list[list[float]] = [[10.0 * number, 10 * number + 0.4] for number in range(10)]
    assert round(seconds_of(free(0, 100, counted)), 6) == 96


def test_what_is_old_is_forgotten() -> None:
    assert keep([[0, 10], [40, 50]], [], since=10) == [[40, 50]]


def test_the_oldest_gaps_are_given_up_first() -> None:
    many = [(10.0 * number, 10.0 * number + 1) for number in range(MOST_KEPT + 3)]
    kept = keep([], many, since=-1)
    assert len(kept) == MOST_KEPT
    assert kept[0] == [0, 31]
    assert kept[-1] == list(many[-1])


@given(claims)
def test_in_whatever_order_it_is_said_time_counts_once(claims: list[tuple[int, int]]) -> None:
    counted: list[list[float]] = []
    total = 0.0
    for start, end in claims:
        new = free(start, end, counted)
        total += seconds_of(new)
        counted = keep(counted, new, since=-1)
    assert total <= length([(float(start), float(end)) for start, end in claims]) + 1e-6


@given(claims, st.integers(0, 500))
def test_no_more_is_spent_than_was_asked_for(claims: list[tuple[int, int]], seconds: int) -> None:
    parts = free(0, 6000, [[start, end] for start, end in claims])
    assert seconds_of(last_of(parts, seconds)) <= min(seconds, seconds_of(parts)) + 1e-6
