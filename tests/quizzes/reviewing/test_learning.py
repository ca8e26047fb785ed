from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from quizzes.reviewing import WrongBook, after_answer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = timedelta(days=1)


def after(*answers: tuple[float, bool]) -> WrongBook:
    """Return the place after answers on these days (counted from NOW), right or wrong."""
    place = WrongBook()
    for days, is_right in answers:
        place = after_answer(place, is_right=is_right, now=NOW + days * DAY)
    return place


def test_it_works() -> None:
    assert after((0, False), (1, True), (4, True)) == WrongBook()


def test_a_wrong_answer_puts_it_in() -> None:
    assert after((0, False)).wrong_at == NOW
    assert after((0, False)).days_left == 2


def test_a_right_answer_puts_nothing_in() -> None:
    assert after((0, True), (1, True)) == WrongBook()
    assert after((0, True)).days_left == 0


def test_one_right_answer_is_not_enough() -> None:
    place = after((0, False), (1, True))
    assert place.wrong_at == NOW
    assert place.right_on == date(2026, 7, 2)
    assert place.days_left == 1


def test_two_right_answers_on_one_day_are_one() -> None:
    assert after((0, False), (1, True), (1.2, True)).days_left == 1
    assert after((0, False), (0.1, True), (0.2, True)).days_left == 1


def test_a_wrong_answer_in_between_starts_anew() -> None:
    place = after((0, False), (1, True), (2, False), (3, True))
    assert place.wrong_at == NOW + 2 * DAY
    assert place.days_left == 1


def test_learnt_and_forgotten_it_comes_back() -> None:
    assert after((0, False), (1, True), (2, True), (30, False)).wrong_at == NOW + 30 * DAY
