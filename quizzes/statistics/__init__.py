"""How well questions measure: facility, discrimination, distractors, time, each with its interval. Pure Python.

Classical test theory on each person's first handed-in attempt; every formula names its source where it stands.
Intervals are of 95 %. Under `ENOUGH` attempts nothing is said: the intervals would be too wide to act on, and a few
people's answers could be told apart.
"""

from quizzes.statistics.analysing import ENOUGH, ItemReport, OptionReport, Response, analyse
from quizzes.statistics.correlation import correlation_interval, item_rest_correlation, pearson
from quizzes.statistics.discrimination import GROUP_SHARE, UpperLower, difference_interval, upper_lower
from quizzes.statistics.flags import Flag
from quizzes.statistics.interval import Interval
from quizzes.statistics.proportion import wilson
from quizzes.statistics.timing import MOST_SECONDS, answer_seconds, median_interval

__all__ = [
    "ENOUGH",
    "GROUP_SHARE",
    "MOST_SECONDS",
    "Flag",
    "Interval",
    "ItemReport",
    "OptionReport",
    "Response",
    "UpperLower",
    "analyse",
    "answer_seconds",
    "correlation_interval",
    "difference_interval",
    "item_rest_correlation",
    "median_interval",
    "pearson",
    "upper_lower",
    "wilson",
]
