"""Discrimination by the upper and the lower 27 %."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from quizzes.statistics.interval import Interval
from quizzes.statistics.proportion import wilson

__all__ = ["GROUP_SHARE", "UpperLower", "difference_interval", "group_weights", "upper_lower"]

GROUP_SHARE = 0.27


@dataclass(frozen=True)
class UpperLower:
    """The item's mean in the upper and in the lower group of `size` people each."""

    upper: float
    lower: float
    size: int

    @property
    def index(self) -> float:
        """Return D, the upper mean less the lower: −1 to 1."""
        return self.upper - self.lower

    @property
    def interval(self) -> Interval:
        """Return the interval of D."""
        return difference_interval(self.upper, self.size, self.lower, self.size)


def group_weights(totals: Sequence[float], *, upper: bool) -> list[float]:
    """Return how far each person belongs to the upper (or lower) 27 % by total, 0–1; the weights sum to its size.

    People tied across the border share the places that are left, so that the result does not hang on who happens to
    be listed first.
    """
    size = max(1, round(len(totals) * GROUP_SHARE))
    border = sorted(totals, reverse=upper)[size - 1]
    inside = [total > border if upper else total < border for total in totals]
    tied = sum(total == border for total in totals)
    share = (size - sum(inside)) / tied
    return [
        1.0 if within else share if total == border else 0.0
        for within, total in zip(inside, totals, strict=True)
    ]


def upper_lower(items: Sequence[float], totals: Sequence[float]) -> UpperLower | None:
    """Return the item's means (items are 0–1) in the upper and lower 27 % by total; None under four people.

    T. L. Kelley (1939), “The selection of upper and lower groups for the validation of test items”, Journal of
    Educational Psychology 30, 17–24; the index D = upper − lower after A. P. Johnson (1951), “Notes on a suggested
    index of item validity: the U-L index”, ibid. 42, 499–504. The groups are formed by the total, as they did.
    """
    if len(items) < 4:
        return None
    size = max(1, round(len(totals) * GROUP_SHARE))
    means = []
    for upper in (True, False):
        weights = group_weights(totals, upper=upper)
        means.append(fsum(weight * item for weight, item in zip(weights, items, strict=True)) / size)
    return UpperLower(upper=means[0], lower=means[1], size=size)


def difference_interval(first: float, first_n: int, second: float, second_n: int) -> Interval:
    """Return the interval of the difference of two independent proportions, each with its number of cases.

    R. G. Newcombe (1998), “Interval estimation for the difference between independent proportions”, Statistics in
    Medicine 17, 873–890, method 10 (hybrid score, without continuity correction), from the two Wilson intervals.
    """
    one, two = wilson(first, first_n), wilson(second, second_n)
    difference = first - second
    return Interval(
        difference - sqrt((first - one.low) ** 2 + (two.high - second) ** 2),
        difference + sqrt((one.high - first) ** 2 + (second - two.low) ** 2),
    )
