"""The printed sheet as a Word file."""

import io
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt

from library.exporting.akoma_ntoso import NOT_XML
from library.exporting.paper import add_title, new_document
from study.plans.sheets.rows import HEADS, Sheet

WIDTHS = (12, 92, 24, 16, 22, 28, 42)
SIZE = Pt(10)


def word(sheet: Sheet) -> bytes:
    """Return the file; the same bytes for the same sheet."""
    file = new_document(sheet.title, landscape=True)
    add_title(file, _clean(sheet.title))
    for name, value in sheet.facts:
        line = file.add_paragraph(_clean(f"{name}：{value}"))
        line.paragraph_format.space_after = Pt(2)
    _table(file, sheet)
    for note in sheet.notes:
        file.add_paragraph(_clean(note)).runs[0].font.size = Pt(9)
    file.add_paragraph("本人签字：　　　　　　　　　　　　审阅意见：　　　　　　　　　　　　审阅人签字：")
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _table(file: Any, sheet: Sheet) -> None:
    table = file.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _fill(table.rows[0], HEADS, bold=True)
    _repeat(table.rows[0])
    for row in sheet.rows:
        _fill(table.add_row(), row)


def _fill(line: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text, width in zip(line.cells, texts, WIDTHS, strict=True):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(_clean(text))
        run.font.size, run.bold = SIZE, bold


def _repeat(line: Any) -> None:
    """Print the heads again on every page."""
    from docx.oxml import OxmlElement

    line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)
