"""Two editions side by side in Word: what went struck through, what came underlined."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from library.exporting.akoma_ntoso import NOT_XML
from library.exporting.paper import RED, add_title, new_document

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Run:
    """Some words; `op` is equal, delete, insert or strong (a number)."""

    op: str
    text: str


Cell = Sequence[Sequence[Run]]
"""Paragraphs of runs."""


@dataclass(frozen=True)
class Line:
    """One row: what happened, and the two sides; a row with a heading alone has no cells."""

    label: str
    old: Cell = ()
    new: Cell = ()
    heading: str = ""


def side_by_side(
    title: str, summary: str, heads: tuple[str, str], lines: Sequence[Line], footnote: str = ""
) -> bytes:
    """Return the file; `heads` name the two editions."""
    file = new_document(title, landscape=True)
    add_title(file, title, *[part for part in (summary, footnote) if part])
    table = file.add_table(rows=1, cols=2, style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(_clean(head)).bold = True
    _repeat(table.rows[0])
    # Rows are appended as XML: python-docx looks through the whole table for each row it adds.
    for line in lines:
        table._tbl.append(_row(line))
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _repeat(row: Any) -> None:
    """Show a row again at the top of every page."""
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)


def _row(line: Line) -> Any:
    row = OxmlElement("w:tr")
    if line.heading:
        row.append(_cell([[Run("strong", line.heading)]], span=2))
        return row
    row.append(_cell(line.old))
    label = [Run("label", f"〔{line.label}〕")] if line.label else []
    new = [[*label, *line.new[0]], *line.new[1:]] if line.new else [label]
    row.append(_cell(new))
    return row


def _cell(paragraphs: Cell, span: int = 1) -> Any:
    cell = OxmlElement("w:tc")
    if span > 1:
        shape, wide = OxmlElement("w:tcPr"), OxmlElement("w:gridSpan")
        wide.set(qn("w:val"), str(span))
        shape.append(wide)
        cell.append(shape)
    for paragraph in paragraphs or [[]]:
        written = OxmlElement("w:p")
        for run in paragraph:
            written.append(_run(run))
        cell.append(written)
    return cell


def _run(run: Run) -> Any:
    written, style = OxmlElement("w:r"), OxmlElement("w:rPr")
    for name, value in _look(run.op):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), value)
        style.append(mark)
    written.append(style)
    text = OxmlElement("w:t")
    text.text = _clean(run.text)
    text.set(SPACE, "preserve")
    written.append(text)
    return written


def _look(op: str) -> list[tuple[str, str]]:
    """Return the marks of a run in the order Word wants them."""
    if op == "strong":
        return [("w:b", "true")]
    if op == "label":
        return [("w:color", "5A524A"), ("w:sz", str(int(Pt(9).pt * 2)))]
    if op == "delete":
        return [("w:strike", "true"), ("w:color", "5A524A")]
    if op == "insert":
        return [("w:b", "true"), ("w:color", str(RED)), ("w:u", "single")]
    return []


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)
