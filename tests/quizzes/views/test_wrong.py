import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes.models import Question
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, SECRET, question
from tests.quizzes.reviewing.builders import DAY, RIGHT, WRONG, answer, card, met

pytestmark = pytest.mark.django_db
WRONG_BOOK = reverse("quizzes:wrong")


def shown(me: Client, **query: object) -> str:
    with time_machine.travel(NOW + 5 * DAY, tick=False):
        return me.get(WRONG_BOOK, query).text


def test_it_works(me: Client, people: People) -> None:
    attempt = met(people.me, WRONG, RIGHT, title="五月自测")
    html = shown(me)
    assert "共 1 题" in html
    assert "第0道题" in html
    assert "第1道题" not in html
    assert "您答的是：A. 每周一次" in html
    assert "7月1日答错，《五月自测》" in html
    assert f"{reverse('quizzes:result', args=[attempt.pk])}#q1" in html
    assert f"?card={card(people.me, attempt.items.get(position=1).version.question).pk}" in html


def test_practice_and_tests_are_both_in_it(me: Client, people: People) -> None:
    met(people.me, WRONG, questions=[question(stem="练习里的题")])
    met(people.me, WRONG, questions=[question(stem="测验里的题")], kind="exam")
    assert "练习里的题" in shown(me)
    assert "测验里的题" in shown(me)


def test_the_key_is_not_in_it(me: Client, people: People) -> None:
    met(people.me, WRONG)
    assert "每月一次" not in shown(me)
    assert SECRET not in shown(me)


def test_what_is_learnt_leaves(me: Client, people: People) -> None:
    met(people.me, WRONG)
    answer(card(people.me), RIGHT, now=NOW + DAY)
    assert "再隔一天答对一次就学会了" in shown(me)
    answer(card(people.me), RIGHT, now=NOW + 2 * DAY)
    assert "错题本是空的" in shown(me)


def test_a_wrong_answer_in_a_review_is_shown_with_its_own_explanation(me: Client, people: People) -> None:
    met(people.me, RIGHT)
    log = answer(card(people.me), 2, now=NOW + DAY)
    html = shown(me)
    assert "您答的是：C. 每季度一次" in html
    assert "7月2日答错，复习" in html
    assert reverse("quizzes:review_result", args=[log.pk]) in html


def test_the_latest_come_first(me: Client, people: People) -> None:
    met(people.me, WRONG, questions=[question(stem="早些的题")])
    met(people.me, WRONG, questions=[question(stem="晚些的题")], now=NOW + DAY)
    html = shown(me)
    assert html.index("晚些的题") < html.index("早些的题")


def test_anothers_are_not_in_it(me: Client, people: People) -> None:
    met(people.stranger, WRONG)
    assert "错题本是空的" in shown(me)


def test_an_exam_whose_key_is_kept_is_not_in_it_yet(me: Client, people: People) -> None:
    met(people.me, WRONG, kind="exam", feedback="closed", closes_at=NOW + 30 * DAY)
    assert "错题本是空的" in shown(me)


def test_a_question_in_doubt_says_so_and_a_withdrawn_one_goes(me: Client, people: People) -> None:
    met(people.me, WRONG)
    Question.objects.update(state="stale")
    assert "题目正在复核" in shown(me)
    assert "再做一次" not in shown(me)
    Question.objects.update(state="retired")
    assert "错题本是空的" in shown(me)


def test_a_question_left_open_says_so(me: Client, people: People) -> None:
    met(people.me, None, questions=[question("blank")])
    assert "您答的是：没有作答" in shown(me)


def test_long_books_have_pages(me: Client, people: People) -> None:
    for number in range(23):
        met(people.me, WRONG, questions=[question(stem=f"<{number}>")], now=NOW + number * MINUTE)
    assert "第 1 页，共 2 页" in shown(me)
    assert "&lt;0&gt;" in shown(me, p=2)
    assert "第 2 页，共 2 页" in shown(me, p=99)


def test_the_number_of_queries_does_not_grow(
    me: Client, people: People, django_assert_max_num_queries: pytest.fixture
) -> None:
    met(people.me, *[WRONG] * 20)
    shown(me)
    with django_assert_max_num_queries(12):
        assert shown(me).count("再做一次") == 20
