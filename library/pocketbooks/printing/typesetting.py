"""Setting a book with typst: everything an editor or a source wrote travels as JSON, so no character of it is code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
import typst

from .fonts import SANS, SERIF, Missing, font_folders, missing_in, printable
from .model import Block, BlockKind, Book, Chapter, ChapterKind
from .qr import svg

__all__ = ["A4_LARGE", "A5", "A6", "K64", "PdfTooOdd", "Shape", "Typeset", "cover_picture", "typeset"]

STANDARDS: list[Any] = ["ua-1", "a-2a"]
# Longest run of letters without a break that still fits a line of the narrowest book.
UNBROKEN = re.compile(r"[!-~]{18,}")
RUN = 12
LABELS = {
    ChapterKind.SOURCE: "",
    ChapterKind.EXCERPT: "摘录",
    ChapterKind.GUIDE: "辅导材料，不是原文",
    ChapterKind.QUESTIONS: "问答",
    ChapterKind.EDITOR: "编者的话，不是原文",
}


class PdfTooOdd(Exception):
    """Typst could not set the book; the message is its own."""


@dataclass(frozen=True)
class Shape:
    """A page in points; the text is a whole number of characters wide, so that lines fill evenly."""

    width: float
    height: float
    size: float
    characters: int
    inside: float
    top: float
    bottom: float
    pitch: float
    sided: bool = True
    qr: float = 54

    @property
    def outside(self) -> float:
        """Return the outer margin: what text and inner margin leave."""
        return self.width - self.inside - self.size * self.characters


MM = 72 / 25.4
A6 = Shape(105 * MM, 148 * MM, 9, 25, inside=39, top=45, bottom=42, pitch=15.6)
K64 = Shape(92 * MM, 126 * MM, 8.5, 23, inside=35, top=40, bottom=38, pitch=14.4, qr=52)
A5 = Shape(148 * MM, 210 * MM, 10.5, 30, inside=57, top=62, bottom=58, pitch=18.4)
A4_LARGE = Shape(210 * MM, 297 * MM, 18, 24, inside=81.6, top=82, bottom=76, pitch=31, sided=False, qr=72)


@dataclass(frozen=True)
class Typeset:
    """A PDF, how many pages it has, and the characters its face lacked."""

    data: bytes
    pages: int
    missing: tuple[Missing, ...]


def typeset(book: Book, shape: Shape, *, extra_fonts: str = "") -> Typeset:
    """Return `book` as a tagged PDF/UA-1 and PDF/A-2a; the same bytes for the same book.

    Raises:
        PdfTooOdd: typst refuses.
    """
    missing = missing_in(book, extra=extra_fonts)
    compiler = _compiler(book, shape, missing, extra_fonts)
    try:
        data = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=_moment(book.printed_on))
    except typst.TypstError as error:
        raise PdfTooOdd(error.message) from error
    if not isinstance(data, bytes):
        raise PdfTooOdd("no document")
    with pikepdf.open(BytesIO(data)) as pdf:
        return Typeset(data, len(pdf.pages), missing)


def cover_picture(book: Book, *, extra_fonts: str = "") -> bytes:
    """Return the front cover as a PNG of 900 × 1268 pixels or so, for shelves of e-readers."""
    bare = Book(
        book.title, book.organization, book.printed_on, book.edition, book.url, subtitle=book.subtitle
    )
    compiler = _compiler(bare, A6, missing_in(bare, extra=extra_fonts), extra_fonts, cover_only=True)
    try:
        picture = compiler.compile(format="png", ppi=218)
    except typst.TypstError as error:
        raise PdfTooOdd(error.message) from error
    pages = picture if isinstance(picture, list) else [picture]
    return pages[0] or b""


def _compiler(
    book: Book, shape: Shape, missing: tuple[Missing, ...], extra: str, *, cover_only: bool = False
) -> typst.Compiler:
    lost = frozenset(one.character for one in missing if not one.lent)

    def said(text: str) -> Any:
        return _breakable(printable(text, lost))

    content = _content(book, missing, said) | {"cover_only": cover_only}
    template = Path(str(files(__package__) / "typst" / "book.typ"))
    page = asdict(shape) | {"outside": shape.outside, "serif": SERIF, "sans": SANS}
    return typst.Compiler(
        template,
        root=template.parent,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders(extra)
        ),
        sys_inputs={"book": json.dumps(content, ensure_ascii=False), "shape": json.dumps(page)},
    )


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _breakable(text: str) -> list[str]:
    """Return `text` in pieces; between them a line may break, which long addresses and jumbles need."""
    pieces: list[str] = []
    last = 0
    for match in UNBROKEN.finditer(text):
        run = match.group()
        pieces.append(text[last : match.start()] + run[:RUN])
        pieces += [run[start : start + RUN] for start in range(RUN, len(run), RUN)]
        last = match.end()
    if last and text[last:]:
        pieces[-1] += text[last:]
    return pieces or [text]


Said = Callable[[str], Any]


def _content(book: Book, missing: tuple[Missing, ...], said: Said) -> dict[str, Any]:
    chapters = book.all_chapters()
    day = book.printed_on
    return {
        "title": said(book.title),
        "short_title": "".join(said(book.short_title)),
        "subtitle": said(book.subtitle),
        "organization": said(book.organization),
        "date": f"{day.year}年{day.month}月",
        "day": [day.year, day.month, day.day],
        "edition": book.edition,
        "title_scale": _title_scale(book.title),
        "chapters": [_chapter(number, chapter, said) for number, chapter in enumerate(chapters)],
        "index": _index(chapters, said),
        "record": [
            {"name": name, "text": ["".join(said(line)) for line in lines]}
            for name, lines in record_lines(book, missing)
        ],
    }


def _title_scale(title: str) -> float:
    """Return how large a title is set on the cover, by its length."""
    return next(
        scale
        for limit, scale in ((8, 2.9), (14, 2.4), (24, 2.0), (48, 1.6), (10**9, 1.1))
        if len(title) <= limit
    )


def _chapter(number: int, chapter: Chapter, said: Said) -> dict[str, Any]:
    short = chapter.short_title
    return {
        "id": f"c{number}",
        "title": said(short),
        "running": "".join(said(short)),
        "whole_title": said(chapter.title) if chapter.title != short else None,
        "kind": str(chapter.kind),
        "label": LABELS[chapter.kind],
        "note": said(chapter.note),
        "facts": [said(fact) for fact in chapter.facts],
        "qr": svg(chapter.scan) if chapter.scan else "",
        "blocks": [_block(f"c{number}b{place}", block, said) for place, block in enumerate(chapter.blocks)],
    }


def _block(name: str, block: Block, said: Said) -> dict[str, Any]:
    text: Any = said(block.text)
    if block.kind == BlockKind.TABLE:
        text = table_rows(block.text, said)
    return {
        "id": name if block.cites else "",
        "kind": str(block.kind),
        "number": said(block.number),
        "heading": said(block.heading),
        "text": text,
        "level": block.level,
        "mark": block.mark,
        "notes": [said(note) for note in block.notes],
        "qr": svg(block.qr) if block.qr else "",
        "qr_alt": "二维码：这一条的网上原文",
    }


def table_rows(text: str, said: Callable[[str], Any] = str) -> list[list[Any]]:
    """Return the cells of a table, every row as long as the longest."""
    rows = [row.split("\t") for row in text.split("\n")]
    width = max(len(row) for row in rows)
    return [[said(cell) for cell in [*row, *[""] * (width - len(row))]] for row in rows]


def index_entries(chapters: Iterable[Chapter]) -> list[tuple[str, list[tuple[str, list[tuple[int, int]]]]]]:
    """Return the index of cited articles: works, their articles in order, and (chapter, block) of each reference."""
    found: dict[tuple[str, tuple[int, ...], str], list[tuple[int, int]]] = {}
    for number, chapter in enumerate(chapters):
        for place, block in enumerate(chapter.blocks):
            for cited in block.cites:
                found.setdefault((cited.work, cited.order, cited.place), []).append((number, place))
    return [
        (work, [(key[2], found[key]) for key in keys])
        for work, keys in groupby(sorted(found), key=lambda key: key[0])
    ]


def _index(chapters: Iterable[Chapter], said: Said) -> list[dict[str, Any]]:
    return [
        {
            "work": said(f"《{work}》"),
            "places": [
                {"place": place or "全文", "at": [f"c{number}b{block}" for number, block in references]}
                for place, references in places
            ],
        }
        for work, places in index_entries(chapters)
    ]


def record_lines(book: Book, missing: tuple[Missing, ...] = ()) -> Iterable[tuple[str, list[str]]]:
    """Yield the lines of the imprint: what the book is made of, and what is odd about it."""
    day = book.printed_on
    yield "书名", [book.title]
    if book.organization:
        yield "编印", [book.organization]
    yield "版次", [f"第{book.edition}版，{day.year}年{day.month}月{day.day}日"]
    # Of questions the digest is that of what their answers rest on, which is not in the book.
    pinned = [
        chapter for chapter in book.chapters if chapter.digest and chapter.kind != ChapterKind.QUESTIONS
    ]
    if pinned:
        yield "所收版本", [_pinned(chapter) for chapter in pinned]
    if missing:
        yield "用字", [one.label for one in missing]
    yield "网上", [book.url]
    yield "标识", [book.identifier]


def _pinned(chapter: Chapter) -> str:
    facts = "，".join(chapter.facts)
    return f"{chapter.short_title}" + (f"（{facts}）" if facts else "") + f" {chapter.digest[:12]}"
