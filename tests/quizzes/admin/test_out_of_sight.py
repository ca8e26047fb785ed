"""Nothing at the desk names a question or a bank of an organisation that is not within an editor's reach."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from quizzes.models import Question
from tests.people import People
from tests.quizzes.builders import question

pytestmark = pytest.mark.django_db
STEM = "别家的秘密题（　）。"


@pytest.fixture
def theirs(people: People) -> Question:
    return question(stem=STEM, bank_name="秘密题库", organization=people.branch, state="draft")


def bulk(model: str, action: str) -> str:
    return reverse("wagtail_bulk_action", args=["quizzes", model, action])


@pytest.mark.parametrize("page", ["usage", "history"])
def test_it_works(editor: Client, theirs: Question, page: str) -> None:
    for model, pk in (("question", theirs.pk), ("questionbank", theirs.bank_id)):
        assert editor.get(reverse(f"wagtailsnippets_quizzes_{model}:{page}", args=[pk])).status_code == 404
    mine = question(stem="共享的题（　）。")
    own = editor.get(reverse(f"wagtailsnippets_quizzes_question:{page}", args=[mine.pk]))
    assert "共享的题" in own.text


@pytest.mark.parametrize(
    ("model", "action"),
    [("question", "send"), ("question", "approve"), ("question", "delete"), ("questionbank", "delete")],
)
def test_many_at_once_name_only_what_is_seen(
    editor: Client, theirs: Question, model: str, action: str
) -> None:
    question(stem="共享的题（　）。")
    pk = theirs.pk if model == "question" else theirs.bank_id
    for asked in (str(pk), "all"):
        page = editor.get(f"{bulk(model, action)}?id={asked}").text
        assert "秘密" not in page


def test_all_means_the_list_as_it_was_filtered(editor: Client, theirs: Question) -> None:
    for number, name in enumerate(("甲库", "甲库", "乙库")):
        question(stem=f"{name}的题{number}（　）。", bank_name=name, state="draft")
    wanted = Question.objects.get(current__stem__startswith="甲库的题1")
    listed = reverse("wagtailsnippets_quizzes_question:list")
    came_from = f"{listed}%3Fbank={wanted.bank_id}%26q=题1"
    editor.post(f"{bulk('question', 'send')}?id=all&next={came_from}")
    assert list(Question.objects.filter(state="in_review")) == [wanted]


def test_many_cost_no_more_queries_than_one(editor: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        question(stem=f"第{number}题（　）。", state="draft")
    with django_assert_max_num_queries(25):
        assert "要办的题目（30）" in editor.get(f"{bulk('question', 'send')}?id=all").text


def test_the_log_of_the_site_names_no_stem(editor: Client, people: People, theirs: Question) -> None:
    log(instance=theirs, action="wagtail.edit", user=people.secretary)
    report = editor.get(reverse("wagtailadmin_reports:site_history")).text
    assert f"题目 {theirs.pk}" in report
    assert "秘密" not in report


def test_what_was_logged_before_is_cleared_of_stems(theirs: Question) -> None:
    log(instance=theirs, action="wagtail.edit")
    ModelLogEntry.objects.update(label=STEM)
    import_module("quizzes.migrations.0012_log_names_no_stems").take_stems_out(apps, None)
    assert ModelLogEntry.objects.get().label == f"题目 {theirs.pk}"
