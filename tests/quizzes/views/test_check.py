"""答一题看一题: right and wrong of a question before handing in, where the rules allow it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from tests.people import People
from tests.quizzes.builders import (
    NOW,
    QUOTE,
    SECRET,
    cite,
    form,
    give,
    hand_in,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    start,
    stored,
)

pytestmark = pytest.mark.django_db
KEY = "B. 每月一次"


@pytest.fixture
def attempt(people: People) -> Attempt:
    edition = newest_edition(publish_regulation())
    first = question(citations=(cite(edition),))
    second = question("truefalse", explanation="另一题的解析")
    return start(people.me, quiz(first, second, feedback="at_once"))


def check(client: Client, attempt: Attempt, position: int = 1) -> Any:
    return client.post(reverse("quizzes:check", args=[attempt.pk, position]))


def page(client: Client, attempt: Attempt) -> str:
    return client.get(reverse("quizzes:attempt", args=[attempt.pk])).text


def test_it_works(me: Client, attempt: Attempt) -> None:
    give(attempt, {1: 0})
    response = check(me, attempt)
    assert response.status_code == 200
    assert "不对，正确答案：B. 每月一次" in response.text
    assert f"<mark>{QUOTE}</mark>" in response.text
    assert SECRET in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_right_answer_is_said_to_be(me: Client, attempt: Attempt) -> None:
    give(attempt, {1: 1})
    assert "对了" in check(me, attempt).text


def test_nothing_of_the_others_is_told(me: Client, attempt: Attempt) -> None:
    give(attempt, {1: 0, 2: False})
    check(me, attempt)
    html = page(me, attempt)
    assert SECRET in html
    assert "另一题的解析" not in html
    assert html.count("看看对不对") == 1


def test_before_it_is_asked_nothing_is_told(me: Client, attempt: Attempt) -> None:
    give(attempt, {1: 0, 2: False})
    html = page(me, attempt)
    for hidden in (SECRET, QUOTE, "正确答案"):
        assert hidden not in html
    assert html.count("看看对不对") == 2


def test_the_answer_stands_from_then_on(me: Client, attempt: Attempt) -> None:
    give(attempt, {1: 0})
    check(me, attempt)
    response = me.post(reverse("quizzes:answer", args=[attempt.pk, 1]), form({1: ["1"]}))
    assert (response.status_code, response.json()["error"]) == (409, "第 1 题已经看过对错，答案不能再改。")
    assert stored(attempt)[0] == 0
    assert hand_in(attempt).score == 0


def test_a_question_without_an_answer_is_not_checked(me: Client, attempt: Attempt) -> None:
    response = check(me, attempt)
    assert (response.status_code, response.json()["error"]) == (409, "第 1 题还没有答，先答了再看对错。")
    assert check(me, attempt, position=9).status_code == 409


@pytest.mark.parametrize("rules", [{"feedback": "submitted"}, {"kind": "exam"}, {"kind": "daily"}])
def test_a_paper_that_keeps_its_key_shows_none(me: Client, people: People, rules: dict[str, str]) -> None:
    other = start(people.me, quiz(question(), **rules))
    give(other, {1: 0})
    response = check(me, other)
    assert (response.status_code, response.json()["error"]) == (409, "这份卷子交卷以前不公布答案。")
    assert "看看对不对" not in page(me, other)
    assert not other.items.filter(checked_at__isnull=False).exists()


def test_without_script_the_form_saves_and_checks(me: Client, attempt: Attempt) -> None:
    url = reverse("quizzes:submit", args=[attempt.pk])
    sent = form({1: ["0"]}) | {"q1-shown": "", "q2-shown": "", "check": "1"}
    response = me.post(url, sent)
    assert response.url == reverse("quizzes:attempt", args=[attempt.pk]) + "#q1"
    html = page(me, attempt)
    assert KEY in html
    assert '<fieldset class="q is-checked" id="q1" disabled' in html


def test_a_question_an_exam_keeps_back_is_not_told(me: Client, people: People) -> None:
    shared = question()
    exam = start(people.me, quiz(shared, kind="exam"), now=NOW)
    practice = start(people.me, quiz(shared, feedback="at_once"))
    give(practice, {1: 0})
    text = check(me, practice).text
    assert "还没有公布答案的答卷" in text
    assert "每月" not in text
    assert SECRET not in text
    hand_in(exam)
    assert KEY in page(me, practice)


def test_a_handed_in_paper_is_not_checked(me: Client, attempt: Attempt) -> None:
    give(attempt, {1: 0})
    hand_in(attempt)
    assert check(me, attempt).json()["closed"] is True
