import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import Interval, correlation_interval, item_rest_correlation, pearson
from tests.quizzes.statistics.example import BY_HAND, PEOPLE, SCIPY_BY_HAND, SCIPY_FORTY, column, rests


def test_it_works() -> None:
    # Question 3 by hand: five of ten right; the rest of those right sums to 4+3+3+1+0 = 11, of those wrong to
    # 3+2+2+1+0 = 8; the squares of the rests sum to 53. So the sums of squares about the means are 2.5 for the item
    # and 53 − 19²/10 = 16.9 for the rest, the products' is 11 − 5 · 1.9 = 1.5, and r = 1.5 / √(2.5 · 16.9) = 3/13.
    assert item_rest_correlation(column(BY_HAND, 2), rests(BY_HAND, 2)) == pytest.approx(3 / 13, abs=1e-12)


@pytest.mark.parametrize("place", range(5))
def test_it_agrees_with_scipy(place: int) -> None:
    r = item_rest_correlation(column(BY_HAND, place), rests(BY_HAND, place))
    assert r is not None
    interval = correlation_interval(r, len(BY_HAND))
    assert interval is not None
    assert (r, interval.low, interval.high) == pytest.approx(SCIPY_BY_HAND[place], abs=1e-12)


@pytest.mark.parametrize("place", range(6))
def test_it_agrees_with_scipy_with_half_marks(place: int) -> None:
    r = item_rest_correlation(column(PEOPLE, place), rests(PEOPLE, place))
    assert r is not None
    interval = correlation_interval(r, len(PEOPLE))
    assert interval is not None
    assert (r, interval.low, interval.high) == pytest.approx(SCIPY_FORTY[place], abs=1e-12)


def test_the_item_itself_is_taken_out() -> None:
    totals = [sum(row) for row in BY_HAND]
    with_itself = pearson(column(BY_HAND, 0), totals)
    assert with_itself is not None
    assert with_itself > SCIPY_BY_HAND[0][0] + 0.2


@pytest.mark.parametrize("same", [0.0, 1.0, 0.1])
def test_what_does_not_vary_has_none(same: float) -> None:
    assert pearson([same] * 10, list(range(10))) is None
    assert pearson(list(range(10)), [same] * 10) is None


def test_one_person_or_uneven_series_have_none() -> None:
    assert pearson([1], [2]) is None
    assert pearson([1, 2], [1, 2, 3]) is None


def test_under_four_there_is_no_interval() -> None:
    assert correlation_interval(0.5, 3) is None


@pytest.mark.parametrize("r", [1.0, -1.0])
def test_a_perfect_correlation_is_a_point(r: float) -> None:
    assert correlation_interval(r, 30) == Interval(r, r)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 50)), min_size=4, max_size=60))
def test_it_stays_within_its_bounds(pairs: list[tuple[int, int]]) -> None:
    r = pearson([a for a, _ in pairs], [b for _, b in pairs])
    if r is not None:
        interval = correlation_interval(r, len(pairs))
        assert interval is not None
        assert -1 <= interval.low <= r <= interval.high <= 1
        assert pearson([b for _, b in pairs], [a for a, _ in pairs]) == pytest.approx(r)
