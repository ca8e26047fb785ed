"""A draw that names no bank takes shared questions, and those of the organisation that holds the quiz and of all below it."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from quizzes.errors import QuizNotOpen
from quizzes.models import QuizPage
from quizzes.papers.checking import faults_of
from quizzes.papers.plans import plans_of
from quizzes.papers.printing import sheet_of
from tests.people import People
from tests.quizzes.admin.test_quiz_page import PUBLISH, add, drawn, rows, sent
from tests.quizzes.builders import question, quiz, quiz_index, start
from tests.quizzes.papers.builders import draw_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(people: People) -> Any:
    """Return a usable question of a bank of the branch, which the editor of the other branch may not see."""
    return question(stem="别家的题（　）。", bank_name="别家题库", organization=people.branch)


def held_by(name: str, people: People) -> Any:
    return getattr(people, name) if name else None


@pytest.mark.parametrize(
    ("holder", "reached"), [("", False), ("other_branch", False), ("branch", True), ("county", True)]
)
def test_it_works(people: People, theirs: Any, holder: str, reached: bool) -> None:
    paper = quiz(draws=[draw_of(1)], organization=held_by(holder, people))
    assert (faults_of(plans_of(paper), paper.organization) == []) is reached
    if reached:
        assert start(people.me, paper).items.get().version.question == theirs
        return
    with pytest.raises(QuizNotOpen, match="题不够"):
        start(people.me, paper)
    with pytest.raises(QuizNotOpen, match="题不够"):
        sheet_of(paper, number=1, with_key=False)


def test_shared_questions_are_everybodys(people: People) -> None:
    shared = question()
    paper = quiz(draws=[draw_of(1)], organization=people.other_branch)
    assert start(people.me, paper).items.get().version.question == shared


def test_the_fault_says_where_it_looked(people: People, theirs: Any) -> None:
    paper = quiz(draws=[draw_of(1)], organization=people.other_branch)
    (fault,) = faults_of(plans_of(paper), paper.organization)
    assert "没有选题库，只在共享题库和邻村党支部（含下级）的题库里找；" in fault


def test_an_editor_cannot_name_another_organisation_to_draw_from_its_bank(
    editor: Client, people: People, theirs: Any
) -> None:
    rule = drawn(1)
    for going in (PUBLISH, {}):
        response = add(editor, draws=(rule,), organization=people.branch.pk, **going)
        assert response.status_code == 200
        assert "“测试村党支部”的题库不归您看：请给每条抽题选好题库" in response.text
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["quizzes", "quizpage", quiz_index().pk])
    filled = sent(draws=(rule,), organization=people.branch.pk)
    assert editor.post(preview, filled).json()["is_valid"] is False
    assert not QuizPage.objects.exists()


def test_naming_it_without_such_a_draw_is_only_a_name(editor: Client, people: People) -> None:
    assert add(editor, question(), organization=people.branch.pk, **PUBLISH).status_code == 302
    mine = question(stem="自家的题（　）。", bank_name="自家题库", organization=people.other_branch)
    named = drawn(1, bank=mine.bank_id)
    assert add(editor, draws=(named,), slug="b", organization=people.branch.pk, **PUBLISH).status_code == 302


@pytest.mark.parametrize(("count", "status"), [(1, 302), (2, 200)])
def test_what_somebody_else_published_may_be_kept_and_not_widened(
    editor: Client, people: People, theirs: Any, count: int, status: int
) -> None:
    paper = quiz(draws=[draw_of(1)], organization=people.branch)
    part = paper.sections.get()
    form = sent(draws=(drawn(count),), slug=paper.slug, organization=people.branch.pk)
    form |= rows("sections", [{"title": "", "points": 2, "id": part.pk}])
    form |= {"sections-INITIAL_FORMS": 1, "sections-0-draws-INITIAL_FORMS": 1}
    form |= {"sections-0-draws-0-id": part.draws.get().pk}
    url = reverse("wagtailadmin_pages:edit", args=[paper.pk])
    assert editor.post(url, form).status_code == status


def test_a_new_quiz_is_held_by_its_writers_organisation(editor: Client, people: People) -> None:
    url = reverse("wagtailadmin_pages:add", args=["quizzes", "quizpage", quiz_index().pk])
    assert re.search(rf'name="organization"[^>]*value="{people.other_branch.pk}"', editor.get(url).text)


def test_the_count_looks_where_the_draw_will(editor: Client, people: People, theirs: Any) -> None:
    question()
    url = reverse("quiz_draw_count")
    said = {
        holder: editor.get(url, {"count": "1", "organization": str(pk)}).json()["said"]
        for holder, pk in (
            ("", ""),
            ("mine", people.other_branch.pk),
            ("theirs", people.branch.pk),
            ("absurd", "1" * 400),
        )
    }
    assert said[""] == "共享题库里现在有 1 道合要求的题。"
    assert said["mine"] == "共享题库和邻村党支部（含下级）的题库里现在有 1 道合要求的题。"
    assert said["theirs"] == said["absurd"] == "“组织单位”的题库不归您看，数不出来；请选题库。"


def test_quizzes_from_before_are_held_by_their_writers_organisation(people: People, theirs: Any) -> None:
    before = quiz(draws=[draw_of(1)], owner=people.me)
    before.save_revision().publish()
    others = [quiz(theirs, owner=people.me), quiz(draws=[draw_of(1, bank=theirs.bank)], owner=people.me)]
    import_module("quizzes.migrations.0011_draws_stay_in_reach").name_holders(apps, None)
    before.refresh_from_db()
    assert before.organization == people.branch
    assert before.get_latest_revision_as_object().organization == people.branch
    assert start(people.me, before).items.get().version.question == theirs
    assert not QuizPage.objects.filter(pk__in=[one.pk for one in others], organization__isnull=False).exists()
