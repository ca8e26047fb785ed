"""Nothing that gives an answer away reaches a browser before the policy allows: in no page, reply or header."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
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
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RIGHT_WORD = "只有答案里才有的词"
EXAM = {"kind": "exam", "feedback": "closed", "opens_at": NOW - HOUR, "closes_at": NOW + HOUR}


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def exam(people: People, clock: Any) -> Attempt:
    edition = newest_edition(publish_regulation())
    cited = {"explanation": SECRET, "citations": (cite(edition),)}
    asked = [question("single", **cited), question("truefalse", **cited)]
    asked.append(question("blank", stem="要落实 ____ 。", answer=[[RIGHT_WORD]], **cited))
    return start(people.me, quiz(*asked, slug="the-exam", **EXAM), now=NOW)


def pages(client: Client, attempt: Attempt) -> Iterator[tuple[str, Any]]:
    """Yield everything a member can open around a paper."""
    for name, args in (
        ("list", []),
        ("quiz", ["the-exam"]),
        ("attempt", [attempt.pk]),
        ("result", [attempt.pk]),
        ("review", []),
        ("wrong", []),
    ):
        yield name, client.get(reverse(f"quizzes:{name}", args=args), follow=True)
    yield "home", client.get("/")
    yield "me", client.get(reverse("study:me"))
    yield "search", client.get(reverse("search:results"), {"q": "学习"})


def hidden_on(name: str, *words: str) -> tuple[str, ...]:
    """Return what must not be told on a page; a search marks its hits with the element that marks right answers."""
    return words if name == "search" else (*words, "<mark>")


def told(response: Any) -> str:
    return response.text + str(dict(response.headers))


def test_while_answering_no_page_and_no_header_tells(me: Client, exam: Attempt) -> None:
    for name, response in pages(me, exam):
        for hidden in hidden_on(name, SECRET, RIGHT_WORD, exam.seed, "option_order"):
            assert hidden not in told(response), (name, hidden)
        if name not in ("home", "me", "search"):
            assert "no-store" in response["Cache-Control"], name


def test_replies_are_the_same_for_right_and_wrong(me: Client, exam: Attempt) -> None:
    def reply(position: int, value: str) -> tuple[Any, ...]:
        response = me.post(reverse("quizzes:answer", args=[exam.pk, position]), form({position: [value]}))
        return (response.status_code, response.content, *sorted(response.headers))

    for position, values in ((1, "0123"), (2, "01"), (3, [RIGHT_WORD, "不知道"])):
        assert len({reply(position, value) for value in values}) == 1


def test_after_handing_in_and_before_closing_not_even_a_mark_is_told(me: Client, exam: Attempt) -> None:
    give(exam, {1: 0, 2: True, 3: ["不知道"]}, now=NOW)
    hand_in(exam, now=NOW)
    for name, response in pages(me, exam):
        for hidden in hidden_on(name, SECRET, RIGHT_WORD, "review--wrong", "不对", "答对"):
            assert hidden not in told(response), (name, hidden)
    result = me.get(reverse("quizzes:result", args=[exam.pk])).text
    assert "A. 每周一次" in result
    assert "您的作答" in result


def test_two_papers_of_the_same_score_look_the_same(people: People, client: Client, exam: Attempt) -> None:
    other = start(people.stranger, exam.quiz, now=NOW)
    pages_of = []
    for attempt, answers in ((exam, {1: 1, 2: False}), (other, {1: 0, 2: True})):
        give(attempt, answers, now=NOW)
        hand_in(attempt, now=NOW)
        client.force_login(attempt.member)
        html = client.get(reverse("quizzes:result", args=[attempt.pk])).text
        html = html.split('<section aria-labelledby="closed-title">')[1].split("</section>")[0]
        for said in (
            "A. 每周一次",
            "B. 每月一次",
            "<dd>对</dd>",
            "<dd>错</dd>",
            '__words">对</span>',
            '__words">错</span>',
        ):
            html = html.replace(said, "")
        pages_of.append(html)
    assert pages_of[0] == pages_of[1]


def test_what_went_wrong_in_it_is_in_no_wrong_book_until_then(me: Client, exam: Attempt, clock: Any) -> None:
    give(exam, {1: 0, 2: False, 3: ["不知道"]}, now=NOW)
    hand_in(exam, now=NOW)
    assert "错题本是空的" in me.get(reverse("quizzes:wrong")).text
    clock.move_to(NOW + 2 * HOUR)
    assert "共 3 题" in me.get(reverse("quizzes:wrong")).text
    assert SECRET in me.get(reverse("quizzes:result", args=[exam.pk])).text


def test_extra_time_of_anybody_keeps_the_key_until_that_is_over(
    me: Client, people: People, clock: Any
) -> None:
    from quizzes.models import Accommodation

    paper = quiz(question(), time_limit_minutes=40, **EXAM)
    attempt = start(people.me, paper, now=NOW)
    hand_in(attempt, now=NOW)
    Accommodation.objects.create(member=people.stranger, extra_percent=50)
    url = reverse("quizzes:result", args=[attempt.pk])
    clock.move_to(NOW + HOUR + timedelta(minutes=19))
    assert SECRET not in me.get(url).text
    clock.move_to(NOW + HOUR + timedelta(minutes=21))
    assert SECRET in me.get(url).text


def test_an_earlier_result_keeps_back_what_an_exam_asks(me: Client, people: People, clock: Any) -> None:
    edition = newest_edition(publish_regulation())
    shared, other = question(citations=(cite(edition),)), question("truefalse", explanation="别的解析")
    earlier = hand_in(start(people.me, quiz(shared, other), now=NOW), now=NOW)
    url = reverse("quizzes:result", args=[earlier.pk])
    assert SECRET in me.get(url).text
    start(people.me, quiz(shared, **EXAM), now=NOW)
    html = me.get(url).text
    assert "别的解析" in html
    for hidden in (SECRET, QUOTE, "B. 每月一次"):
        assert hidden not in html


def test_another_person_gets_nothing_of_it(client: Client, people: People, exam: Attempt) -> None:
    hand_in(exam, now=NOW)
    for name in ("stranger", "secretary", "superior", "editor"):
        client.force_login(people.named(name))
        for page in ("attempt", "result"):
            assert client.get(reverse(f"quizzes:{page}", args=[exam.pk])).status_code == 404
