"""Issuing editions of a pocket book, and having their files made."""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from library.models import MaterialPage, PinnedText, PocketBookFile, PocketBookIssue, PocketBookPage
from library.pocketbooks.compiling import Compiled, as_issued_before, compile_book
from library.pocketbooks.errors import NotIssued
from library.pocketbooks.printing.form import Format
from library.pocketbooks.printing.model import Book
from library.publishing import READING_CHARS_PER_MINUTE
from members.models import Member

logger = logging.getLogger(__name__)

State = PocketBookFile.State
# After this a worker that took a file is taken for dead.
PATIENCE = timedelta(minutes=10)


def issue_book(*, book: PocketBookPage) -> PocketBookIssue:
    """Compile `book` as it stands with today's texts; return the newest edition, a new one if anything changed.

    Raises:
        BookError: something in it cannot be printed.
    """
    with transaction.atomic():
        PocketBookPage.objects.select_for_update().get(pk=book.pk)
        last = book.newest
        content, chapters = _compiled(book, last)
        offered = book.issues.filter(is_offered=True).first()
        if last is not None and _prints(last, content, chapters):
            # A file may have failed, or the size of gatherings changed.
            transaction.on_commit(lambda: request_all(issue=last))
            return last
        if offered is not None and _prints(offered, content, chapters):
            offered.is_offered = False
            offered.save(update_fields=["is_offered"])
            issue = offered
        else:
            issue = _keep(book, content, chapters, offered=offered)
        _measure(book, content)
        transaction.on_commit(lambda: request_all(issue=issue))
    return issue


def offer_rebuild(*, book: PocketBookPage) -> PocketBookIssue | None:
    """Build the next edition because a source was published, and keep it back until `rebuild_book` takes it.

    The edition that is handed out stays as it is. Returns None when today's texts print what it prints already.

    Raises:
        BookError: something in it cannot be printed.
    """
    with transaction.atomic():
        PocketBookPage.objects.select_for_update().get(pk=book.pk)
        last = book.newest
        if last is None:
            return None
        content, chapters = _compiled(book, last)
        offered = book.issues.filter(is_offered=True).first()
        if _prints(last, content, chapters):
            book.issues.filter(is_offered=True).delete()
            return None
        if offered is not None and _prints(offered, content, chapters):
            return offered
        issue = _keep(book, content, chapters, offered=offered, is_offered=True)
        transaction.on_commit(lambda: request_all(issue=issue))
    return issue


def _compiled(book: PocketBookPage, last: PocketBookIssue | None) -> tuple[Book, list[Compiled]]:
    """Return what the edition after `last` prints."""
    today = timezone.localdate()
    number = last.number + 1 if last else 1
    return compile_book(book, number=number, printed_on=today if last else (book.published_on or today))


def _prints(issue: PocketBookIssue, content: Book, chapters: list[Compiled]) -> bool:
    """Tell whether an edition prints this already; one of the time before has other fingerprints of the same words."""
    return issue.digest in (content.content_digest, as_issued_before(content, chapters).content_digest)


def _keep(
    book: PocketBookPage,
    content: Book,
    chapters: list[Compiled],
    *,
    offered: PocketBookIssue | None,
    is_offered: bool = False,
) -> PocketBookIssue:
    """Store an edition with its pins in the place of the one on offer, which nobody has."""
    if offered is not None:
        offered.delete()
    issue = PocketBookIssue.objects.create(
        book=book,
        number=content.edition,
        content=content.to_json(),
        digest=content.content_digest,
        printed_on=content.printed_on,
        is_offered=is_offered,
    )
    _pin(issue, chapters)
    return issue


def rebuild_book(*, book: PocketBookPage, by: Member) -> PocketBookIssue:
    """Issue a new edition because a source changed; `by` has to be able to publish the book.

    Raises:
        PermissionDenied: `by` may not.
        BookError: something in it cannot be printed.
    """
    if not book.permissions_for_user(by).can_publish():
        raise PermissionDenied
    logger.info("pocket book %s is issued anew by member %s", book.pk, by.pk)
    return issue_book(book=book)


def request_all(*, issue: PocketBookIssue) -> list[PocketBookFile]:
    """Have every shape of an edition made."""
    return [request_file(issue=issue, form=form) for form in Format]


def request_file(*, issue: PocketBookIssue, form: Format) -> PocketBookFile:
    """Have one shape made, unless it is there or under way; return its record."""
    from library.pocketbooks.tasks import make_file

    file = file_of(issue, form)
    given_up = Q(state__in=[State.NEW, State.FAILED])
    given_up |= Q(state__in=[State.WAITING, State.BUILDING], changed_at__lt=timezone.now() - PATIENCE)
    # Of two who ask at once, one changes the state and sends the task.
    taken = PocketBookFile.objects.filter(given_up, pk=file.pk).update(
        state=State.WAITING, percent=0, stage="", error="", changed_at=timezone.now()
    )
    if taken:
        transaction.on_commit(lambda: make_file.enqueue(file_id=file.pk))
        file.refresh_from_db()
    return file


def file_of(issue: PocketBookIssue, form: Format) -> PocketBookFile:
    """Return the record of one shape of an edition."""
    leaves = leaves_of(issue.book, form)
    return PocketBookFile.objects.get_or_create(issue=issue, format=form.value, leaves=leaves)[0]


def leaves_of(book: PocketBookPage, form: Format) -> int:
    """Return the size of gatherings in this shape; only booklets have gatherings."""
    return book.leaves if form in (Format.A5_BOOKLET, Format.A6_BOOKLET) else 0


def newest_issue(book: PocketBookPage) -> PocketBookIssue:
    """Return the edition that is handed out.

    Raises:
        NotIssued: there is none.
    """
    issue = book.newest
    if issue is None:
        raise NotIssued(book.title)
    return issue


def _pin(issue: PocketBookIssue, chapters: list[Compiled]) -> None:
    pins = [(number, 0, one.pin) for number, one in enumerate(chapters, 1) if one.pin is not None]
    pins += [
        (number, question, pin)
        for number, one in enumerate(chapters, 1)
        for question, pin in one.grounds.items()
    ]
    PinnedText.objects.bulk_create(
        PinnedText(
            issue=issue,
            chapter=number,
            question=question,
            # The row of every kind is a MaterialPage; a foreign key wants exactly that.
            material_id=pin.material.pk,
            title=pin.material.title,
            addresses=list(pin.addresses),
            excerpt=pin.excerpt,
            digest=pin.digest,
        )
        for number, question, pin in pins
    )


def _measure(book: PocketBookPage, content: Book) -> None:
    words = sum(
        sum(1 for character in block.words if not character.isspace())
        for chapter in content.all_chapters()
        for block in chapter.blocks
    )
    minutes = max(1, round(words / READING_CHARS_PER_MINUTE))
    MaterialPage.objects.filter(pk=book.pk).update(char_count=words, reading_minutes=minutes)
