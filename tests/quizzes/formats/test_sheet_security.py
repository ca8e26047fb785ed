"""Workbooks nobody vouches for."""

import io
import time
import tracemalloc
import zipfile

import pytest

from quizzes.errors import UnreadableQuestions
from quizzes.formats import limits, sheet
from quizzes.formats.rows import to_reading
from quizzes.formats.sheet import read_sheet
from tests.quizzes.formats.workbooks import HEADER, SINGLE, book, rezip

GOOD = book([HEADER, SINGLE])
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def refusal(data: bytes, name: str = "题.xlsx") -> str:
    with pytest.raises(UnreadableQuestions) as refused:
        read_sheet(data, name)
    return str(refused.value)


def test_it_works() -> None:
    assert len(read_sheet(rezip(GOOD, lambda _name, part: part)).items) == 1


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    data = rezip(GOOD, lambda _name, part: part, {"xl/media/bomb.bin": b"\0" * 300_000_000})
    tracemalloc.start()
    assert "解压后大得不正常" in refusal(data)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet.limits, "MAX_WORKBOOK_BYTES", 5_000)
    assert "内容太多，请分成几个文件" in refusal(GOOD)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_stand(part: str) -> None:
    data = rezip(GOOD, lambda name, old: LAUGHS + old.split(b"?>", 1)[-1] if name == part else old)
    assert "可能是恶意文件" in refusal(data)


def test_entities_in_another_encoding_are_refused() -> None:
    hidden = LAUGHS.decode().encode("utf-16")
    assert "可能是恶意文件" in refusal(rezip(GOOD, lambda name, old: hidden if name == SHEET else old))


def test_macros_are_refused() -> None:
    assert "带有宏" in refusal(rezip(GOOD, lambda _name, part: part, {"xl/vbaProject.bin": b"x"}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧的 .xls 格式或设了密码"),
        (b"PK\x03\x04 nothing", "已损坏"),
        (GOOD[: len(GOOD) // 2], "已损坏"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_a_zip_of_something_else_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.txt", "x")
    assert "不是真正的 .xlsx" in refusal(buffer.getvalue())


@pytest.mark.parametrize("broken", [b"", b"<worksheet", b"<x/>", b"\xff\xff"])
def test_broken_parts_are_refused_in_words(broken: bytes) -> None:
    said = refusal(rezip(GOOD, lambda name, old: broken if name == SHEET else old))
    assert "已损坏" in said or "没有找到表头" in said


def test_a_huge_cell_is_refused_with_its_row() -> None:
    huge = [*SINGLE[:1], "长" * 32_000, *SINGLE[2:]]
    reading = to_reading(read_sheet(book([HEADER, SINGLE, huge])), format="xlsx")
    assert (len(reading.rows), reading.faults[0].row) == (1, 3)
    assert f"题干有 32000 个字，最多 {limits.MAX_STEM_CHARS} 个字" in reading.faults[0].message


def test_a_row_a_million_lines_down_is_read_soon() -> None:
    data = rezip(GOOD, lambda name, old: old.replace(b'r="2"', b'r="1048576"') if name == SHEET else old)
    started = time.perf_counter()
    assert len(read_sheet(data).items) == 1
    assert time.perf_counter() - started < 15


def test_a_false_size_is_not_believed() -> None:
    data = rezip(GOOD, lambda name, old: old.replace(b'ref="A1:H2"', b'ref="A1"') if name == SHEET else old)
    assert len(read_sheet(data).items) == 1


def test_too_many_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet.limits, "MAX_QUESTIONS", 3)
    assert "超过 3 题，请分成几个文件" in refusal(book([HEADER, *[SINGLE] * 4]))
