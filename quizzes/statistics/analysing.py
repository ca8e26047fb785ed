"""One question's figures from the answers of many people."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

from quizzes.statistics.correlation import correlation_interval, item_rest_correlation
from quizzes.statistics.discrimination import UpperLower, group_weights, upper_lower
from quizzes.statistics.flags import Flag
from quizzes.statistics.interval import Interval
from quizzes.statistics.proportion import wilson
from quizzes.statistics.timing import median_interval

__all__ = ["ENOUGH", "ItemReport", "OptionReport", "Response", "analyse"]

ENOUGH = 30


@dataclass(frozen=True)
class Response:
    """One person's answer to a question, in their paper; scores are in points.

    `chosen` are the places of the chosen options, empty when nothing was answered; `seconds` None when not known.
    """

    score: float
    points: float
    total: float
    max_total: float
    chosen: frozenset[int] = frozenset()
    is_answered: bool = True
    seconds: float | None = None

    @property
    def item(self) -> float:
        """Return the share of the question's points that was reached, 0–1."""
        return self.score / self.points

    @property
    def whole(self) -> float:
        """Return the share of the whole paper's points that was reached, 0–1."""
        return self.total / self.max_total

    @property
    def rest(self) -> float:
        """Return the share of the points of all other questions, 0 when there are none."""
        others = self.max_total - self.points
        return (self.total - self.score) / others if others > 0 else 0.0


@dataclass(frozen=True)
class OptionReport:
    """How many chose the option at `place`, of everybody and of the upper and the lower 27 %."""

    place: int
    is_key: bool
    count: int
    share: float
    interval: Interval
    upper: float
    lower: float


@dataclass(frozen=True)
class ItemReport:
    """A question's figures; all but `n` are empty under `ENOUGH` attempts.

    `facility` is the mean share of the points; `discrimination` the corrected item–rest correlation, None when
    everybody did equally well; `seconds` the median time, None when it is known of fewer than `ENOUGH` answers.
    """

    n: int
    facility: float | None = None
    facility_interval: Interval | None = None
    discrimination: float | None = None
    discrimination_interval: Interval | None = None
    groups: UpperLower | None = None
    options: tuple[OptionReport, ...] = ()
    unanswered: int = 0
    seconds: float | None = None
    seconds_interval: Interval | None = None
    timed: int = 0
    flags: tuple[Flag, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Tell whether there are enough attempts to say anything."""
        return self.n >= ENOUGH


def analyse(
    responses: Sequence[Response], *, option_count: int = 0, key: frozenset[int] = frozenset()
) -> ItemReport:
    """Return the figures of one question; `key` are the places of its right options, if it has options."""
    n = len(responses)
    if n < ENOUGH:
        return ItemReport(n)
    items = [response.item for response in responses]
    facility = fsum(items) / n
    r = item_rest_correlation(items, [response.rest for response in responses])
    interval = correlation_interval(r, n) if r is not None else None
    options = _options(responses, option_count, key)
    times = [response.seconds for response in responses if response.seconds is not None]
    is_timed = len(times) >= ENOUGH
    return ItemReport(
        n=n,
        facility=facility,
        facility_interval=wilson(facility, n),
        discrimination=r,
        discrimination_interval=interval,
        groups=upper_lower(items, [response.whole for response in responses]),
        options=options,
        unanswered=sum(not response.is_answered for response in responses),
        seconds=median(times) if is_timed else None,
        seconds_interval=median_interval(times) if is_timed else None,
        timed=len(times),
        flags=tuple(_flags(items, r, interval, options)),
    )


def _options(
    responses: Sequence[Response], option_count: int, key: frozenset[int]
) -> tuple[OptionReport, ...]:
    totals = [response.whole for response in responses]
    upper, lower = group_weights(totals, upper=True), group_weights(totals, upper=False)
    reports = []
    for place in range(option_count):
        chose = [place in response.chosen for response in responses]
        share = sum(chose) / len(chose)
        reports.append(
            OptionReport(
                place=place,
                is_key=place in key,
                count=sum(chose),
                share=share,
                interval=wilson(share, len(chose)),
                upper=_weighted(chose, upper),
                lower=_weighted(chose, lower),
            )
        )
    return tuple(reports)


def _weighted(chose: Sequence[bool], weights: Sequence[float]) -> float:
    return fsum(weight for weight, one in zip(weights, chose, strict=True) if one) / fsum(weights)


def _flags(
    items: Sequence[float], r: float | None, interval: Interval | None, options: Sequence[OptionReport]
) -> list[Flag]:
    flags = []
    if r is not None and r < 0:
        is_sure = interval is not None and interval.high < 0
        flags.append(Flag.NEGATIVE if is_sure else Flag.MAYBE_NEGATIVE)
    if all(item < 1 for item in items):
        flags.append(Flag.NOBODY)
    elif all(item >= 1 for item in items):
        flags.append(Flag.EVERYBODY)
    right = [option.count for option in options if option.is_key]
    if right and any(option.count > min(right) for option in options if not option.is_key):
        flags.append(Flag.DISTRACTOR)
    return flags
