"""How our Word files look: A4, Song type, a page number at the foot."""

from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SONG, HEI = "宋体", "黑体"
INK = RGBColor(0x21, 0x1C, 0x18)
RED = RGBColor(0xA8, 0x20, 0x1A)
GREY = RGBColor(0x5A, 0x52, 0x4A)
# A file made twice from one text is the same file.
MADE = datetime(2024, 1, 1)


def new_document(title: str, *, landscape: bool = False) -> Any:
    """Return an empty A4 document with our styles."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "知行"
    document.core_properties.created = document.core_properties.modified = MADE
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(20 if landscape else 28)
    section.top_margin = section.bottom_margin = Mm(20 if landscape else 30)
    set_type(document.styles["Normal"], SONG, 10.5 if landscape else 12)
    for level, size in ((1, 16), (2, 14), (3, 12)):
        set_type(document.styles[f"Heading {level}"], HEI, size)
    _number_pages(section.footer.paragraphs[0])
    return document


def set_type(style: Any, face: str, size: float) -> None:
    """Give a style its typeface, also for Chinese, and its size in points."""
    style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(name), face)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def add_title(document: Any, title: str, *notes: str) -> None:
    """Add the title, and what is said under it in small grey type."""
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(18)
    for note in notes:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        said = line.add_run(note)
        said.font.size, said.font.color.rgb = Pt(10), GREY


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run.append(mark)
