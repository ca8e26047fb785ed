import pytest

from quizzes.reviewing import Rating, infer_rating

# 60 characters take six seconds to read, and four to choose.
QUESTION = 60
EXPECTED = 10.0


def test_it_works() -> None:
    assert infer_rating(True, 20, QUESTION) == Rating.GOOD


@pytest.mark.parametrize("seconds", [None, 2, 20, 500])
def test_a_wrong_answer_is_forgotten_however_quick(seconds: float | None) -> None:
    assert infer_rating(False, seconds, QUESTION) == Rating.AGAIN


@pytest.mark.parametrize(
    ("seconds", "rating"),
    [
        (1.4, Rating.GOOD),
        (1.5, Rating.EASY),
        (EXPECTED, Rating.EASY),
        (EXPECTED + 0.1, Rating.GOOD),
        (4 * EXPECTED, Rating.GOOD),
        (4 * EXPECTED + 0.1, Rating.HARD),
        (599, Rating.HARD),
        (600, Rating.GOOD),
        (None, Rating.GOOD),
    ],
)
def test_speed_tells_how_well_it_was_remembered(seconds: float | None, rating: Rating) -> None:
    assert infer_rating(True, seconds, QUESTION) == rating


def test_a_long_question_may_take_longer() -> None:
    assert infer_rating(True, 30, QUESTION) == Rating.GOOD
    assert infer_rating(True, 30, 300) == Rating.EASY
