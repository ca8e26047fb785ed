from datetime import timedelta
from typing import Any

import pytest

from quizzes.actions import (
    correct_rating,
    learn_from_attempt,
    learn_from_missed_attempts,
    plan_review,
)
from quizzes.errors import InvalidAnswer, NotAllowed, QuestionNotAskable, ReviewIsKept
from quizzes.models import ReviewCard, ReviewLog, ReviewPlan
from quizzes.reviewing import Rating
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, give, hand_in, question, quiz, start
from tests.quizzes.reviewing.builders import DAY, RIGHT, WRONG, answer, card, met

pytestmark = pytest.mark.django_db


def test_it_works(people: People) -> None:
    met(people.me, RIGHT, WRONG)
    right, wrong = ReviewCard.objects.order_by("question__current__stem")
    assert right.due_at > NOW + DAY
    assert right.wrong_at is None
    assert wrong.due_at == NOW + 10 * MINUTE
    assert wrong.wrong_at == NOW


def test_handing_in_is_learnt_from(people: People, django_capture_on_commit_callbacks: Any) -> None:
    attempt = start(people.me, quiz(question()))
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(attempt)
    assert card(people.me).logs.count() == 1


def test_a_question_left_open_counts_as_wrong(people: People) -> None:
    met(people.me, None)
    assert card(people.me).wrong_at == NOW


def test_learning_twice_is_learning_once(people: People) -> None:
    attempt = met(people.me, WRONG)
    before = card(people.me)
    assert learn_from_attempt(attempt=attempt) == 0
    assert card(people.me).memory == before.memory
    assert ReviewLog.objects.count() == 1


def test_an_attempt_under_way_is_not_learnt_from(people: People) -> None:
    assert learn_from_attempt(attempt=start(people.me)) == 0
    assert not ReviewCard.objects.exists()


def test_the_same_question_in_another_quiz_is_one_card(people: People) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    met(people.me, RIGHT, questions=[one], now=NOW + DAY)
    assert card(people.me).logs.count() == 2
    assert card(people.me).right_on == (NOW + DAY).date()


def test_everybody_has_cards_of_their_own(people: People) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    met(people.stranger, RIGHT, questions=[one])
    assert card(people.me, one).wrong_at == NOW
    assert card(people.stranger, one).wrong_at is None


def test_what_was_missed_is_caught_up_in_order(people: People) -> None:
    one = question()
    for days, given in ((2, RIGHT), (1, RIGHT), (0, WRONG)):
        attempt = start(people.me, quiz(one), now=NOW + days * DAY)
        give(attempt, {1: given}, now=NOW + days * DAY)
        hand_in(attempt, now=NOW + days * DAY)
    assert learn_from_missed_attempts(member=people.me) == 3
    assert card(people.me).wrong_at is None
    assert learn_from_missed_attempts(member=people.me) == 0


def test_speed_in_the_quiz_is_heard(people: People) -> None:
    attempt = start(people.me, quiz(question(), question(stem="另一题")), now=NOW)
    give(attempt, {1: RIGHT}, now=NOW + timedelta(seconds=3))
    give(attempt, {2: RIGHT}, now=NOW + timedelta(seconds=300))
    learn_from_attempt(attempt=hand_in(attempt, now=NOW + timedelta(seconds=301)))
    ratings = list(ReviewLog.objects.order_by("pk").values_list("rating", "seconds"))
    assert ratings == [(Rating.EASY, 3), (Rating.HARD, 297)]


def test_a_right_answer_puts_the_question_off(people: People) -> None:
    met(people.me, WRONG)
    log = answer(card(people.me), RIGHT, now=NOW + DAY)
    assert log.is_right
    assert log.rating == Rating.GOOD
    assert card(people.me).due_at == log.due_at > NOW + 2 * DAY


def test_a_wrong_answer_brings_it_back_today(people: People) -> None:
    met(people.me, RIGHT)
    log = answer(card(people.me), WRONG, now=NOW + 3 * DAY)
    assert log.due_at == NOW + 3 * DAY + 10 * MINUTE
    assert card(people.me).wrong_at == NOW + 3 * DAY


def test_not_remembered_is_wrong(people: People) -> None:
    met(people.me, RIGHT)
    log = answer(card(people.me), None, now=NOW + DAY)
    assert (log.is_right, log.rating) == (False, Rating.AGAIN)


def test_two_right_days_take_it_out_of_the_wrong_book(people: People) -> None:
    met(people.me, WRONG)
    answer(card(people.me), RIGHT, now=NOW + DAY)
    answer(card(people.me), RIGHT, now=NOW + DAY + 60 * MINUTE)
    assert card(people.me).wrong_at == NOW
    answer(card(people.me), RIGHT, now=NOW + 3 * DAY)
    assert card(people.me).wrong_at is None


