"""How long answers took, as far as it was recorded.

An answer carries the moment it was last changed, not the moment its question came into view. So the time of an answer
is taken to be the time since the answer saved before it (or since the start), at most ten minutes. It is an estimate:
whoever goes back and changes an answer moves it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import comb

from quizzes.statistics.interval import CONFIDENCE, Interval

__all__ = ["MOST_SECONDS", "answer_seconds", "median_interval"]

MOST_SECONDS = 600


def answer_seconds(started_at: datetime, answered: Mapping[int, datetime | None]) -> dict[int, float]:
    """Return the seconds each answer took, by the keys of `answered`, for those that can be known.

    Answers saved at one moment, as a form without JavaScript sends them, say nothing of the single question and are
    left out; so is a question without an answer.
    """
    saved = Counter(moment for moment in answered.values() if moment is not None)
    seconds: dict[int, float] = {}
    before = started_at
    for moment in sorted(saved):
        if saved[moment] == 1 and moment > before:
            key = next(key for key, at in answered.items() if at == moment)
            seconds[key] = min((moment - before).total_seconds(), float(MOST_SECONDS))
        before = max(before, moment)
    return seconds


def median_interval(values: Sequence[float]) -> Interval | None:
    """Return the interval of the median from two of the sorted values; None under six, where none reaches 95 %.

    Needs no assumption about how times are spread. W. R. Thompson (1936), “On confidence ranges for the median and
    other expectation distributions for populations of unknown distribution form”, Annals of Mathematical Statistics
    7, 122–128: the k-th values from either end hold the median between them with probability 1 − 2 P(B < k), B being
    binomial with n and ½; the greatest k is taken that still reaches 95 %.
    """
    n = len(values)
    ordered = sorted(values)
    outside, depth = 0.0, 0
    for k in range(1, n // 2 + 1):
        outside += comb(n, k - 1) / 2**n
        if 1 - 2 * outside < CONFIDENCE:
            break
        depth = k
    return Interval(ordered[depth - 1], ordered[n - depth]) if depth else None
