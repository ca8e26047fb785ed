"""Books for the printer's tests, and ways to read back what was printed; every word of them is invented."""

import io
import random
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2

from library.pocketbooks.printing.composing import compose
from library.pocketbooks.printing.model import Block, BlockKind, Book, Chapter, ChapterKind
from library.pocketbooks.printing.typesetting import A6, Shape
from library.structure import parse
from tests.library.builders import RULES, long_rules

URL = "https://zhixing.example/library/xiaoce/"
LETTERS = "学习支部党员条文原著会议补课计划笔记交流服务群众实际问题"
MARKS = "，。、；：？！”’）》】……——"
OPENERS = "“‘（《【"
NOT_AT_START = set("，。、；：？！”’）》】〉」』…")
NOT_AT_END = set("“‘（《【〈「『")


def chapter(text: str = RULES, *, scan: str = f"{URL}q/1/1/", **fields: Any) -> Chapter:
    """Return a chapter of a whole text."""
    document = parse(text)
    made = Chapter(
        document.title,
        ChapterKind.SOURCE,
        compose(document, title=document.title),
        note=document.note,
        facts=("示例省委（示例）", "2024年9月1日起施行"),
        url="https://zhixing.example/library/study-rules/",
        scan=scan,
        digest="ab" * 32,
    )
    return replace(made, **fields)


def book(*chapters: Chapter, **fields: Any) -> Book:
    """Return a book of these chapters, or of one."""
    plain = {
        "title": "学习小册（示例）",
        "organization": "测试区委（示例）",
        "printed_on": date(2024, 9, 10),
        "edition": 1,
        "url": URL,
    }
    return Book(**{**plain, "chapters": chapters or (chapter(),), **fields})


def long_book(articles: int = 120) -> Book:
    """Return a book of some dozens of pages."""
    return book(chapter(long_rules(articles)))


def plain(*paragraphs: str, title: str = "一章（示例）") -> Chapter:
    """Return a chapter of paragraphs."""
    return Chapter(title, ChapterKind.SOURCE, tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs))


def stress(paragraphs: int, seed: int = 7) -> list[str]:
    """Return paragraphs dense with punctuation, figures and letters."""
    dice = random.Random(seed)
    return [_stress_paragraph(dice) for _ in range(paragraphs)]


def _stress_paragraph(dice: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(dice.randint(12, 40)):
        word = "".join(dice.choice(LETTERS) for _ in range(dice.randint(1, 5)))
        kind = dice.random()
        if kind < 0.25:
            word = f"{dice.choice(['“{}”', '《{}》', '（{}）', '‘{}’'])}".format(word)
        elif kind < 0.32:
            word += dice.choice(["2024年9月1日", "9704—2012", "A4", "100%", "3.5", "GB/T"])
        pieces.append(word + dice.choice(["，", "、", "；", "：", "", "……", "——", "，"]))
    return "".join(pieces).rstrip("，、；：—…") + "。"


def squeezed(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


def said_by(one: Chapter) -> str:
    """Return the words of a chapter as they are read, without white space."""
    return squeezed("".join(block.words for block in one.blocks))


def body_text(data: bytes, shape: Shape = A6) -> str:
    """Return the text inside the type area of every page, without white space: no margins, no running heads."""
    return squeezed("".join(_page_texts(data, shape)))


def _page_texts(data: bytes, shape: Shape) -> list[str]:
    texts = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        left = shape.outside if shape.sided and number % 2 == 0 else shape.inside
        area = (
            left - 2,
            shape.bottom - 4,
            left + shape.size * shape.characters + 2,
            shape.height - shape.top + 4,
        )
        texts.append(page.get_textpage().get_text_bounded(*area))
    return texts


def all_text(data: bytes) -> str:
    """Return all text of a PDF without white space."""
    pages = pypdfium2.PdfDocument(data)
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages))


def lines_of(data: bytes, shape: Shape = A6) -> list[str]:
    """Return the printed lines of the type area, told by where the characters stand."""
    lines: list[str] = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        left = shape.outside if number % 2 == 0 else shape.inside
        text = page.get_textpage()
        rows: dict[int, list[tuple[float, str]]] = {}
        words = text.get_text_range()
        for place, character in enumerate(words):
            x, bottom, _, top = text.get_charbox(place, loose=True)
            inside = left - 1 <= x <= left + shape.size * shape.characters + 1
            if (
                character.strip()
                and inside
                and shape.bottom - 4 < bottom
                and top < shape.height - shape.top + 6
            ):
                rows.setdefault(round((shape.height - top) / 3), []).append((x, character))
        lines += ["".join(one for _, one in sorted(row)) for _, row in sorted(rows.items())]
    return lines


def numbered_pdf(pages: int, width: float, height: float) -> bytes:
    """Return a PDF whose pages say <1>, <2> and so on."""
    document = pypdfium2.PdfDocument.new()
    font = pypdfium2.raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    for number in range(1, pages + 1):
        page = document.new_page(width, height)
        words = pypdfium2.raw.FPDFPageObj_CreateTextObj(document, font, 20)
        text = (f"<{number}>" + "\x00").encode("utf-16-le")
        buffer = (pypdfium2.raw.c_ushort * (len(text) // 2)).from_buffer_copy(text)
        pypdfium2.raw.FPDFText_SetText(words, buffer)
        pypdfium2.raw.FPDFPageObj_Transform(words, 1, 0, 0, 1, width / 2 - 20, height / 2)
        pypdfium2.raw.FPDFPage_InsertObject(page, words)
        page.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def number_in(text: str) -> int | None:
    """Return the page number a cell says, None for a blank one."""
    found = re.search(r"<(\d+)>", text)
    return int(found.group(1)) if found else None
