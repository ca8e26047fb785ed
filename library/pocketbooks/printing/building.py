"""Building a book in one of its shapes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from . import typesetting
from .booklet import booklet
from .epub import epub
from .fonts import Missing
from .form import Format
from .imposition import Layout
from .model import Book

__all__ = ["Built", "Report", "build"]

Report = Callable[[int, str], None]
SHAPES = {
    Format.PDF: typesetting.A6,
    Format.PDF_64K: typesetting.K64,
    Format.A5_BOOKLET: typesetting.A5,
    Format.A6_BOOKLET: typesetting.A6,
    Format.LARGE_PRINT: typesetting.A4_LARGE,
}
LAYOUTS = {Format.A5_BOOKLET: Layout.A5_FOLD, Format.A6_BOOKLET: Layout.A6_CUT}


@dataclass(frozen=True)
class Built:
    """A finished file."""

    data: bytes
    pages: int
    seconds: float
    missing: tuple[Missing, ...]

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the file."""
        return hashlib.sha256(self.data).hexdigest()


def build(
    book: Book, form: Format, *, leaves: int = 0, extra_fonts: str = "", report: Report | None = None
) -> Built:
    """Return `book` as `form`; `leaves` is the size of a booklet's gatherings, 0 for what suits its thickness;
    `report` is told percent and stage.

    Raises:
        PdfTooOdd: typst refuses.
    """
    tell = report or (lambda percent, stage: None)
    started = time.perf_counter()
    if form is Format.EPUB:
        tell(20, "写电子书")
        data, pages = epub(book, extra_fonts=extra_fonts)
        # E-readers bring fonts of their own; only the cover is set here.
        return Built(data, pages, time.perf_counter() - started, ())
    tell(20, "排版")
    typeset = typesetting.typeset(book, SHAPES[form], extra_fonts=extra_fonts)
    data, pages = typeset.data, typeset.pages
    if form in LAYOUTS:
        tell(70, "拼版")
        data, pages = booklet(data, LAYOUTS[form], title=book.title, leaves=leaves)
    return Built(data, pages, time.perf_counter() - started, typeset.missing)
