"""错题本: when a question enters it, and when it leaves because it is learnt.

The rule: a wrong answer puts a question in. It leaves once it was answered rightly twice in a row on two different
days, in a review or in a quiz; a wrong answer in between starts the count anew, and two right answers on one day are
one, because the second says only that the key was just read.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

__all__ = ["WrongBook", "after_answer"]


@dataclass(frozen=True)
class WrongBook:
    """A question's place in 错题本: the last wrong answer, None when it is not in it, and the first right one since."""

    wrong_at: datetime | None = None
    right_on: date | None = None

    @property
    def days_left(self) -> int:
        """Return on how many days it has still to be answered rightly to leave."""
        if self.wrong_at is None:
            return 0
        return 1 if self.right_on else 2


def after_answer(place: WrongBook, *, is_right: bool, now: datetime) -> WrongBook:
    """Return the place after an answer at `now`, an aware time in the person's time zone."""
    if not is_right:
        return WrongBook(wrong_at=now)
    if place.wrong_at is None:
        return place
    if place.right_on is None:
        return replace(place, right_on=now.date())
    return WrongBook() if now.date() > place.right_on else place
