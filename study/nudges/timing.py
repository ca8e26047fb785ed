"""When a digest may go out. Pure Python."""

from datetime import date, datetime

__all__ = ["is_due", "is_quiet"]

MONDAY = 0


def is_quiet(hour: int, *, quiet_from: int, quiet_until: int) -> bool:
    """Tell whether `hour` (0–23) lies in the quiet hours, which may go over midnight; equal ends mean there are none."""
    if quiet_from == quiet_until:
        return False
    if quiet_from < quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def is_due(rhythm: str, sent_on: date | None, *, now: datetime) -> bool:
    """Tell whether a digest of `rhythm` is due; `now` is on the member's clock.

    A weekly one is due from Monday on until it was sent, so that a server that stood still on Monday catches up.
    """
    today = now.date()
    if rhythm == "daily":
        return sent_on is None or sent_on < today
    if rhythm == "weekly":
        monday = date.fromordinal(today.toordinal() - (today.weekday() - MONDAY))
        return sent_on is None or sent_on < monday
    return False
