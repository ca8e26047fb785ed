"""Word files: the words, and the numbers Word only computes when it shows the page."""

import io

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from quizzes.errors import UnreadableQuestions
from quizzes.formats import Reading, read_bytes

LEVELS = {"numbers": ("decimal", "%1、"), "letters": ("upperLetter", "%1．")}


def numbered(document: Document, kinds: list[str]) -> list[int]:
    """Define automatic lists and return their ids; each counts from its beginning."""
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    for place, kind in enumerate(kinds, 1):
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(place))
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for name, value in (("start", "1"), ("numFmt", LEVELS[kind][0]), ("lvlText", LEVELS[kind][1])):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
        part.append(abstract)
    for place in range(1, len(kinds) + 1):
        number, reference = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
        number.set(qn("w:numId"), str(place))
        reference.set(qn("w:val"), str(place))
        number.append(reference)
        part.append(number)
    return list(range(1, len(kinds) + 1))


def add(document: Document, text: str, list_id: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    if list_id:
        properties = paragraph._p.get_or_add_pPr()
        numbering, level, number = (OxmlElement(f"w:{name}") for name in ("numPr", "ilvl", "numId"))
        level.set(qn("w:val"), "0")
        number.set(qn("w:val"), str(list_id))
        numbering.append(level)
        numbering.append(number)
        properties.append(numbering)


def read(document: Document, name: str = "试卷.docx") -> Reading:
    buffer = io.BytesIO()
    document.save(buffer)
    return read_bytes(buffer.getvalue(), name)


def test_it_works() -> None:
    document = docx.Document()
    for line in (
        "一、单选题",
        "1．多久学习一次（ B ）",
        "A．每周　B．每月",
        "2．选（ ）",
        "A．甲",
        "B．乙",
        "答案：A",
    ):
        add(document, line)
    reading = read(document)
    assert (reading.format, [row["answer"] for row in reading.rows]) == ("docx", [1, 0])


def test_automatic_numbers_of_questions_and_options() -> None:
    document = docx.Document()
    questions, first, second = numbered(document, ["numbers", "letters", "letters"])
    add(document, "一、单项选择题")
    add(document, "多久学习一次（ B ）。", questions)
    for option in ("每周", "每月"):
        add(document, option, first)
    add(document, "多久开一次会（　）。", questions)
    for option in ("每季", "每年"):
        add(document, option, second)
    add(document, "答案：A")
    reading = read(document)
    assert reading.faults == []
    assert [(row["stem"], row["options"], row["answer"]) for row in reading.rows] == [
        ("多久学习一次（　）。", ["每周", "每月"], 1),
        ("多久开一次会（　）。", ["每季", "每年"], 0),
    ]


def test_a_key_in_a_table() -> None:
    document = docx.Document()
    for number in (1, 2):
        add(document, f"{number}. 题{number}（ ）")
        add(document, "A. 甲  B. 乙")
    add(document, "参考答案")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("题号", "1", "2"), ("答案", "B", "A")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    assert [row["answer"] for row in read(document).rows] == [1, 0]


def test_a_word_file_is_known_without_its_suffix() -> None:
    document = docx.Document()
    add(document, "1. 对的。（√）")
    assert read(document, "upload").format == "docx"


def test_a_word_file_without_questions_is_refused() -> None:
    document = docx.Document()
    add(document, "今天开会。")
    with pytest.raises(UnreadableQuestions, match=r"“试卷\.docx”里没有找到题目"):
        read(document)
