"""A text as a Word file with real headings, which the import reads back to the same tree."""

import io
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from library.exporting.akoma_ntoso import NOT_XML
from library.exporting.imprint import Imprint
from library.exporting.paper import add_title, new_document
from library.structure import Document, Kind, Node

LEVELS = {
    Kind.PART: 1,
    Kind.COMPONENT: 1,
    Kind.ANNEX: 1,
    Kind.SUBPART: 1,
    Kind.CHAPTER: 1,
    Kind.SECTION: 2,
    Kind.SUBSECTION: 3,
}
LINE = 1.5


def word(document: Document, imprint: Imprint) -> bytes:
    """Return the file."""
    file = new_document(imprint.title)
    add_title(file, imprint.title, *[line for line in document.note.split("\n") if line])
    for root in document.roots:
        _write(file, root)
    _say_source(file, imprint)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _write(file: Any, node: Node) -> None:
    if node.kind == Kind.TABLE:
        _table(file, node)
    elif node.kind == Kind.ARTICLE:
        _article(file, node)
        return
    elif node.kind in LEVELS and not node.text:
        heading = file.add_heading(_clean(node.own_text()), LEVELS[Kind(node.kind)])
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif node.own_text():
        _paragraph(file, node.own_text(), ending=node.kind in (Kind.SIGNATURE, Kind.SOURCE))
    for child in node.children:
        _write(file, child)


def _article(file: Any, node: Node) -> None:
    """Write an article; its first paragraph stands on the line of the number."""
    below = list(node.children)
    text = node.text
    if not text and below and below[0].kind == Kind.PARAGRAPH and not below[0].number:
        first = below.pop(0)
        text, below = first.text, [*first.children, *below]
    paragraph = _paragraph(file, "")
    paragraph.add_run(f"{_clean(node.number)}　").bold = True
    paragraph.add_run(_clean(node.heading + text))
    for child in below:
        _write(file, child)


def _paragraph(file: Any, text: str, *, ending: bool = False) -> Any:
    paragraph = file.add_paragraph(_clean(text))
    paragraph.paragraph_format.line_spacing = LINE
    paragraph.paragraph_format.space_after = Pt(0)
    if ending:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.paragraph_format.first_line_indent = Pt(24)
    return paragraph


def _table(file: Any, node: Node) -> None:
    rows = [row.split("\t") for row in node.text.split("\n")]
    table = file.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=False):
            cell.text = _clean(text)


def _say_source(file: Any, imprint: Imprint) -> None:
    """Say in the head of every page where the text comes from: not in the body, which is the text alone."""
    said = [imprint.issuer, imprint.document_number]
    if imprint.effective_from:
        said.append(
            f"{imprint.effective_from:%Y}年{imprint.effective_from.month}月{imprint.effective_from.day}日起施行"
        )
    head = file.sections[0].header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(_clean("　".join([part for part in said if part] + [imprint.url])))
    run.font.size = Pt(8)


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)