def test_the_same_key_is_recorded_once(people: People) -> None:
    met(people.me, WRONG)
    first = answer(card(people.me), RIGHT, now=NOW + DAY, key="page")
    memory = card(people.me).memory
    assert answer(card(people.me), WRONG, now=NOW + DAY + MINUTE, key="page") == first
    assert card(people.me).memory == memory


def test_a_page_overtaken_by_another_is_told_so(people: People) -> None:
    met(people.me, WRONG)
    answer(card(people.me), RIGHT, now=NOW + DAY)
    with pytest.raises(QuestionNotAskable, match="另一个页面"):
        answer(card(people.me), RIGHT, now=NOW + DAY + MINUTE, seconds=300)


def test_a_rating_may_be_given(people: People) -> None:
    met(people.me, RIGHT)
    log = answer(card(people.me), RIGHT, now=NOW + DAY, rating=Rating.EASY)
    assert (log.rating, log.is_given) == (Rating.EASY, True)


def test_nobody_rates_a_wrong_answer_as_known(people: People) -> None:
    met(people.me, RIGHT)
    log = answer(card(people.me), WRONG, now=NOW + DAY, rating=Rating.EASY)
    assert (log.rating, log.is_given) == (Rating.AGAIN, False)


def test_another_members_card_is_refused(people: People) -> None:
    met(people.me, WRONG)
    with pytest.raises(NotAllowed):
        answer(card(people.me), RIGHT, now=NOW + DAY, member=people.stranger)
    assert ReviewLog.objects.count() == 1


@pytest.mark.parametrize("given", [9, -1, "1", [1], True])
def test_an_answer_it_cannot_have_is_refused(people: People, given: Any) -> None:
    met(people.me, WRONG)
    with pytest.raises(InvalidAnswer):
        answer(card(people.me), given, now=NOW + DAY)
    assert ReviewLog.objects.count() == 1


def test_a_corrected_rating_counts_from_where_it_was(people: People) -> None:
    met(people.me, RIGHT, RIGHT)
    one, other = ReviewCard.objects.order_by("pk")
    easy_at_once = answer(one, RIGHT, now=NOW + 2 * DAY, rating=Rating.EASY).due_at
    log = answer(other, RIGHT, now=NOW + 2 * DAY)
    corrected = correct_rating(member=people.me, log=log, rating=Rating.EASY, now=NOW + 2 * DAY + MINUTE)
    assert corrected.due_at == easy_at_once
    assert corrected.replaces == log
    assert ReviewLog.objects.filter(pk=log.pk, rating=Rating.GOOD).exists()


def test_a_guess_counts_as_wrong(people: People) -> None:
    met(people.me, WRONG)
    log = answer(card(people.me), RIGHT, now=NOW + DAY)
    correct_rating(member=people.me, log=log, rating=Rating.AGAIN, now=NOW + DAY + MINUTE)
    assert card(people.me).right_on is None
    assert card(people.me).wrong_at == NOW + DAY


def test_a_correction_that_changes_nothing_stores_nothing(people: People) -> None:
    met(people.me, WRONG)
    log = answer(card(people.me), RIGHT, now=NOW + DAY)
    assert correct_rating(member=people.me, log=log, rating=Rating.GOOD, now=NOW + DAY) == log
    assert ReviewLog.objects.count() == 2


def test_only_the_last_right_answer_of_ones_own_is_corrected(people: People) -> None:
    met(people.me, WRONG)
    first = answer(card(people.me), RIGHT, now=NOW + DAY)
    wrong = answer(card(people.me), WRONG, now=NOW + 2 * DAY)
    for log in (first, wrong, ReviewLog.objects.earliest("pk")):
        with pytest.raises(NotAllowed):
            correct_rating(member=people.me, log=log, rating=Rating.EASY, now=NOW + 2 * DAY)
    with pytest.raises(NotAllowed):
        correct_rating(member=people.stranger, log=wrong, rating=Rating.EASY, now=NOW + 2 * DAY)


def test_a_record_is_never_changed(people: People) -> None:
    met(people.me, WRONG)
    log = ReviewLog.objects.get()
    log.rating = 4
    with pytest.raises(ReviewIsKept):
        log.save()


def test_a_plan_is_stored_once_a_member(people: People) -> None:
    plan_review(member=people.me, daily_limit=5, exam_on=None)
    plan_review(member=people.me, daily_limit=30, exam_on=(NOW + 9 * DAY).date())
    assert ReviewPlan.objects.get().daily_limit == 30


def test_learning_from_fifty_answers_takes_few_queries(
    people: People, django_assert_max_num_queries: Any
) -> None:
    attempt = start(people.me, quiz(*[question(stem=f"第{number}题") for number in range(50)]), now=NOW)
    hand_in(attempt, now=NOW)
    with django_assert_max_num_queries(10):
        learn_from_attempt(attempt=attempt.__class__.objects.get(pk=attempt.pk))
    assert ReviewCard.objects.count() == 50
