"""Lists of questions, banks and quizzes, and the form of a quiz."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.setup import set_up_site
from quizzes.models import Question, QuestionBank, QuizPage
from tests.people import People, settle_people
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
QUIZZES = "wagtailsnippets_quizzes_quiz"
BANKS = "wagtailsnippets_quizzes_questionbank"


@pytest.fixture
def people() -> People:
    set_up_site()
    return settle_people()


@pytest.fixture
def editor(people: People, client: Client) -> Client:
    client.force_login(people.editor)
    return client


def listed(client: Client, **asked: str) -> set[str]:
    response = client.get(reverse(f"{QUESTIONS}:list"), asked)
    assert response.status_code == 200
    return {str(one) for one in response.context["object_list"]}


def sent(*questions: Question, **changed: Any) -> dict[str, Any]:
    """Return what the form of a quiz sends."""
    filled: dict[str, Any] = {
        "title": "党章知多少",
        "slug": "七一测验",
        "intro": "",
        "kind": "test",
        "topic": "",
        "audience": "",
        "organization": "",
        "opens_at": "",
        "closes_at": "",
        "time_limit_minutes": "30",
        "attempts_allowed": "2",
        "pass_percent": "60",
        "shuffle_options": "on",
        "is_published": "on",
        "entries-TOTAL_FORMS": str(len(questions)),
        "entries-INITIAL_FORMS": "0",
        "entries-MIN_NUM_FORMS": "0",
        "entries-MAX_NUM_FORMS": "1000",
    }
    for place, one in enumerate(questions):
        row = {"id": "", "ORDER": str(place + 1), "DELETE": "", "question": str(one.pk), "points": "5"}
        filled |= {f"entries-{place}-{name}": value for name, value in row.items()}
    return filled | changed


def add(client: Client, *questions: Question, **changed: Any) -> Any:
    return client.post(reverse(f"{QUIZZES}:add"), sent(*questions, **changed))


def test_it_works(editor: Client, people: People) -> None:
    first, second = question(stem="甲题"), question(stem="乙题")
    assert add(editor, second, first).status_code == 302
    paper = QuizPage.objects.get()
    assert (paper.title, paper.slug, paper.time_limit_minutes) == ("党章知多少", "七一测验", 30)
    assert [str(entry.question) for entry in paper.entries.all()] == ["乙题", "甲题"]
    assert start(people.me, paper).max_score == 10


def test_the_form_of_a_quiz_opens(editor: Client) -> None:
    html = editor.get(reverse(f"{QUIZZES}:add")).text
    for label in ("谁能答，什么时候", "规则", "题目", "已发布", "合格线（%）"):
        assert label in html
    paper = quiz()
    assert paper.title in editor.get(reverse(f"{QUIZZES}:edit", args=[paper.pk])).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "此项必填。"),
        ({"slug": ""}, "此项必填。"),
        ({"slug": "有 空格"}, "slug"),
        ({"pass_percent": "101"}, "确保该值小于或等于100"),
        ({"time_limit_minutes": "0"}, "确保该值大于或等于1"),
        ({"attempts_allowed": "0"}, "确保该值大于或等于1"),
        ({"opens_at": "2026-07-02 09:00", "closes_at": "2026-07-01 09:00"}, "截止时间要晚于开始时间。"),
        ({"entries-0-points": "0"}, "确保该值大于或等于1"),
        ({"entries-0-question": ""}, "此项必填。"),
    ],
)
def test_a_fault_is_said_and_nothing_is_stored(editor: Client, changed: dict[str, str], said: str) -> None:
    response = add(editor, question(), **changed)
    assert response.status_code == 200
    assert said in response.text.replace("“", "").replace("”", "")
    assert not QuizPage.objects.exists()


def test_the_same_question_twice_is_refused(editor: Client) -> None:
    one = question()
    assert add(editor, one, one).status_code == 200
    assert not QuizPage.objects.exists()


def test_an_address_is_used_once(editor: Client) -> None:
    quiz(slug="七一测验")
    assert add(editor, question()).status_code == 200
    assert QuizPage.objects.count() == 1


def test_a_running_attempt_keeps_its_questions_when_a_quiz_is_edited(editor: Client, people: People) -> None:
    first, second = question(stem="甲题"), question(stem="乙题")
    paper = quiz(first)
    attempt = start(people.me, paper)
    entry = paper.entries.get()
    values = sent(second, first, slug=paper.slug)
    values |= {"entries-INITIAL_FORMS": "1", "entries-0-id": str(entry.pk)}
    response = editor.post(reverse(f"{QUIZZES}:edit", args=[paper.pk]), values)
    assert response.status_code == 302
    assert [item.version.stem for item in attempt.items.all()] == ["甲题"]
    assert start(people.secretary, paper).items.count() == 2


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


@pytest.mark.parametrize("kind", [QUESTIONS, QUIZZES, BANKS])
def test_the_lists_open_for_editors_alone(people: People, client: Client, kind: str) -> None:
    for name, expected in (("editor", 200), ("me", 302), ("superior", 302)):
        client.force_login(people.named(name))
        assert client.get(reverse(f"{kind}:list")).status_code == expected


def remove(client: Client, kind: str, pk: int) -> Any:
    return client.post(reverse(f"{kind}:delete", args=[pk]), follow=True)


def test_what_somebody_answered_is_not_deleted(editor: Client, people: People) -> None:
    one = question()
    paper = quiz(one)
    hand_in(start(people.me, paper), now=NOW + timedelta(days=1))
    for kind, pk, why in (
        (QUESTIONS, one.pk, "请把状态改为“停用”"),
        (QUIZZES, paper.pk, "已经有人答过，不能删除"),
        (BANKS, bank().pk, "里还有题目，不能删除"),
    ):
        assert why in remove(editor, kind, pk).text
    assert Question.objects.filter(pk=one.pk).exists()
    assert QuizPage.objects.filter(pk=paper.pk).exists()
    assert people.me.attempts.count() == 1


def test_a_question_is_withdrawn_and_not_deleted(editor: Client) -> None:
    one = question()
    assert remove(editor, QUESTIONS, one.pk).status_code == 200
    assert Question.objects.filter(pk=one.pk).exists()


def test_many_at_once_are_not_deleted_either(editor: Client, people: People) -> None:
    paper = quiz()
    start(people.me, paper)
    url = reverse("wagtail_bulk_action", args=["quizzes", "quiz", "delete"])
    assert editor.post(f"{url}?id={paper.pk}").status_code in (200, 302)
    assert QuizPage.objects.filter(pk=paper.pk).exists()


def test_a_quiz_nobody_took_can_be_deleted(editor: Client) -> None:
    paper = quiz()
    assert remove(editor, QUIZZES, paper.pk).status_code == 200
    assert not QuizPage.objects.exists()
