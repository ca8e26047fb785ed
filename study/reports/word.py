"""A report as a Word file: sentences whose figures lead to their records, online and at the end of the file."""

import io
from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from library.exporting.paper import add_title, new_document
from study.reports.evidence import Behind
from study.reports.figures import Figure, Report

NOTHING = "（本时段没有记录）"


def write_docx(report: Report, behind: Sequence[Behind], *, base: str) -> bytes:
    """Return the report; `base` is the site's address."""
    document = new_document(report.title)
    span = f"{report.period.first:%Y年%m月%d日}至{report.period.last:%Y年%m月%d日}"
    add_title(document, report.title, report.name, span)
    document.add_paragraph(
        f"{report.label}{report.roster}。以下数字由系统按记录汇总，"
        "点数字可以看到是哪些记录，方括号里是文末依据的编号；文字请起草人补充修改。"
    )
    number = 0
    for section in report.sections:
        document.add_heading(section.title, 2)
        paragraph = document.add_paragraph()
        for place, figure in enumerate(section.figures):
            number += 1
            paragraph.add_run(("，" if place else "") + f"{figure.label} ")
            _add_figure(paragraph, figure, number, base)
        paragraph.add_run("。")
    _add_places(document, report)
    _add_evidence(document, behind, base)
    document.add_paragraph(f"数字核对码 {report.digest[:16]}：记录不变，重新汇总得到的核对码也不变。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_figure(paragraph: Any, figure: Figure, number: int, base: str) -> None:
    if figure.value is None:
        paragraph.add_run(figure.text)
        return
    _add_link(paragraph, figure.text, address=base + figure.records)
    _add_link(paragraph, f"[{number}]", anchor=f"yiju{number}", raised=True)


def _add_places(document: Any, report: Report) -> None:
    if not report.places:
        return
    document.add_heading("所属党组织", 2)
    names = [figure.label for figure in report.figures]
    table = document.add_table(rows=1, cols=2 + len(names), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ["党组织", "人数", *names], strict=True):
        cell.text = text
    for row in report.places:
        for cell, text in zip(
            table.add_row().cells, [row.label, str(row.people), *map(str, row.values)], strict=True
        ):
            cell.text = text
    for row in table.rows:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)


def _add_evidence(document: Any, behind: Sequence[Behind], base: str) -> None:
    document.add_page_break()
    document.add_heading("数字的依据", 1)
    for number, one in enumerate(behind, 1):
        heading = document.add_heading(f"[{number}] {one.figure.label}：{one.figure.text}", 3)
        _bookmark(heading, f"yiju{number}", number)
        if one.is_hidden:
            continue
        _add_link(document.add_paragraph(), "在网站上看这些记录", address=base + one.figure.records)
        for row in one.records:
            said = [f"{row.day:%Y-%m-%d}", row.title, row.who, row.place]
            document.add_paragraph("　".join(part for part in said if part))
        for label, value in one.places:
            document.add_paragraph(f"{label}　{value} {one.figure.unit}")
        if one.left_out:
            document.add_paragraph(f"还有 {one.left_out} 条没有印出，请在网站上看。")
        if not one.records and not one.places:
            document.add_paragraph(NOTHING if not one.figure.value else "明细由各党组织保存。")


def _add_link(
    paragraph: Any, text: str, *, address: str = "", anchor: str = "", raised: bool = False
) -> None:
    link = OxmlElement("w:hyperlink")
    if address:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text)
    run.font.underline = not raised
    run.font.superscript = raised
    link.append(run._r)
    paragraph._p.append(link)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    for tag in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{tag}")
        mark.set(qn("w:id"), str(number))
        if tag == "bookmarkStart":
            mark.set(qn("w:name"), name)
            paragraph._p.insert(1, mark)
        else:
            paragraph._p.append(mark)
