"""The shapes a book comes in."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Format"]

EPUB = "application/epub+zip"
PDF = "application/pdf"


class Format(StrEnum):
    """What a book can be built as."""

    EPUB = "epub"
    PDF = "pdf"
    PDF_64K = "pdf-64k"
    A5_BOOKLET = "a5-booklet"
    A6_BOOKLET = "a6-booklet"
    LARGE_PRINT = "large-print"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        return LABELS[self][0]

    @property
    def purpose(self) -> str:
        """Return what it is for, and how it is printed."""
        return LABELS[self][1]

    @property
    def ending(self) -> str:
        """Return the ending of the file's name."""
        return "epub" if self is Format.EPUB else "pdf"

    @property
    def content_type(self) -> str:
        """Return the media type."""
        return EPUB if self is Format.EPUB else PDF


LABELS = {
    Format.EPUB: ("电子书", "EPUB，手机和阅读器上看，字号随意。"),
    Format.PDF: ("口袋本 PDF", "A6 一页一面，屏幕上看或送印。"),
    Format.PDF_64K: ("64 开 PDF", "92 × 126 毫米，送印刷厂。"),
    Format.A5_BOOKLET: ("A5 折页", "A4 纸横放双面打印，短边翻转，整叠对折装订。"),
    Format.A6_BOOKLET: (
        "A6 裁折",
        "A4 纸竖放双面打印，长边翻转；横向居中裁开，上半叠放在下半叠上面，再对折装订。",
    ),
    Format.LARGE_PRINT: ("大字本", "A4，18 磅字，单双面都可以打印。"),
}
