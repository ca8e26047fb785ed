from datetime import timedelta
from typing import Any

import pytest

from quizzes.actions import plan_review
from quizzes.models import Question, ReviewCard
from quizzes.review_queue import TodaysReview, askable, next_card, todays_review
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, hand_in, question, quiz, start
from tests.quizzes.reviewing.builders import DAY, RIGHT, WRONG, answer, card, met

pytestmark = pytest.mark.django_db
SOON = NOW + 30 * MINUTE


def stand(people: People, now: Any) -> TodaysReview:
    found = todays_review(people.me, now=now)
    assert found is not None
    return found


def test_it_works(people: People) -> None:
    met(people.me, RIGHT, WRONG, WRONG)
    assert stand(people, SOON).count == 2
    assert stand(people, NOW + 3 * DAY).count == 3


def test_without_a_quiz_there_is_nothing(people: People) -> None:
    assert todays_review(people.me, now=NOW) is None
    assert next_card(people.me, now=NOW) == (None, None)


def test_what_was_wrong_comes_first(people: People) -> None:
    met(people.me, RIGHT, now=NOW - 9 * DAY)
    met(people.me, WRONG)
    found, _ = next_card(people.me, now=SOON)
    assert found is not None
    assert found.wrong_at == NOW


def test_the_daily_limit_holds(people: People) -> None:
    met(people.me, *[WRONG] * 5)
    plan_review(member=people.me, daily_limit=2, exam_on=None)
    for number in range(2):
        found, _ = next_card(people.me, now=SOON + number * MINUTE)
        assert found is not None
        answer(found, RIGHT, now=SOON + number * MINUTE)
    assert next_card(people.me, now=SOON + 3 * MINUTE)[0] is None
    assert stand(people, SOON + 3 * MINUTE).portion.waiting == 3
    assert stand(people, SOON + DAY).count == 2


def test_what_was_forgotten_today_comes_once_more_beyond_the_limit(people: People) -> None:
    met(people.me, WRONG, WRONG)
    plan_review(member=people.me, daily_limit=1, exam_on=None)
    found, _ = next_card(people.me, now=SOON)
    assert found is not None
    answer(found, WRONG, now=SOON)
    assert stand(people, SOON + MINUTE).count == 0
    assert stand(people, SOON + 11 * MINUTE).count == 1
    assert next_card(people.me, now=SOON + 11 * MINUTE)[0] == found


def test_an_exam_spreads_what_is_left(people: People) -> None:
    met(people.me, *[RIGHT] * 8)
    plan_review(member=people.me, daily_limit=1, exam_on=(NOW + 5 * DAY).date())
    today = stand(people, NOW + DAY)
    assert today.portion.is_for_exam
    assert (today.before_exam, today.count) == (8, 2)
    assert next_card(people.me, now=NOW + DAY)[0] is not None


def test_what_will_be_remembered_at_the_exam_is_left_alone(people: People) -> None:
    met(people.me, RIGHT)
    answer(card(people.me), RIGHT, now=NOW + 3 * DAY)
    plan_review(member=people.me, daily_limit=5, exam_on=(NOW + 5 * DAY).date())
    assert stand(people, NOW + 4 * DAY).count == 0


@pytest.mark.parametrize("state", ["draft", "in_review", "stale", "retired"])
def test_a_question_in_doubt_is_not_asked(people: People, state: str) -> None:
    met(people.me, WRONG)
    Question.objects.update(state=state)
    assert stand(people, SOON).count == 0


def test_a_question_of_a_paper_under_way_is_not_asked(people: People) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    running = start(people.me, quiz(one), now=NOW)
    assert not askable(people.me, now=SOON).exists()
    hand_in(running, now=NOW)
    assert askable(people.me, now=SOON).exists()


def test_a_question_of_a_test_waits_until_its_key_is_open(people: People) -> None:
    met(people.me, WRONG, kind="exam", feedback="closed", closes_at=NOW + DAY)
    assert not askable(people.me, now=SOON).exists()
    assert askable(people.me, now=NOW + DAY + MINUTE).exists()


def test_a_question_of_a_test_with_attempts_left_waits(people: People) -> None:
    one = question()
    attempt = met(people.me, WRONG, questions=[one], kind="exam", attempts_allowed=2)
    assert not askable(people.me, now=SOON).exists()
    hand_in(start(people.me, attempt.quiz, now=SOON), now=SOON)
    assert askable(people.me, now=SOON).exists()


def test_what_another_member_sits_does_not_matter(people: People) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    start(people.stranger, quiz(one), now=NOW)
    assert askable(people.me, now=SOON).exists()


def test_a_chosen_card_is_asked_though_it_is_not_due(people: People) -> None:
    met(people.me, RIGHT)
    mine = card(people.me)
    assert next_card(people.me, now=SOON)[0] is None
    assert next_card(people.me, now=SOON, chosen=str(mine.pk))[0] == mine
    assert next_card(people.stranger, now=SOON, chosen=str(mine.pk))[0] is None


@pytest.mark.parametrize("chosen", ["x", "-1", "999999"])
def test_a_card_that_is_none_is_not_asked(people: People, chosen: str) -> None:
    met(people.me, RIGHT)
    assert next_card(people.me, now=SOON, chosen=chosen)[0] is None


@pytest.mark.parametrize("cards", [1, 60])
def test_three_queries_tell_where_one_stands(
    people: People, django_assert_num_queries: Any, cards: int
) -> None:
    met(people.me, *[WRONG] * cards)
    with django_assert_num_queries(3):
        assert stand(people, NOW + timedelta(days=30)).portion.left == min(cards, 20)
    assert ReviewCard.objects.count() == cards
