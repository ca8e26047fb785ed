import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import wilson


def test_it_works() -> None:
    interval = wilson(7 / 40, 40)
    assert interval.low == pytest.approx(0.087, abs=0.001)
    assert interval.high == pytest.approx(0.319, abs=0.001)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # scipy.stats.binomtest(right, n).proportion_ci(method="wilson"), scipy 1.17.1
        (0, 10, 0.0, 0.27753279986288926),
        (5, 10, 0.236593090512564, 0.7634069094874361),
        (7, 40, 0.08745413746035918, 0.3194999033178771),
        (40, 40, 0.9123783988027133, 1.0),
        (27, 30, 0.7437891742081592, 0.9654001112526657),
    ],
)
def test_it_agrees_with_scipy(right: int, n: int, low: float, high: float) -> None:
    interval = wilson(right / n, n)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-12)


def test_of_no_cases_there_is_none() -> None:
    with pytest.raises(ValueError, match="no cases"):
        wilson(0.5, 0)


@given(st.integers(1, 500), st.floats(0, 1))
def test_it_holds_the_share_and_stays_a_share(n: int, share: float) -> None:
    interval = wilson(share, n)
    assert 0 <= interval.low <= interval.high <= 1
    assert interval.low - 1e-9 <= share <= interval.high + 1e-9


@given(st.integers(1, 200), st.floats(0, 1))
def test_more_cases_make_it_narrower(n: int, share: float) -> None:
    few, many = wilson(share, n), wilson(share, 4 * n)
    assert many.high - many.low < few.high - few.low
