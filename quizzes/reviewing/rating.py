"""How well a question was remembered, from the answer and the time it took."""

from enum import IntEnum

__all__ = ["MOST_SECONDS", "Rating", "infer_rating"]

# Reading a question is quicker than reading prose to learn from it: 600 characters a minute, the upper end of the
# 300–600 usual for silent reading of Chinese.
CHARACTERS_PER_SECOND = 10
SECONDS_TO_CHOOSE = 4
SLOW_TIMES = 4
# Below this nobody has read anything: a slip of the finger says nothing about memory.
LEAST_SECONDS = 1.5
# Above this somebody was away; the time says nothing either.
MOST_SECONDS = 600


class Rating(IntEnum):
    """FSRS's four ratings; AGAIN is forgotten, the other three are remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


def infer_rating(is_right: bool, seconds: float | None, characters: int) -> Rating:
    """Return the rating of an answer to a question of `characters` characters, options included.

    Anything but full marks is AGAIN: FSRS keeps HARD for what was remembered with effort. A right answer is EASY when
    it came within the time it takes to read the question and choose, HARD when it took over four times that, and GOOD
    otherwise, or when the time (in seconds) is not known or says nothing.
    """
    if not is_right:
        return Rating.AGAIN
    if seconds is None or not LEAST_SECONDS <= seconds < MOST_SECONDS:
        return Rating.GOOD
    expected = SECONDS_TO_CHOOSE + characters / CHARACTERS_PER_SECOND
    if seconds <= expected:
        return Rating.EASY
    return Rating.HARD if seconds > SLOW_TIMES * expected else Rating.GOOD
