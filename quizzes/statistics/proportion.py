"""The interval of a proportion."""

from math import sqrt

from quizzes.statistics.interval import Interval, Z

__all__ = ["wilson"]


def wilson(share: float, n: int) -> Interval:
    """Return the score interval of a `share` (0–1) seen in `n` cases, without continuity correction.

    E. B. Wilson (1927), “Probable inference, the law of succession, and statistical inference”, Journal of the
    American Statistical Association 22, 209–212:

        (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)

    For a mean of partial marks the interval is on the safe side, as no variable between 0 and 1 with mean p varies
    more than p(1−p).

    Raises:
        ValueError: there are no cases.
    """
    if n <= 0:
        raise ValueError("a proportion of no cases has no interval")
    square = Z * Z
    middle = share + square / (2 * n)
    half = Z * sqrt(max(0.0, share * (1 - share)) / n + square / (4 * n * n))
    scale = 1 + square / n
    return Interval(max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale))
