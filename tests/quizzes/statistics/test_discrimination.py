import random

import pytest

from quizzes.statistics import difference_interval, upper_lower
from quizzes.statistics.discrimination import group_weights
from tests.quizzes.statistics.example import BY_HAND, column

TOTALS = [float(sum(row)) for row in BY_HAND]


def test_it_works() -> None:
    # By hand: 27 % of ten are three; above 5 4 4, below 0 1 1. Question 1 above: all three; below: one of three.
    found = upper_lower(column(BY_HAND, 0), TOTALS)
    assert found is not None
    assert (found.size, found.upper) == (3, 1.0)
    assert found.lower == pytest.approx(1 / 3)
    assert found.index == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("place", "upper", "lower"), [(1, 1, 0), (2, 1, 1 / 3), (3, 2 / 3, 0), (4, 2 / 3, 0)]
)
def test_the_other_questions_by_hand(place: int, upper: float, lower: float) -> None:
    found = upper_lower(column(BY_HAND, place), TOTALS)
    assert found is not None
    assert (found.upper, found.lower) == pytest.approx((upper, lower))


def test_those_tied_at_the_border_share_the_places() -> None:
    # Of twelve the upper group has three: one total of 9, then four of 8 for two places.
    totals = [9.0, 8, 8, 8, 8, 5, 4, 3, 2, 1, 0, 0]
    assert group_weights(totals, upper=True)[:6] == [1, 0.5, 0.5, 0.5, 0.5, 0]
    assert sum(group_weights(totals, upper=True)) == 3


def test_the_order_of_people_does_not_matter() -> None:
    rows = [(float(number % 2), float(number // 4)) for number in range(40)]
    before = upper_lower([item for item, _ in rows], [total for _, total in rows])
    random.Random(1).shuffle(rows)
    assert upper_lower([item for item, _ in rows], [total for _, total in rows]) == before


def test_when_everybody_has_the_same_total_nothing_is_told_apart() -> None:
    found = upper_lower([1.0, 0.0] * 20, [5.0] * 40)
    assert found is not None
    assert found.index == pytest.approx(0)


def test_under_four_people_there_is_none() -> None:
    assert upper_lower([1, 0, 1], [3, 1, 2]) is None


def test_the_interval_is_newcombes() -> None:
    # Newcombe (1998), table II, example (a), method 10: 56/70 − 48/80 is 0.0524 to 0.3339.
    interval = difference_interval(56 / 70, 70, 48 / 80, 80)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.0524, 0.3339)


def test_the_interval_of_a_perfect_difference_ends_there() -> None:
    interval = difference_interval(1.0, 10, 0.0, 10)
    assert interval.high == pytest.approx(1)
    assert 0 < interval.low < 1
