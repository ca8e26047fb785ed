import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.errors import UnreadableQuestions
from quizzes.formats import WRITABLE, read_bytes, read_file, read_text, write_rows
from tests.quizzes.formats.workbooks import HEADER, SINGLE, book

ROW = {"kind": "single", "stem": "选？", "options": ["甲", "乙"], "answer": 0}
GIFT, AIKEN, PAPER = "选？{=甲 ~乙}", "选？\nA. 甲\nB. 乙\nANSWER: A", "1. 选（A）\nA. 甲\nB. 乙"
MOODLE = write_rows([ROW], "moodlexml")


def refusal(data: bytes, name: str, format: str = "auto") -> str:
    with pytest.raises(UnreadableQuestions) as refused:
        read_bytes(data, name, format)
    return str(refused.value)


def test_it_works() -> None:
    reading = read_bytes(book([HEADER, SINGLE]), "题.xlsx")
    assert (reading.format, reading.numbers, reading.by_line) == ("xlsx", [2], True)


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (book([HEADER, SINGLE]), "xlsx"),
        (MOODLE, "moodlexml"),
        (b"\xef\xbb\xbf" + MOODLE, "moodlexml"),
        (GIFT.encode(), "gift"),
        (("::名::" + GIFT).encode("gb18030"), "gift"),
        (AIKEN.encode(), "aiken"),
        (PAPER.encode(), "text"),
        (PAPER.encode("gb18030"), "text"),
        (PAPER.encode("utf-16"), "text"),
        (json.dumps([ROW]).encode("utf-8-sig"), "json"),
        (b'[{"content": "?", "options": ["a", "b"], "answer": "A"}]', "autoxue"),
        ('{"选|甲|乙": "甲"}'.encode(), "dundunnp"),
        (b"<html><body><p>1. x (A)</p><p>A. a</p><p>B. b</p></body></html>", "docx"),
    ],
)
@pytest.mark.parametrize("name", ["file", "题目.txt", "题目.dat"])
def test_the_format_is_told_by_what_is_in_it(data: bytes, format: str, name: str) -> None:
    reading = read_bytes(data, name)
    assert (reading.format, len(reading.rows) + len(reading.faults)) == (format, 1)


@pytest.mark.parametrize("format", WRITABLE)
def test_what_is_written_is_known_again(format: str) -> None:
    reading = read_bytes(write_rows([ROW], format), "导出")
    assert (reading.format, reading.rows[0]["answer"]) == (format, 0)


@pytest.mark.parametrize(
    ("text", "format"), [(GIFT, "gift"), (AIKEN, "aiken"), (PAPER, "text"), (json.dumps([ROW]), "json")]
)
def test_pasted_words_are_told_apart_too(text: str, format: str) -> None:
    assert read_text(text, format="auto").format == format


def test_a_format_that_is_named_is_taken() -> None:
    assert read_bytes(AIKEN.encode(), "题.gift", "text").format == "text"


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图.png", "auto"),
        (b"PK\x03\x04junk", "题.xlsx", "auto"),
        (b"PK\x03\x04junk", "题.docx", "auto"),
        (b"\xd0\xcf\x11\xe0junk", "题.xls", "auto"),
        (b"{not json", "题.json", "auto"),
        (b"", "题.txt", "auto"),
        (PAPER.encode(), "题.txt", "xlsx"),
        (PAPER.encode(), "题.txt", "moodlexml"),
        (book([HEADER, SINGLE]), "题.xlsx", "gift"),
        (book([HEADER, SINGLE]), "题.xlsx", "docx"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, name: str, format: str) -> None:
    said = refusal(data, name, format)
    assert said.endswith("。")
    assert "请" in said


def test_a_broken_workbook_is_called_one() -> None:
    assert refusal(b"\x00\xff\x13\x80" * 500, "题.xlsx").startswith("“题.xlsx”已损坏，读不出来，请用 Excel")


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "题.xlsx"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableQuestions, match="超过 20 MB，请分成几个文件"):
        read_file(huge)


def test_bytes_sent_otherwise_are_measured_too() -> None:
    assert "超过 20 MB" in refusal(b" " * (20 * 1024 * 1024 + 1), "题.txt")


@given(
    data=st.binary(max_size=200), name=st.sampled_from(["a.xlsx", "a.docx", "a.txt", "a.gift", "a.json", "a"])
)
def test_whatever_bytes_come_they_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        reading = read_bytes(data, name)
    except UnreadableQuestions as error:
        assert str(error)
        return
    assert all(fault.message for fault in reading.faults)
