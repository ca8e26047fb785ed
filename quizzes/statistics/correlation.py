"""Correlation of an item with the rest of the paper."""

from collections.abc import Sequence
from math import atanh, fsum, sqrt, tanh

from quizzes.statistics.interval import Interval, Z

__all__ = ["correlation_interval", "item_rest_correlation", "pearson"]

# Below this a sum of squares is rounding, not variation.
NOTHING = 1e-12


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return the product–moment correlation of two series; None when one of them does not vary.

    K. Pearson (1895), “Note on regression and inheritance in the case of two parents”, Proceedings of the Royal
    Society of London 58, 240–242. With one series of 0 and 1 it is the point-biserial correlation (F. M. Lord and
    M. R. Novick, 1968, “Statistical Theories of Mental Test Scores”, ch. 15).
    """
    n = len(first)
    if n != len(second) or n < 2:
        return None
    mean_first, mean_second = fsum(first) / n, fsum(second) / n
    from_first = [value - mean_first for value in first]
    from_second = [value - mean_second for value in second]
    square_first = fsum(value * value for value in from_first)
    square_second = fsum(value * value for value in from_second)
    if square_first < NOTHING or square_second < NOTHING:
        return None
    together = fsum(a * b for a, b in zip(from_first, from_second, strict=True))
    return max(-1.0, min(1.0, together / sqrt(square_first * square_second)))


def item_rest_correlation(items: Sequence[float], rests: Sequence[float]) -> float | None:
    """Return the correlation of an item with the total of the *other* items; None when one does not vary.

    The item is taken out of the total, as it would otherwise be compared with itself: S. Henrysson (1963),
    “Correction of item-total correlations in item analysis”, Psychometrika 28, 211–218.
    """
    return pearson(items, rests)


def correlation_interval(r: float, n: int) -> Interval | None:
    """Return the interval of a correlation by Fisher's z: tanh(atanh r ± z/√(n−3)); None under four cases.

    R. A. Fisher (1921), “On the ‘probable error’ of a coefficient of correlation deduced from a small sample”,
    Metron 1, 3–32. At r = ±1 the interval is that one point.
    """
    if n < 4:
        return None
    if abs(r) >= 1:
        return Interval(r, r)
    half = Z / sqrt(n - 3)
    return Interval(tanh(atanh(r) - half), tanh(atanh(r) + half))
