"""Figures as people read them."""

from django import template

from quizzes.statistics import Interval

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return a share of 1 as whole percents: 0.634 is “63%”."""
    return f"{share:.0%}"


@register.filter
def percents(interval: Interval) -> str:
    """Return an interval of shares: “45–78%”."""
    return f"{interval.low * 100:.0f}–{interval.high * 100:.0f}%"


@register.filter
def index(value: float) -> str:
    """Return an index between −1 and 1 with its sign: “−0.12”."""
    return _signed(value)


@register.filter
def indexes(interval: Interval) -> str:
    """Return an interval of indexes: “−0.05 至 0.55”."""
    return f"{_signed(interval.low)} 至 {_signed(interval.high)}"


@register.filter
def seconds(value: float) -> str:
    """Return seconds in words: “48 秒”, “2 分 05 秒”."""
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} 分 {rest:02d} 秒" if minutes else f"{rest} 秒"


def _signed(value: float) -> str:
    # Not “−0.00”: what rounds to nothing has no sign.
    rounded = round(value, 2) + 0.0
    return f"{rounded:.2f}".replace("-", "−")
