from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from quizzes.actions import submit_all_overdue_attempts, submit_attempt, submit_overdue_attempts
from quizzes.errors import NotAllowed
from quizzes.models import Attempt
from quizzes.signals import attempt_submitted
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, give, hand_in, question, quiz, right_answers, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[Attempt]]:
    told: list[Attempt] = []

    def listen(sender: type, attempt: Attempt, **kwargs: Any) -> None:
        told.append(attempt)

    attempt_submitted.connect(listen)
    yield told
    attempt_submitted.disconnect(listen)


def scores(attempt: Attempt) -> list[Decimal]:
    return list(attempt.items.order_by("position").values_list("score", flat=True))


def test_it_works(people: People) -> None:
    attempt = start(people.me, now=NOW)
    give(attempt, right_answers(attempt), now=NOW)
    result = hand_in(attempt, now=NOW + MINUTE)
    assert (result.score, result.max_score, result.submitted_at) == (8, 8, NOW + MINUTE)
    assert result.is_passed


def test_each_question_is_marked_by_its_kind(people: People) -> None:
    attempt = start(people.me)
    give(attempt, {1: 0, 2: [2], 3: True, 4: ["三會一課", "不知道"]})
    assert hand_in(attempt).score == 4
    assert scores(attempt) == [0, 1, 2, 1]
    assert [item.is_right for item in attempt.items.order_by("position")] == [False, False, True, False]


def test_halves_are_kept(people: People) -> None:
    attempt = start(people.me, quiz(question("multiple"), points=1))
    give(attempt, {1: [0]})
    assert hand_in(attempt).score == Decimal("0.5")


def test_an_empty_paper_is_worth_nothing(people: People) -> None:
    attempt = start(people.me)
    assert hand_in(attempt).score == 0
    assert scores(attempt) == [0] * 4


@pytest.mark.parametrize(("percent", "passed"), [(0, True), (50, True), (51, False), (100, False)])
def test_the_pass_mark_is_that_of_the_start(people: People, percent: int, passed: bool) -> None:
    paper = quiz(pass_percent=percent)
    attempt = start(people.me, paper)
    give(attempt, {1: 1, 3: True})
    type(paper).objects.update(pass_percent=60)
    assert hand_in(attempt).is_passed == passed


def test_an_attempt_under_way_is_not_passed(people: People) -> None:
    assert not start(people.me).is_passed


def test_handing_in_twice_is_handing_in_once(people: People) -> None:
    attempt = start(people.me, now=NOW)
    give(attempt, {1: 1}, now=NOW)
    first = hand_in(attempt, now=NOW + MINUTE)
    attempt.items.update(answer=None)
    again = hand_in(attempt, now=NOW + 2 * MINUTE)
    assert (again.submitted_at, again.score) == (first.submitted_at, first.score)


def test_listeners_hear_of_it_once_and_after_the_transaction(
    people: People, heard: list[Attempt], django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    attempt = start(people.me)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        hand_in(attempt)
        hand_in(attempt)
    assert heard == []
    for callback in callbacks:
        callback()
    assert heard == [attempt]
    assert heard[0].is_submitted


def test_the_signal_reaches_listeners_on_commit(
    people: People, heard: list[Attempt], django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(start(people.me))
    assert [one.score for one in heard] == [0]


def test_a_late_one_is_dated_at_the_deadline(people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=10), now=NOW)
    give(attempt, {1: 1}, now=NOW + 9 * MINUTE)
    late = hand_in(attempt, now=NOW + timedelta(days=3))
    assert late.submitted_at == NOW + 10 * MINUTE
    assert late.score == 2
    assert late.ran_out


def test_one_in_time_did_not_run_out(people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=10), now=NOW)
    assert not hand_in(attempt, now=NOW + MINUTE).ran_out
    assert not hand_in(start(people.stranger), now=NOW).ran_out


@pytest.mark.parametrize("name", ["secretary", "superior", "editor", "stranger"])
def test_nobody_else_hands_in(people: People, name: str) -> None:
    attempt = start(people.me)
    with pytest.raises(NotAllowed, match="这份答卷不是您的。"):
        submit_attempt(member=getattr(people, name), attempt=attempt, now=NOW)
    attempt.refresh_from_db()
    assert not attempt.is_submitted


def test_what_ran_out_is_handed_in_by_and_by(people: People) -> None:
    running = start(people.me, quiz(time_limit_minutes=60), now=NOW)
    without_limit = start(people.me, quiz(question()), now=NOW)
    over = start(people.me, quiz(question("truefalse"), time_limit_minutes=5), now=NOW)
    handed_in = submit_overdue_attempts(member=people.me, now=NOW + 30 * MINUTE)
    assert handed_in == [over]
    assert not Attempt.objects.submitted().filter(pk__in=[running.pk, without_limit.pk]).exists()


def test_somebody_elses_overdue_attempt_is_left(people: People) -> None:
    start(people.stranger, quiz(time_limit_minutes=5), now=NOW)
    assert submit_overdue_attempts(member=people.me, now=NOW + 30 * MINUTE) == []


def test_nothing_overdue_costs_one_query(people: People, django_assert_num_queries: pytest.fixture) -> None:
    with django_assert_num_queries(1):
        submit_overdue_attempts(member=people.me, now=NOW)


def test_marking_takes_few_queries_whatever_the_number_of_questions(
    people: People, django_assert_max_num_queries: pytest.fixture
) -> None:
    attempt = start(people.me, quiz(*[question(stem=f"第{n}题") for n in range(40)]))
    with django_assert_max_num_queries(8):
        hand_in(attempt)


def test_a_paper_nobody_came_back_to_is_handed_in_at_its_deadline(people: People) -> None:
    paper = quiz(time_limit_minutes=10)
    left, running = start(people.me, paper, now=NOW), start(people.stranger, paper, now=NOW + 9 * MINUTE)
    give(left, {1: 1}, now=NOW + MINUTE)
    with time_machine.travel(NOW + 15 * MINUTE, tick=False):
        call_command("hand_in_overdue")
    left.refresh_from_db()
    running.refresh_from_db()
    assert (left.submitted_at, left.score) == (NOW + 10 * MINUTE, 2)
    assert running.submitted_at is None
    assert submit_all_overdue_attempts(now=NOW + 15 * MINUTE) == 0


def test_the_night_hands_in_before_it_books(people: People) -> None:
    left = start(people.me, quiz(time_limit_minutes=10), now=NOW)
    with time_machine.travel(NOW + 60 * MINUTE, tick=False):
        call_command("book_points")
    left.refresh_from_db()
    assert left.submitted_at == NOW + 10 * MINUTE
