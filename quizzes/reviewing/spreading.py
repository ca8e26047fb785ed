"""How many questions today: by the member's own limit, or so that all is reviewed before an exam."""

from dataclasses import dataclass
from datetime import date

__all__ = ["MOST_A_DAY", "Load", "Portion", "portion"]

MOST_A_DAY = 200


@dataclass(frozen=True)
class Load:
    """What waits for one member, in questions that were not reviewed yet today, and what was done today.

    `due` are due now. `before_exam` are those that will have fallen due by the day of the exam; being due is being
    about to be forgotten, so these and only these need another look before it.
    """

    due: int
    done: int
    before_exam: int = 0


@dataclass(frozen=True)
class Portion:
    """Today's share: `quota` questions for the whole day, `left` of them still to do.

    `waiting` are due but beyond the quota. `days` is how many days are left before the exam, today included, 0
    without one; `unreached` is how many will not be reviewed in time even at the greatest daily number.
    """

    quota: int
    left: int
    waiting: int
    days: int = 0
    unreached: int = 0

    @property
    def is_for_exam(self) -> bool:
        """Tell whether the share follows from an exam's date."""
        return self.days > 0


def portion(load: Load, *, limit: int, today: date, exam_on: date | None) -> Portion:
    """Return today's share of `load`.

    Without an exam to come: what is due, up to `limit` a day. With one: all that needs another look, divided evenly
    over the days before it, counted anew each day; the limit gives way, up to `MOST_A_DAY`, because the date decides.
    """
    if exam_on is None or exam_on <= today:
        left = max(0, min(load.due, limit - load.done))
        return Portion(quota=limit, left=left, waiting=load.due - left)
    days = (exam_on - today).days
    needed = -(-(load.before_exam + load.done) // days)
    quota = min(needed, MOST_A_DAY)
    left = max(0, min(load.before_exam, quota - load.done))
    unreached = max(0, load.before_exam + load.done - MOST_A_DAY * days)
    return Portion(quota, left, max(0, load.due - left), days, unreached)
