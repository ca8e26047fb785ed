"""A report as a workbook: each figure leads to its rows on the sheet of evidence, and to the records on the site."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink

from library.exporting.paper import MADE
from study.reports.evidence import Behind
from study.reports.figures import Report

EVIDENCE = "依据"
BOLD, LINK = Font(bold=True), Font(color="A8201A", underline="single")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_xlsx(report: Report, behind: Sequence[Behind], *, base: str) -> bytes:
    """Return the report; `base` is the site's address."""
    book = Workbook()
    book.properties.creator, book.properties.title = "知行", report.title
    book.properties.created = book.properties.modified = MADE
    first = book.active
    first.title = "报告"
    evidence = book.create_sheet(EVIDENCE)
    places = _write_evidence(evidence, behind)
    _write_figures(first, report, places, base)
    if report.places:
        _write_places(book.create_sheet("所属党组织", 1), report)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_figures(sheet: Any, report: Report, places: Sequence[int], base: str) -> None:
    _append(sheet, [report.title])
    sheet["A1"].font = Font(bold=True, size=14)
    _append(sheet, [report.name, f"{report.period.first:%Y-%m-%d} 至 {report.period.last:%Y-%m-%d}"])
    _append(sheet, ["党员", report.people - report.activists, "人"])
    if report.activists:
        sheet.cell(3, 4, f"另有积极分子 {report.activists} 人")
    _append(sheet, ["项目", "数字", "单位", "依据", "网站上的记录"])
    for cell in sheet[4]:
        cell.font = BOLD
    number = 0
    for section in report.sections:
        _append(sheet, [section.title])
        sheet.cell(sheet.max_row, 1).font = BOLD
        for figure in section.figures:
            place, number = places[number], number + 1
            shown: Any = figure.text if figure.value is None else figure.value
            _append(sheet, [figure.label, shown, figure.unit])
            row = sheet.max_row
            links: list[tuple[int, Any]] = [(2, shown), (4, "看依据")]
            for column, text in links:
                cell = sheet.cell(row, column, text)
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{EVIDENCE}'!A{place}")
                cell.font = LINK
            if figure.value is not None:
                cell = sheet.cell(row, 5, "打开")
                cell.hyperlink, cell.font = base + figure.records, LINK
    _append(sheet, ["数字核对码", report.digest[:16]])
    for letter, width in zip("ABCDE", (26, 18, 8, 10, 14), strict=True):
        sheet.column_dimensions[letter].width = width


def _write_evidence(sheet: Any, behind: Sequence[Behind]) -> list[int]:
    """Write what is behind the figures; return the row at which each begins."""
    places = []
    for one in behind:
        _append(sheet, [one.figure.label, one.figure.text])
        places.append(sheet.max_row)
        sheet.cell(sheet.max_row, 1).font = BOLD
        for row in one.records:
            _append(sheet, [f"{row.day:%Y-%m-%d}", row.title, row.who, row.place])
        for label, value in one.places:
            _append(sheet, ["", label, "", value])
        if one.left_out:
            _append(sheet, ["", f"还有 {one.left_out} 条，请在网站上看。"])
    for column, width in zip("ABCD", (24, 60, 14, 24), strict=True):
        sheet.column_dimensions[column].width = width
    return places


def _write_places(sheet: Any, report: Report) -> None:
    _append(sheet, ["党组织", "人数", *(figure.label for figure in report.figures)])
    for cell in sheet[1]:
        cell.font, cell.alignment = BOLD, WRAPPED
    for row in report.places:
        _append(sheet, [row.label, row.people, *row.values])
    sheet.column_dimensions["A"].width = 28
    sheet.freeze_panes = "B2"


def _append(sheet: Any, values: Sequence[Any]) -> None:
    """Add a row; words that begin with = are words, not a formula."""
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"
