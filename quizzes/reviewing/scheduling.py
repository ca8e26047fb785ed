"""From a rating to the next due date, by FSRS.

Days are calendar days of `now`'s time zone, as a person counts them: what was answered last night was answered one
day ago this morning. So FSRS is handed each day's noon, and a due date some days off is the beginning of that day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from quizzes.reviewing.rating import Rating

__all__ = ["SHAPE", "STEP", "Memory", "Scheduled", "schedule"]

SHAPE = 1
# What was forgotten is asked once more after ten minutes, in the same sitting or later that day.
STEP = timedelta(minutes=10)
LONGEST_DAYS = 365
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Memory:
    """What FSRS knows of one person and one question.

    `state` is 1 learning, 2 review, 3 relearning; `step` the place in the learning steps, None in review; `stability`
    is in days, `difficulty` 1–10; both are None before the first answer, as is `last_day`.
    """

    state: int = 1
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_day: date | None = None

    def stored(self) -> dict[str, Any]:
        """Return the JSON that is stored: `{shape, state, step, stability, difficulty, last_day}`, shape 1."""
        return {
            "shape": SHAPE,
            "state": self.state,
            "step": self.step,
            "stability": self.stability,
            "difficulty": self.difficulty,
            "last_day": self.last_day.isoformat() if self.last_day else None,
        }

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Memory":
        """Return the memory in stored JSON; an empty object is a question never answered.

        Raises:
            ValueError: the JSON has a shape this program does not know.
        """
        if not stored:
            return cls()
        if stored.get("shape") != SHAPE:
            raise ValueError(
                f"复习记录的格式是 {stored.get('shape')}，这个程序只认识 {SHAPE}，请先升级程序。"
            )
        last_day = stored["last_day"]
        return cls(
            state=stored["state"],
            step=stored["step"],
            stability=stored["stability"],
            difficulty=stored["difficulty"],
            last_day=date.fromisoformat(last_day) if last_day else None,
        )


@dataclass(frozen=True)
class Scheduled:
    """A memory after an answer, and when the question is due again."""

    memory: Memory
    due_at: datetime


@cache
def _scheduler() -> Scheduler:
    # No random fuzz: the same answers give the same dates, and the daily limit evens out crowded days.
    return Scheduler(
        learning_steps=(STEP,),
        relearning_steps=(STEP,),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def schedule(memory: Memory, rating: Rating, *, now: datetime) -> Scheduled:
    """Return the memory after an answer rated `rating` at `now`, an aware time in the person's time zone.

    An answer dated before the last one (a paper handed in by the clock, found later) counts as given that last day.
    """
    day = max(now.date(), memory.last_day or now.date())
    moment = _noon(day)
    card, _ = _scheduler().review_card(_card(memory, moment), FsrsRating(rating), moment)
    after = Memory(
        state=int(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        last_day=day,
    )
    # FSRS's steps would ask once more today what was remembered with effort; a night in between tells more.
    interval = card.due - moment if rating == Rating.AGAIN else max(card.due - moment, DAY)
    return Scheduled(after, _due(interval, day, now))


def _due(interval: timedelta, day: date, now: datetime) -> datetime:
    if interval < DAY:
        return now + interval
    return datetime.combine(day + interval, time.min, tzinfo=now.tzinfo)


def _card(memory: Memory, moment: datetime) -> Card:
    return Card(
        card_id=0,
        state=State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=moment,
        last_review=_noon(memory.last_day) if memory.last_day else None,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
