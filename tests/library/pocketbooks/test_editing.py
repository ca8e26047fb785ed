"""The editor's desk: a book is checked before it is published, and previewed with its pages."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from library.models import LibraryIndexPage, PocketBookPage
from library.pocketbooks.blocks import BOOK_BLOCKS
from tests.library import builders
from tests.library.pocketbooks import books

pytestmark = pytest.mark.django_db


def form(*notes: tuple[str, str], **fields: Any) -> dict[str, Any]:
    blocks = [("note", {"title": title, "text": text}) for title, text in notes]
    plain = {
        "title": "新书（示例）",
        "slug": "xinshu",
        "subtitle": "",
        "summary": "",
        "issuer": "",
        "preface": "",
        "leaves": "0",
        "items": streamfield(blocks),
        "topics": [],
        "tags": "",
        "comments": inline_formset([]),
    }
    return nested_form_data({**plain, **fields})


def add(desk: Client, data: dict[str, Any]) -> Any:
    library = LibraryIndexPage.objects.get()
    return desk.post(reverse("wagtailadmin_pages:add", args=("library", "pocketbookpage", library.pk)), data)


def test_it_works(desk: Client) -> None:
    add(desk, {**form(("怎样用", "先读条文。")), "action-publish": "1"})
    book = PocketBookPage.objects.get(slug="xinshu")
    assert book.live
    assert book.newest is not None


def test_an_empty_book_is_kept_as_a_draft_and_not_published(desk: Client) -> None:
    response = add(desk, {**form(), "action-publish": "1"})
    assert "这本书还没有内容" in response.content.decode()
    assert not PocketBookPage.objects.exists()
    add(desk, form())
    assert PocketBookPage.objects.get(slug="xinshu").live is False


def test_a_book_whose_source_was_deleted_can_still_be_edited(desk: Client) -> None:
    speech = builders.speech()
    book = books.published(books.text(speech))
    speech.delete()
    url = reverse("wagtailadmin_pages:edit", args=(book.pk,))
    assert desk.get(url).status_code == 200
    item = streamfield([("text", {"material": "", "places": "", "notes": {"count": "0"}})])
    answer = desk.post(url, {**form(items=item, slug=book.slug), "action-publish": "1"})
    said = answer.content.decode()
    assert "页面填写有误，不能保存" in said
    # 此项必填, beside the chooser of the material; it travels as JSON inside the page.
    assert r"material&quot;: {&quot;messages&quot;: [&quot;\u6b64\u9879\u5fc5\u586b" in said


def test_a_title_of_4000_characters_is_refused_in_words(desk: Client) -> None:
    response = add(desk, form(title="学" * 4000))
    assert response.status_code == 200
    assert "不超过 255 " in response.content.decode()
    assert not PocketBookPage.objects.exists()


def test_the_preview_counts_the_pages(desk: Client, library: LibraryIndexPage) -> None:
    book = books.draft(books.text(builders.rules()), title="😀（示例）")
    page = _preview(book, "")
    assert "排出来共" in page
    assert "U+1F600" in page


def test_the_preview_shows_the_book_as_printed(library: LibraryIndexPage) -> None:
    book = books.draft(books.text(builders.rules()))
    response = book.make_preview_request(preview_mode="pdf")
    assert response["Content-Type"] == "application/pdf"


def test_the_preview_of_what_cannot_be_printed_says_why(library: LibraryIndexPage) -> None:
    assert "这本书还没有内容" in _preview(books.draft(), "")


def test_blocks_have_an_icon_a_description_and_a_preview() -> None:
    for _, block in BOOK_BLOCKS:
        assert block.meta.icon
        assert block.meta.description
        assert block.meta.preview_value


def test_what_is_stored_names_pages_by_number(library: LibraryIndexPage) -> None:
    rules = builders.rules()
    book = books.published(books.text(rules))
    assert json.loads(json.dumps(list(book.items.raw_data)))[0]["value"]["material"] == rules.pk


def _preview(book: PocketBookPage, mode: str) -> str:
    response = book.make_preview_request(preview_mode=mode)
    if hasattr(response, "render"):
        response.render()
    return response.content.decode()
