"""What others' checkers say of our books: of every book of the demo, and of one of a whole constitution."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cms.demo import content, pocketbooks
from library.models import PocketBookPage
from library.pocketbooks.printing.building import build
from library.pocketbooks.printing.form import Format
from library.pocketbooks.printing.model import Book
from members.models import Member
from tests.library.pocketbooks.checkers import ace_findings, epub_findings, pdf_findings
from tests.library.pocketbooks.samples import book, chapter
from tests.site import a_site

pytestmark = pytest.mark.django_db

BOOKS = ("study-pocket-book", "integrity-pocket-book", "mobile-pocket-book")
PAGES = (Format.PDF, Format.PDF_64K, Format.LARGE_PRINT)


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Book]]:
    """Compile the demo's books from the demo's texts, in a transaction that the module's end undoes."""
    with django_db_blocker.unblock(), transaction.atomic():
        a_site()
        editor = Member.objects.create_user("compiler", name="编书人", is_superuser=True)
        content.plant_topics(by=editor)
        list(content.load_materials(by=editor))
        list(pocketbooks.compile_pocket_books(by=editor))
        yield {one.slug: one.newest.printed() for one in PocketBookPage.objects.all() if one.newest}
        transaction.set_rollback(True)


def kept(one: Book, form: Format, folder: Path) -> Path:
    path = folder / f"book.{form.ending}"
    path.write_bytes(build(one, form).data)
    return path


def test_the_demo_has_these_books(printed: dict[str, Book]) -> None:
    assert set(printed) == set(BOOKS)


@pytest.mark.parametrize("slug", BOOKS)
def test_epubcheck_finds_nothing_in_a_demo_book(printed: dict[str, Book], slug: str, tmp_path: Path) -> None:
    assert epub_findings(kept(printed[slug], Format.EPUB, tmp_path)) == []


@pytest.mark.parametrize("slug", BOOKS)
def test_ace_finds_nothing_in_a_demo_book(printed: dict[str, Book], slug: str, tmp_path: Path) -> None:
    assert ace_findings(kept(printed[slug], Format.EPUB, tmp_path), tmp_path / "ace") == []


@pytest.mark.parametrize("form", PAGES, ids=str)
@pytest.mark.parametrize("slug", BOOKS)
def test_pdfua_finds_nothing_in_a_demo_book(
    printed: dict[str, Book], slug: str, form: Format, tmp_path: Path
) -> None:
    assert pdf_findings(kept(printed[slug], form, tmp_path)) == []


@pytest.mark.corpus
def test_nothing_is_found_in_a_book_of_a_whole_constitution(corpus: Path, tmp_path: Path) -> None:
    text = (corpus / "party" / "党章-2017.md").read_text(encoding="utf-8")
    one = book(chapter(text), printed_on=date(2024, 9, 1))
    epub = kept(one, Format.EPUB, tmp_path)
    assert epub_findings(epub) == []
    assert ace_findings(epub, tmp_path / "ace") == []
    assert [pdf_findings(kept(one, form, tmp_path)) for form in PAGES] == [[], [], []]


def test_the_checkers_do_find_faults(tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    whole = build(book(), Format.EPUB).data
    broken.write_bytes(whole.replace(b"application/epub+zip", b"application/epub+zap", 1))
    assert epub_findings(broken) != []
    booklet = kept(book(), Format.A5_BOOKLET, tmp_path)
    assert pdf_findings(booklet) != []
