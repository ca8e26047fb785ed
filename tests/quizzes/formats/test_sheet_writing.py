import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from quizzes.errors import InvalidQuestion
from quizzes.formats import find_unwritable, write_rows
from quizzes.formats.rows import to_row
from quizzes.formats.sheet import read_sheet
from tests.quizzes.formats import strategies


def written(row: dict[str, Any]) -> Any:
    return load_workbook(io.BytesIO(write_rows([row], "xlsx"))).active


def statement(**fields: Any) -> dict[str, Any]:
    return {"kind": "truefalse", "stem": "对吗", "options": [], "answer": True} | fields


def test_it_works() -> None:
    row = {
        "kind": "multiple",
        "stem": "选？",
        "options": ["甲", "乙", "丙"],
        "answer": [0, 2],
        "tags": ["学习", "制度"],
    }
    cells = [cell.value for cell in written(row)[2]]
    assert cells[:7] == ["多选题", "选？", "甲", "乙", "丙", None, "AC"]
    assert cells[9] == "学习；制度"


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(strategies.rows(strategies.plain_words, strategies.ALL_KINDS), max_size=4))
def test_what_the_product_asks_comes_back_the_same(rows: list[dict[str, Any]]) -> None:
    parsed = read_sheet(write_rows(rows, "xlsx"))
    assert parsed.faults == []
    assert [to_row(item) for item in parsed.items] == rows


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://127.0.0.1")', "+1", "-1", "@x", "#N/A", "2024-01-01"]
)
def test_words_are_never_a_formula(text: str) -> None:
    cell = written(statement(stem=text))["B2"]
    assert (cell.value, cell.data_type) in {(text, "s"), (text, "e")}
    assert "<f>" not in str(cell.value)
    assert to_row(read_sheet(write_rows([statement(stem=text)], "xlsx")).items[0])["stem"] == text


def test_what_a_cell_cannot_carry_is_left_out() -> None:
    assert written(statement(stem="甲\x00\x0b\r\n乙"))["B2"].value == "甲\n乙"


def test_a_tag_may_hold_a_comma() -> None:
    row = statement(tags=["甲、乙"])
    assert to_row(read_sheet(write_rows([row], "xlsx")).items[0])["tags"] == ["甲、乙"]


def test_a_text_no_cell_can_hold_is_refused() -> None:
    row = statement(explanation="长" * 40_000)
    with pytest.raises(InvalidQuestion, match="Excel 的一格放不下"):
        write_rows([row], "xlsx")
    assert find_unwritable([statement(), row], "xlsx")[0].row == 2


def test_there_are_as_many_option_columns_as_options() -> None:
    row = {"kind": "single", "stem": "选？", "options": list("一二三四五六七八九十"), "answer": 9}
    assert [cell.value for cell in written(row)[1]][2:12] == [f"选项{letter}" for letter in "ABCDEFGHIJ"]
