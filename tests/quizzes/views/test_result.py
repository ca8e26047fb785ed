from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from tests.people import People
from tests.quizzes.builders import (
    MINUTE,
    NOW,
    QUOTE,
    SECRET,
    cite,
    give,
    hand_in,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    right_answers,
    start,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
KEY = "B. 每月一次"


def shown(me: Client, attempt: Attempt) -> str:
    return me.get(reverse("quizzes:result", args=[attempt.pk])).text


def wrong(people: People, **rules: object) -> Attempt:
    attempt = start(people.me, quiz(question(), **rules), now=NOW - MINUTE)
    give(attempt, {1: 0}, now=NOW - MINUTE)
    return hand_in(attempt, now=NOW)


def test_it_works(me: Client, people: People) -> None:
    edition = newest_edition(publish_regulation())
    attempt = start(people.me, quiz(question(citations=(cite(edition),))))
    give(attempt, {1: 0})
    html = shown(me, hand_in(attempt))
    assert "<b>0</b> 分" in html
    assert "未到合格线" in html
    assert "A. 每周一次" in html
    assert KEY in html
    assert SECRET in html
    assert f"<mark>{QUOTE}</mark>" in html
    assert "《支部学习规定（示例）》第二条</a>" in html


def test_the_link_opens_the_sentence_in_the_text(me: Client, people: People) -> None:
    edition = newest_edition(publish_regulation())
    attempt = hand_in(start(people.me, quiz(question(citations=(cite(edition),)))))
    html = shown(me, attempt)
    start_of_link = html.index(f'href="{edition.url}?mark=') + len('href="')
    url = html[start_of_link : html.index('"', start_of_link)]
    assert url.endswith("#art_2")
    response = me.get(url.split("#")[0])
    assert response.status_code == 200
    assert 'id="art_2"' in response.text
    assert QUOTE in response.text


def test_all_right_is_said(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, right_answers(attempt))
    html = shown(me, hand_in(attempt))
    assert "全部答对了。" in html
    assert "答对 4 题" in html
    assert "回到原文" not in html


def test_a_test_that_has_not_closed_keeps_the_key(me: Client, people: People) -> None:
    with time_machine.travel(NOW, tick=False):
        html = shown(me, wrong(people, kind="exam", feedback="closed", closes_at=NOW + HOUR))
    assert "2026年7月1日 10:00 测验截止后公布每道题的对错、答案和原文" in html
    assert "A. 每周一次" in html
    assert "不对" not in html
    assert KEY not in html
    assert SECRET not in html


def test_after_the_closing_the_key_is_shown(me: Client, people: People) -> None:
    attempt = wrong(people, kind="exam", feedback="closed", closes_at=NOW + HOUR)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        html = shown(me, attempt)
    assert KEY in html
    assert SECRET in html


def test_with_attempts_left_the_key_is_kept(me: Client, people: People) -> None:
    html = shown(me, wrong(people, kind="exam", attempts_allowed=2))
    assert "答完全部次数后公布每道题的对错、答案和原文" in html
    assert KEY not in html
    assert SECRET not in html


def test_starting_the_last_attempt_does_not_open_the_key_of_the_first(me: Client, people: People) -> None:
    first = wrong(people, kind="exam", attempts_allowed=2)
    last = start(people.me, first.quiz)
    html = shown(me, first)
    assert KEY not in html
    assert SECRET not in html
    hand_in(last)
    assert KEY in shown(me, first)


def test_the_key_of_a_right_answer_is_not_repeated_but_its_explanation_is(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(question()))
    give(attempt, {1: 1})
    html = shown(me, hand_in(attempt))
    assert "正确答案" not in html
    assert SECRET in html


def test_without_the_key_a_right_answers_explanation_is_kept_too(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(question(), kind="exam", attempts_allowed=3))
    give(attempt, {1: 1})
    assert SECRET not in shown(me, hand_in(attempt))


def test_before_handing_in_there_is_no_result(me: Client, people: People) -> None:
    attempt = start(people.me)
    response = me.get(reverse("quizzes:result", args=[attempt.pk]))
    assert response.url == reverse("quizzes:attempt", args=[attempt.pk])


def test_one_that_ran_out_says_so(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=5), now=NOW)
    html = shown(me, hand_in(attempt, now=NOW + HOUR))
    assert "时间到，按已保存的答案自动交卷，2026年7月1日 09:05，第 1 次。" in html


def test_it_can_be_taken_again_while_attempts_are_left(me: Client, people: People) -> None:
    paper = quiz(attempts_allowed=2)
    assert "再答一次" in shown(me, hand_in(start(people.me, paper)))
    assert "再答一次" not in shown(me, hand_in(start(people.me, paper)))


def test_a_closed_quiz_is_not_taken_again(me: Client, people: People) -> None:
    attempt = wrong(people, closes_at=NOW + HOUR)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        assert "再答一次" not in shown(me, attempt)


def test_a_question_revised_later_is_shown_as_it_was(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(question(stem="原来的题干")))
    from quizzes.models import QuestionVersion

    one = attempt.items.get().version.question
    newer = QuestionVersion.objects.create(
        question=one, number=2, stem="改过的题干", options=["甲", "乙"], answer=0
    )
    type(one).objects.update(current=newer)
    html = shown(me, hand_in(attempt))
    assert "原来的题干" in html
    assert "改过的题干" not in html


def test_script_is_shown_as_text(me: Client, people: People) -> None:
    script = "<script>alert(1)</script>"
    one = question(stem=script, options=[script, "乙"], answer=1, explanation=script)
    two = question("blank", stem="____", answer=[[script]])
    attempt = start(people.me, quiz(one, two))
    give(attempt, {1: 0, 2: ["<img src=x>"]})
    html = shown(me, hand_in(attempt))
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html


def test_it_is_kept_by_no_cache(me: Client, people: People) -> None:
    url = reverse("quizzes:result", args=[hand_in(start(people.me)).pk])
    assert "no-store" in me.get(url)["Cache-Control"]


def test_the_number_of_queries_does_not_grow(
    me: Client, people: People, django_assert_num_queries: pytest.fixture
) -> None:
    edition = newest_edition(publish_regulation())
    asked = [question(stem=f"第{number}题", citations=(cite(edition),)) for number in range(30)]
    attempt = hand_in(start(people.me, quiz(*asked)))
    shown(me, attempt)
    with django_assert_num_queries(9):
        assert shown(me, attempt).count("<mark>") == 30
