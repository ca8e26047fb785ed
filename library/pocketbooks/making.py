"""Making a file of an edition and keeping it under the fingerprint of its bytes."""

import logging
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from library.models import PocketBookFile
from library.models.source import private_storage
from library.pocketbooks.errors import CouldNotBuild
from library.pocketbooks.printing.building import Built, Report, build
from library.pocketbooks.printing.form import Format
from library.pocketbooks.printing.model import Book
from library.pocketbooks.printing.typesetting import PdfTooOdd

logger = logging.getLogger(__name__)

State = PocketBookFile.State


def extra_fonts() -> str:
    """Return the operator's folder of further fonts, "" when there is none."""
    return str(settings.BOOK_FONTS_DIR)


def print_book(book: Book, form: Format, *, leaves: int = 0, report: Report | None = None) -> Built:
    """Return `book` as `form`, set in the fonts of this installation.

    Raises:
        CouldNotBuild: it could not be set.
    """
    try:
        return build(book, form, leaves=leaves, extra_fonts=extra_fonts(), report=report)
    except PdfTooOdd as error:
        logger.exception("typst refused a pocket book")
        raise CouldNotBuild(book.title, form.label) from error


def make(file: PocketBookFile) -> None:
    """Build one file and keep it, telling the browser how far it is; a fault ends as a sentence on the record."""

    def report(percent: int, stage: str) -> None:
        _tell(file, state=State.BUILDING, percent=percent, stage=stage)

    report(5, "取内容")
    try:
        built = print_book(file.issue.printed(), file.form, leaves=file.leaves, report=report)
        _tell(file, state=State.BUILDING, percent=90, stage="保存")
        name = _keep(built, file.form)
    except CouldNotBuild as error:
        _tell(file, state=State.FAILED, percent=0, stage="", error=str(error))
        return
    except Exception:
        _tell(
            file,
            state=State.FAILED,
            percent=0,
            stage="",
            error=str(CouldNotBuild(file.issue.book.title, file.form.label)),
        )
        raise
    _tell(
        file,
        state=State.READY,
        percent=100,
        stage="",
        error="",
        file=name,
        sha256=built.sha256,
        bytes=len(built.data),
        pages=built.pages,
        seconds=round(built.seconds, 3),
        missing=[one.label for one in built.missing],
    )


def _keep(built: Built, form: Format) -> str:
    """Store the bytes under their fingerprint; what is there already is the same file."""
    storage = private_storage()
    name = f"books/{built.sha256[:2]}/{built.sha256}.{form.ending}"
    return name if storage.exists(name) else storage.save(name, ContentFile(built.data))


def _tell(record: PocketBookFile, /, **values: Any) -> None:
    PocketBookFile.objects.filter(pk=record.pk).update(changed_at=timezone.now(), **values)
