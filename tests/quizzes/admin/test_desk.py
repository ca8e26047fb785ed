"""Lists of questions and banks, and what is not deleted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Question, QuestionBank
from tests.people import People
from tests.quizzes.builders import (
    NOW,
    bank,
    cite,
    hand_in,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    start,
)

pytestmark = pytest.mark.django_db
QUESTIONS = "wagtailsnippets_quizzes_question"
BANKS = "wagtailsnippets_quizzes_questionbank"


def listed(client: Client, **asked: str) -> set[str]:
    response = client.get(reverse(f"{QUESTIONS}:list"), asked)
    assert response.status_code == 200
    return {str(one) for one in response.context["object_list"]}


def test_the_list_of_questions_says_what_an_editor_looks_for(editor: Client) -> None:
    edition = newest_edition(publish_regulation())
    question(stem="找得到的题", citations=(cite(edition),))
    html = editor.get(reverse(f"{QUESTIONS}:list")).text
    for words in ("找得到的题", "单选题", "可用", "支部学习规定（示例）", "示例题库"):
        assert words in html


@pytest.mark.parametrize(
    "words", ["题干词", "解析词", "标签词", "每月至少参加", "学习规定", "art_2", "题干词 标签词"]
)
def test_a_question_is_found_by_what_is_in_it(editor: Client, words: str) -> None:
    edition = newest_edition(publish_regulation())
    question(stem="有题干词的", explanation="有解析词", tags=("标签词",), citations=(cite(edition),))
    question(stem="另一题", explanation="")
    assert listed(editor, q=words) == {"有题干词的"}


def test_every_word_must_be_there(editor: Client) -> None:
    question(stem="有题干词的")
    assert listed(editor, q="题干词 没有的词") == set()


def test_questions_are_filtered_by_kind_and_state(editor: Client) -> None:
    question(stem="单选")
    question("truefalse", stem="判断", state="draft")
    assert listed(editor, kind="truefalse") == {"判断"}
    assert listed(editor, state="ready") == {"单选"}
    assert listed(editor, bank=str(bank().pk)) == {"单选", "判断"}


def test_the_list_takes_few_queries_whatever_the_number(
    editor: Client, django_assert_max_num_queries: pytest.fixture
) -> None:
    edition = newest_edition(publish_regulation())
    for number in range(30):
        question(stem=f"第{number}题", citations=(cite(edition),))
    url = reverse(f"{QUESTIONS}:list")
    editor.get(url)
    with django_assert_max_num_queries(30):
        assert editor.get(url).status_code == 200


def test_a_bank_can_be_made(editor: Client) -> None:
    response = editor.post(reverse(f"{BANKS}:add"), {"name": "新题库", "organization": ""})
    assert response.status_code == 302
    assert QuestionBank.objects.filter(name="新题库", organization=None).exists()


def test_two_banks_of_one_name_are_refused(editor: Client) -> None:
    bank("题库")
    assert editor.post(reverse(f"{BANKS}:add"), {"name": "题库", "organization": ""}).status_code == 200
    assert QuestionBank.objects.count() == 1


@pytest.mark.parametrize("kind", [QUESTIONS, BANKS])
def test_the_lists_open_for_editors_alone(people: People, client: Client, kind: str) -> None:
    for name, expected in (("editor", 200), ("me", 302), ("superior", 302)):
        client.force_login(people.named(name))
        assert client.get(reverse(f"{kind}:list")).status_code == expected


def remove(client: Client, kind: str, pk: int) -> Any:
    return client.post(reverse(f"{kind}:delete", args=[pk]), follow=True)


def test_what_somebody_answered_is_not_deleted(editor: Client, people: People) -> None:
    one = question()
    hand_in(start(people.me, quiz(one)), now=NOW + timedelta(days=1))
    for kind, pk, why in (
        (QUESTIONS, one.pk, "请把状态改为“停用”"),
        (BANKS, bank().pk, "里还有题目，不能删除"),
    ):
        assert why in remove(editor, kind, pk).text
    assert Question.objects.filter(pk=one.pk).exists()
    assert people.me.attempts.count() == 1


def test_a_question_is_withdrawn_and_not_deleted(editor: Client) -> None:
    one = question()
    assert remove(editor, QUESTIONS, one.pk).status_code == 200
    assert Question.objects.filter(pk=one.pk).exists()
