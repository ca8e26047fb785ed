"""A PDF with a text layer to blocks."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from library.extraction import errors
from library.extraction.blocks import Block
from library.extraction.child import TooSlow, run_bounded
from library.extraction.pdf_furniture import strip_apparatus, strip_margins
from library.extraction.pdf_layout import Page, put_in_order, read_page
from library.extraction.pdf_paragraphs import body_size, to_blocks

READER = Path(__file__).with_name("pdf_glyphs.py")
SECONDS = 90
MAX_PAGES = 1_500
MAX_CHARACTERS = 4_000_000
FEW_CHARACTERS = 12  # a page; a scan may carry a stamp or a page number as text
UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ufff0-\uffff]")
GARBLED = 0.3
SHOWN_PAGES = 8
NOTES_HEADING = "附录　注释"


def read_pdf(data: bytes, filename: str) -> tuple[list[Block], list[str]]:
    """Return (blocks, decisions) of a PDF.

    Raises:
        EncryptedFile: it needs a password.
        ScannedPdf: it has no text, only pictures of it; GarbledPdf: its text is no characters.
        TooManyPages, TooSlowToRead: it goes beyond the limits.
        DamagedFile: it cannot be opened.
    """
    pages = [read_page(number, page) for number, page in enumerate(_raw_pages(data, filename))]
    _refuse_unreadable(pages, filename)
    missing = [page.number + 1 for page in pages if page.pictures and not page.lines]
    size = body_size([line for page in pages for line in page.lines])
    stripped = strip_margins(pages, size)
    put_in_order(pages)
    strip_apparatus(pages, size, stripped)
    width = sorted(page.width for page in pages)[len(pages) // 2]
    blocks = to_blocks([line for page in pages for line in page.lines], width)
    if stripped.notes:
        blocks += [Block(NOTES_HEADING), *to_blocks(stripped.notes, width)]
    decisions = [f"按 PDF 的文字层读取，共 {len(pages)} 页，断开的行已接成段落。", *stripped.decisions()]
    if any(line.column for page in pages for line in page.lines):
        decisions.append("双栏的页面按先左栏后右栏的顺序读取，请核对。")
    if missing:
        shown = "、".join(map(str, missing[:SHOWN_PAGES])) + ("等" if len(missing) > SHOWN_PAGES else "")
        decisions.append(f"第 {shown} 页只有图片，没有文字可读，请对照原文补上。")
    return blocks, decisions


def _raw_pages(data: bytes, filename: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-P", str(READER), str(MAX_PAGES), str(MAX_CHARACTERS)]
    try:
        code, printed = run_bounded(command, seconds=SECONDS, data=data)
    except TooSlow as error:
        raise errors.TooSlowToRead(filename, seconds=SECONDS) from error
    try:
        said = json.loads(printed) if code == 0 else {"error": "damaged"}
    except ValueError as error:
        raise errors.DamagedFile(filename) from error
    if said.get("error") == "password":
        raise errors.EncryptedFile(filename)
    if said.get("error") in {"pages", "text"}:
        raise errors.TooManyPages(filename, limit=MAX_PAGES)
    if "error" in said:
        raise errors.DamagedFile(filename)
    return list(said["pages"])


def _refuse_unreadable(pages: list[Page], filename: str) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    if len(text) < FEW_CHARACTERS * len(pages):
        pictured = sum(page.pictures > 0 for page in pages)
        if 2 * pictured >= len(pages) > 0:
            raise errors.ScannedPdf(filename, pages=len(pages))
    if not text.strip():
        raise errors.EmptyFile(filename)
    if sum(1 for _found in UNREADABLE.finditer(text)) > GARBLED * len(text):
        raise errors.GarbledPdf(filename)
