"""Texts made to keep a reader busy: each is read or refused soon."""

import time

import pytest

from quizzes.errors import UnreadableQuestions
from quizzes.formats import read_bytes, write_rows
from tests.quizzes.formats.workbooks import HEADER, SINGLE, book

SECONDS = 20  # generous for a busy machine; what these guard against takes hours
MANY = 300_000


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("1、" + "A." * MANY, "text"),
        ("1、" + "A.甲B." * MANY, "text"),
        ("1、题" + " " * MANY + "答案" + " " * MANY, "text"),
        ("1、题（" + "A、" * MANY, "text"),
        ("1、题" + "（2分）" * MANY, "text"),
        ("\n".join(f"{n}、题" for n in range(1, 3_000)) + "\n参考答案：1-3000 " + "A" * MANY, "text"),
        (" ".join(f"{n}、题（A） A.甲 B.乙" for n in range(1, 3_000)), "text"),
        ("1、题\n" + "甲\n" * MANY, "text"),
        ("1、题\n" + "答案：\n" * 20_000, "text"),
        ("\n" * MANY * 10, "auto"),
        ("{" + "=" * MANY, "auto"),
        ("{" * MANY, "auto"),
        ("ANSWER: " + "A  " * MANY + "!", "auto"),
        ("::" * MANY, "auto"),
        ("题{=甲" + " " * MANY * 10 + "~乙}", "gift"),
        ("题\n" * MANY + "{T}", "gift"),
        ("a\n\n" * MANY, "gift"),
        ("{\n\n" * MANY, "gift"),
        ("//" + "[tag:" * MANY + "\n题{T}", "gift"),
        ("题？\nA. 甲\n" + "乙\n" * MANY, "aiken"),
        ("题？\nA. 甲\nB. 乙\nANSWER: " + "A " * MANY, "aiken"),
    ],
)
def test_words_that_would_take_for_ever(text: str, format: str) -> None:
    started = time.perf_counter()
    try:
        reading = read_bytes(text.encode(), "题.txt", format)
        assert all(len(fault.message) < 500 for fault in reading.faults)
    except UnreadableQuestions as error:
        assert len(str(error)) < 500
    assert time.perf_counter() - started < SECONDS


@pytest.mark.parametrize("stem", ["{1:SA:" * MANY, "<p>" * 3_000, "&lt;" * MANY, "<img " * MANY])
def test_moodles_words_that_would_take_for_ever(stem: str) -> None:
    row = {"kind": "truefalse", "stem": "题", "options": [], "answer": True}
    data = write_rows([row], "moodlexml").replace("题".encode(), stem.replace("<", "&lt;").encode(), 1)
    for kind in (b"truefalse", b"cloze"):
        started = time.perf_counter()
        read_bytes(data.replace(b'"truefalse"', b'"' + kind + b'"'), "题.xml")
        assert time.perf_counter() - started < SECONDS


@pytest.mark.parametrize(
    "stem", [" " * 32_000 + "甲", "（" * 32_000, "(A" * 16_000, "_ " * 16_000, "A." * 16_000]
)
def test_cells_that_would_take_for_ever(stem: str) -> None:
    started = time.perf_counter()
    try:
        reading = read_bytes(book([HEADER, *[[SINGLE[0], f"题{stem}题", *SINGLE[2:]]] * 50]), "题.xlsx")
        assert len(reading.rows) + len(reading.faults) == 50
    except UnreadableQuestions as error:
        assert "解压后大得不正常" in str(error)
    assert time.perf_counter() - started < SECONDS
