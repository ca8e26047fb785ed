"""A printed paper as a Word file: A4, room for name and score, blanks to write in, options on one line where they fit."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from quizzes.papers.printing import Printed, Sheet

__all__ = ["word_file"]

BODY_PT, LARGE_PT = 12, 18
FONT = "宋体"
# Four short options fit one line of A4.
SHORT_OPTIONS = 34
# Underscores that fill a line of A4 in the usual size, less in large print.
ESSAY_LINE_SIGNS = 60


def word_file(sheet: Sheet, *, is_large: bool) -> bytes:
    """Return the sheet as the bytes of a .docx; `is_large` is the large print."""
    document = Document()
    _set_up(document, LARGE_PT if is_large else BODY_PT)
    _head(document, sheet)
    for part in sheet.parts:
        if part.title:
            document.add_paragraph().add_run(f"{part.title}（共 {part.points} 分）").bold = True
        for one in part.questions:
            _question(document, one, with_key=sheet.with_key, is_large=is_large)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, size: int) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(3)
    style.paragraph_format.line_spacing = 1.4


def _head(document: Any, sheet: Sheet) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(sheet.quiz.title + ("　参考答案" if sheet.with_key else ""))
    run.bold, run.font.size = True, Pt(document.styles["Normal"].font.size.pt + 6)
    told = document.add_paragraph(sheet.told)
    told.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if not sheet.with_key:
        line = document.add_paragraph("党支部______________　姓名____________　得分__________")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _question(document: Any, one: Printed, *, with_key: bool, is_large: bool) -> None:
    stem = document.add_paragraph(f"{one.line.position}．{one.stem}（{one.line.points} 分）")
    stem.paragraph_format.keep_with_next = True
    for text in _options(one, is_large=is_large):
        document.add_paragraph(text).paragraph_format.left_indent = Cm(0.8)
    for room in one.rooms:
        document.add_paragraph(room).paragraph_format.left_indent = Cm(0.8)
    if not with_key:
        for _line in one.lines:
            document.add_paragraph("_" * ESSAY_LINE_SIGNS)
        return
    key = document.add_paragraph()
    key.add_run("答案：").bold = True
    key.add_run(one.key)
    for label, text in [("解析：", one.explanation), *(("出处：", source) for source in one.sources)]:
        if text:
            document.add_paragraph(f"{label}{text}").paragraph_format.left_indent = Cm(0.8)


def _options(one: Printed, *, is_large: bool) -> list[str]:
    said = [
        f"{choice.letter}．{choice.text}" if choice.letter else choice.text for choice in one.line.choices
    ]
    if said and not is_large and sum(len(text) for text in said) <= SHORT_OPTIONS:
        return ["　　".join(said)]
    return said
