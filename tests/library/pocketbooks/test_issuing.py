"""Editions of a book: frozen, numbered, and made into files once."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from library.models import LibraryIndexPage, PocketBookFile, PocketBookIssue, PocketBookPage
from library.models.source import private_storage
from library.pocketbooks import making
from library.pocketbooks.errors import CouldNotBuild, NotIssued
from library.pocketbooks.issuing import (
    file_of,
    issue_book,
    newest_issue,
    rebuild_book,
    request_all,
    request_file,
)
from library.pocketbooks.making import make
from library.pocketbooks.printing.form import Format
from library.pocketbooks.printing.typesetting import record_lines
from library.pocketbooks.standing import standings_of
from library.pocketbooks.tasks import make_file
from tests.library import builders
from tests.library.pocketbooks import books
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def test_it_works() -> None:
    issue = books.issued(books.text(builders.rules()), books.note())
    assert (issue.number, issue.printed_on) == (1, date(2024, 9, 10))
    assert [pin.title for pin in issue.pinned.all()] == ["学习管理规定（示例）"]
    assert PocketBookPage.objects.get().char_count > 50


def test_publishing_the_same_again_makes_no_new_edition() -> None:
    issue = books.issued(books.text(builders.rules()))
    issue.book.save_revision().publish()
    assert PocketBookIssue.objects.count() == 1


def test_another_composition_is_a_new_edition() -> None:
    book = books.issued(books.text(builders.rules())).book
    book.items = json.dumps([books.note()])
    book.save_revision().publish()
    assert [issue.number for issue in book.issues.all()] == [2, 1]


def test_an_edition_prints_what_it_printed_whatever_becomes_of_its_sources() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    before = books.ready_file(issue).sha256
    books.amend(speech, "办好", "办成")
    PocketBookFile.objects.all().delete()
    assert books.ready_file(PocketBookIssue.objects.get(pk=issue.pk)).sha256 == before
    speech.delete()
    PocketBookFile.objects.all().delete()
    assert books.ready_file(PocketBookIssue.objects.get(pk=issue.pk)).sha256 == before
    assert issue.pinned.get().material is None


def test_an_amended_source_gives_a_new_edition(people: People) -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    books.amend(speech, "办好", "办成")
    again = rebuild_book(book=issue.book, by=people.editor)
    assert again.number == 2
    assert "办成" in json.dumps(again.content, ensure_ascii=False)
    assert "办成" not in json.dumps(issue.content, ensure_ascii=False)


def test_nobody_but_who_may_publish_issues_anew(people: People) -> None:
    issue = books.issued(books.note())
    for person in (people.me, people.secretary, people.superior, people.stranger):
        with pytest.raises(PermissionDenied):
            rebuild_book(book=issue.book, by=person)


def test_a_book_that_cannot_be_printed_is_published_without_an_edition() -> None:
    assert books.published().newest is None
    with pytest.raises(NotIssued, match="还没有编成"):
        newest_issue(PocketBookPage.objects.get())


def test_every_shape_is_made_after_publishing(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        issue = books.issued(books.text(builders.rules()))
    files = {file.format: file for file in issue.files.all()}
    assert set(files) == {form.value for form in Format}
    assert {file.state for file in files.values()} == {"ready"}
    assert all(file.pages and file.bytes and file.sha256 for file in files.values())


def test_a_file_is_kept_under_its_fingerprint_and_once() -> None:
    file = books.ready_file(books.issued(books.note()))
    assert file.file.name == f"books/{file.sha256[:2]}/{file.sha256}.epub"
    file.state = "new"
    make(file)
    folder = file.file.name.rpartition("/")[0]
    assert private_storage().listdir(folder)[1] == [f"{file.sha256}.epub"]


def test_who_asks_twice_gets_one_task(django_capture_on_commit_callbacks: Any) -> None:
    issue = books.issued(books.note())
    PocketBookFile.objects.all().delete()
    with django_capture_on_commit_callbacks() as sent:
        request_file(issue=issue, form=Format.EPUB)
        request_file(issue=issue, form=Format.EPUB)
    assert len(sent) == 1


def test_what_is_ready_is_not_made_again(django_capture_on_commit_callbacks: Any) -> None:
    issue = books.issued(books.note())
    books.ready_file(issue)
    with django_capture_on_commit_callbacks() as sent:
        assert request_file(issue=issue, form=Format.EPUB).state == "ready"
    assert sent == []


def test_a_worker_that_died_is_not_waited_for_for_ever() -> None:
    issue = books.issued(books.note())
    file = file_of(issue, Format.EPUB)
    long_ago = timezone.now() - timedelta(hours=1)
    PocketBookFile.objects.filter(pk=file.pk).update(state="building", changed_at=long_ago)
    assert request_file(issue=issue, form=Format.EPUB).state == "waiting"


def test_a_fault_ends_as_a_sentence_on_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise CouldNotBuild("学习小册（示例）", "电子书")

    monkeypatch.setattr(making, "print_book", refuse)
    file = books.ready_file(books.issued(books.note()))
    assert (file.state, file.error) == (
        "failed",
        "《学习小册（示例）》的电子书没有排成，请稍后再试；再不成，请把书名告诉管理员。",
    )


def test_an_unforeseen_fault_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*args: Any, **kwargs: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(making, "print_book", burst)
    file = file_of(books.issued(books.note()), Format.PDF)
    with pytest.raises(MemoryError):
        make(file)
    file.refresh_from_db()
    assert file.state == "failed"
    assert "没有排成" in file.error


def test_progress_is_written_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []
    tell = making._tell
    monkeypatch.setattr(
        making,
        "_tell",
        lambda record, /, **now: (seen.append((now["state"], now["percent"])), tell(record, **now)),
    )
    books.ready_file(books.issued(books.note()), "a6-booklet")
    assert [percent for _, percent in seen] == sorted(percent for _, percent in seen)
    assert seen[-1] == ("ready", 100)
    assert len(seen) >= 4


def test_a_file_whose_book_was_deleted_is_nothing_to_the_worker() -> None:
    assert make_file.call(file_id=0) is None


def test_the_size_of_a_gathering_belongs_to_booklets_alone() -> None:
    issue = books.issued(books.note(), leaves=4)
    assert file_of(issue, Format.A5_BOOKLET).leaves == 4
    assert file_of(issue, Format.PDF).leaves == 0


def test_what_lacks_a_glyph_is_written_on_the_record() -> None:
    file = books.ready_file(books.issued(books.note(), title="𠮷😀（示例）"), "pdf")
    assert [sentence[1] for sentence in file.missing] == ["😀", "𠮷"]


def test_another_size_of_gatherings_is_another_file_of_the_same_edition(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        book = books.issued(books.text(builders.bring_in(builders.long_rules(80), slug="long"))).book
    with django_capture_on_commit_callbacks(execute=True):
        book.leaves = 2
        book.save_revision().publish()
    made = PocketBookFile.objects.filter(issue__book=book, format="a5-booklet", state="ready")
    assert {(file.issue.number, file.leaves) for file in made} == {(1, 0), (1, 2)}
    assert len({file.sha256 for file in made}) == 2


def test_all_are_asked_for_at_once() -> None:
    issue = issue_book(book=books.published(books.note()))
    assert len(request_all(issue=issue)) == len(Format)


def test_a_source_that_is_published_builds_the_next_edition_and_keeps_it_back(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    speech = builders.speech()
    book = books.issued(books.text(speech)).book
    with django_capture_on_commit_callbacks(execute=True):
        books.amend(speech, "办好", "办成")
    offered = book.issues.get(is_offered=True)
    assert (book.newest.number, offered.number) == (1, 2)
    assert {file.state for file in offered.files.all()} == {"ready"}
    taken = rebuild_book(book=book, by=people.editor)
    assert (taken.pk, book.newest.number) == (offered.pk, 2)


def test_an_edition_on_offer_follows_its_source_and_goes_when_the_old_words_return(
    django_capture_on_commit_callbacks: Any,
) -> None:
    speech = builders.speech()
    book = books.issued(books.text(speech)).book
    for old, new in (("办好", "办成"), ("办成", "办妥")):
        with django_capture_on_commit_callbacks(execute=True):
            books.amend(speech, old, new)
    assert "办妥" in json.dumps(book.issues.get(is_offered=True).content, ensure_ascii=False)
    with django_capture_on_commit_callbacks(execute=True):
        books.amend(speech, "办妥", "办好")
    assert not book.issues.filter(is_offered=True).exists()


def test_a_source_of_no_book_builds_nothing(django_capture_on_commit_callbacks: Any) -> None:
    books.issued(books.note())
    with django_capture_on_commit_callbacks(execute=True):
        builders.speech()
    assert PocketBookIssue.objects.count() == 1


def test_answers_that_were_gone_over_are_a_new_edition(people: People) -> None:
    work = builders.rules()
    issue = books.issued(books.questions(work))
    books.amend(work.get_children().get().specific, "每季度", "每个月")
    again = rebuild_book(book=issue.book, by=people.editor)
    assert again.number == 2
    assert standings_of(again)[0].is_in_force
    assert rebuild_book(book=issue.book, by=people.editor) == again


def test_what_answers_rest_on_is_no_text_of_the_book() -> None:
    book = books.issued(books.text(builders.rules()), books.questions(builders.speech())).printed()
    (names,) = [lines for label, lines in record_lines(book) if label == "所收版本"]
    assert [name.split("（")[0] for name in names] == ["学习管理规定"]
