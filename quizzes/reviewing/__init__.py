"""When a question is asked again, and when it counts as learnt. Pure Python around the `fsrs` package; `now` is given.

Default weights of FSRS 6 and a wanted recall of 90 %. A memory is stored as JSON (shape version 1, see `Memory`).
"""

from quizzes.reviewing.learning import WrongBook, after_answer
from quizzes.reviewing.rating import Rating, infer_rating
from quizzes.reviewing.scheduling import Memory, Scheduled, schedule
from quizzes.reviewing.spreading import MOST_A_DAY, Load, Portion, portion

__all__ = [
    "MOST_A_DAY",
    "Load",
    "Memory",
    "Portion",
    "Rating",
    "Scheduled",
    "WrongBook",
    "after_answer",
    "infer_rating",
    "portion",
    "schedule",
]
