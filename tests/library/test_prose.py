"""Quotations are checked wherever an editor writes: books, lectures, quizzes, the front door, one-line summaries."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import HomePage
from library.models import (
    GuidePage,
    LibraryIndexPage,
    MicroLecturePage,
    PocketBookPage,
    QuotationAnswer,
    RegulationPage,
    TopicPage,
)
from library.page_forms import QuotingForm
from library.prose import has_prose
from library.quotations import open_quotations
from quizzes.models import QuizIndexPage, QuizPage
from tests.library import builders
from tests.library.pocketbooks import books
from tests.library.pocketbooks.test_editing import form as book_form
from tests.quizzes.builders import question, quiz

pytestmark = pytest.mark.django_db

WRONG = "学习规定第三条规定：“支部每月安排一次集中学习，缺席的应当补课。”"
RIGHT = WRONG.replace("每月", "每季度")
REFUSED = "引文“支部每月安排一次集中学习，缺席的应当补课。”：与《学习管理规定（示例）》第三条的原文不一致。"


@pytest.fixture(autouse=True)
def rules(library: LibraryIndexPage) -> Any:
    return builders.rules(short_title="学习规定")


def book(item: dict[str, Any]) -> PocketBookPage:
    page = PocketBookPage(title="小册（示例）")
    page.items = json.dumps([item])
    return page


def noted(words: str) -> PocketBookPage:
    return book({"type": "note", "value": {"title": "编者按", "text": words}})


def asked(words: str) -> PocketBookPage:
    one = {"question": "多久一次？", "answer": words, "material": None, "place": ""}
    return book({"type": "questions", "value": {"title": "问答", "questions": [one]}})


def footnoted(words: str) -> PocketBookPage:
    return book(books.text(RegulationPage.objects.get(), notes=(("第三条", words),)))


WRITTEN = {
    "the preface of a book": lambda words: PocketBookPage(title="小册（示例）", preface=words),
    "the editor's words in a book": noted,
    "an answer in a book": asked,
    "a footnote in a book": footnoted,
    "the summary of a book": lambda words: PocketBookPage(title="小册（示例）", summary=words),
    "the summary of a lecture": lambda words: MicroLecturePage(title="一课（示例）", summary=words),
    "the summary of a guide": lambda words: GuidePage(title="导读（示例）", summary=words, body="一句话。"),
    "the summary of a topic": lambda words: TopicPage(title="专题（示例）", summary=words),
    "the introduction of a quiz": lambda words: QuizPage(title="测验（示例）", intro=words),
    "the welcome at the front door": lambda words: HomePage(title="首页（示例）", welcome=words),
}


@pytest.mark.parametrize("place", WRITTEN)
def test_a_slip_is_seen_wherever_it_stands(place: str) -> None:
    (waiting,) = open_quotations(WRITTEN[place](WRONG))
    assert waiting.sentence == "与《学习管理规定（示例）》第三条的原文不一致。"
    assert open_quotations(WRITTEN[place](RIGHT)) == []


def test_every_page_an_editor_makes_is_checked_and_shows_what_was_found() -> None:
    holders = (LibraryIndexPage, QuizIndexPage, Page)
    made = [model for model in _pages() if model not in holders and model.is_creatable]
    assert {MicroLecturePage, PocketBookPage, QuizPage, HomePage} <= set(made)
    for model in made:
        assert has_prose(model())
        assert issubclass(model.base_form_class, QuotingForm)
        assert model.get_edit_handler().bind_to_model(model)


def _pages() -> list[Any]:
    found, waiting = [], [Page]
    while waiting:
        waiting += (below := [one for one in waiting.pop().__subclasses__() if not one._meta.abstract])
        found += [one for one in below if not one.__module__.startswith(("wagtail", "tests"))]
    return found


def test_an_excerpt_is_held_against_its_source_by_the_book_itself() -> None:
    speech = builders.speech()
    assert open_quotations(book(books.excerpt(speech, WRONG))) == []


def form(preface: str) -> dict[str, Any]:
    """Return what the editor sends to publish a pocket book."""
    return {**book_form(("怎样用", "先读条文。"), preface=preface), "action-publish": "1"}


def test_a_book_with_a_slip_in_its_preface_waits_for_an_answer(desk: Client) -> None:
    library = LibraryIndexPage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=("library", "pocketbookpage", library.pk))
    assert REFUSED in desk.post(url, form(WRONG)).content.decode()
    assert not PocketBookPage.objects.exists()
    (waiting,) = open_quotations(PocketBookPage(preface=WRONG))
    desk.post(url, {**form(WRONG), waiting.field: "引的是试行时的说法"})
    assert PocketBookPage.objects.get().live
    assert QuotationAnswer.objects.get().reason == "引的是试行时的说法"


def test_what_was_taken_out_of_a_form_is_not_held_against_it(desk: Client) -> None:
    draft = books.draft(books.note(), preface=WRONG, slug="xinshu")
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    shown = desk.get(url).content.decode()
    assert "引文核对：1 处待处理" in shown
    assert desk.post(url, form("")).status_code == 302
    draft.refresh_from_db()
    assert draft.live


@pytest.mark.parametrize("place", ["quiz", "home", "lecture"])
def test_pages_published_together_wait_as_well(desk: Client, people: Any, place: str) -> None:
    if place == "home":
        page: Any = HomePage.objects.get()
        page.welcome = WRONG
        page.save_revision()
    elif place == "quiz":
        page = quiz(question("single"), intro=WRONG, live=False)
    else:
        page = MicroLecturePage(title="一课（示例）", slug="lecture", summary=WRONG, live=False)
        LibraryIndexPage.objects.get().add_child(instance=page)
    people.editor.is_superuser = True
    people.editor.save()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    assert REFUSED in desk.post(url, follow=True).content.decode()


def test_the_editor_of_a_quiz_and_of_the_front_door_shows_the_slip(desk: Client, people: Any) -> None:
    home = HomePage.objects.get()
    home.welcome = WRONG
    home.save_revision()
    paper = QuizPage(title="测验（示例）", slug="quiz", intro=WRONG, live=False)
    QuizIndexPage.objects.get().add_child(instance=paper)
    people.editor.is_superuser = True
    people.editor.save()
    for page in (home, paper):
        shown = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "引文核对：1 处待处理" in shown
