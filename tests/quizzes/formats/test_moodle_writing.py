from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from quizzes.errors import InvalidQuestion
from quizzes.formats import Choice, Item, Number, Text, write_rows
from quizzes.formats.gift import read_gift
from quizzes.formats.gift_writing import write_gift
from quizzes.formats.moodle import read_moodle
from quizzes.formats.moodle_writing import write_moodle
from quizzes.formats.rows import to_row
from tests.quizzes.formats import strategies
from tests.quizzes.formats.test_gift_writing import asked


def test_it_works() -> None:
    row = {"kind": "single", "stem": "a<b？", "options": ["是", "否"], "answer": 0, "difficulty": 3}
    root = etree.fromstring(write_rows([row], "moodlexml"))
    assert root.findtext("question/questiontext/text") == "a<b？"
    assert root.find("question").get("type") == "multichoice"
    assert [one.get("fraction") for one in root.iter("answer")] == ["100", "0"]


@given(rows=st.lists(strategies.rows(kinds=strategies.ALL_KINDS), max_size=3))
def test_what_the_product_asks_comes_back_the_same(rows: list[dict[str, Any]]) -> None:
    parsed = read_moodle(write_rows(rows, "moodlexml"))
    assert parsed.faults == []
    assert [to_row(item) for item in parsed.items] == rows


@given(items=st.lists(strategies.items(), min_size=1, max_size=3))
def test_whatever_both_can_say_comes_back_the_same(items: list[Item]) -> None:
    items = [replace(item, category=items[0].category) for item in items]
    parsed = read_moodle(write_moodle(items))
    assert parsed.faults == []
    assert [asked(item) for item in parsed.items] == [asked(item) for item in items]


@given(item=strategies.items())
def test_through_gift_and_back_nothing_is_lost(item: Item) -> None:
    try:
        through = read_gift(write_gift([item])).items
    except InvalidQuestion:
        return
    assert [asked(one) for one in read_moodle(write_moodle(through)).items] == [asked(item)]


def test_several_blanks_become_a_cloze() -> None:
    row = {
        "kind": "blank",
        "stem": "要 ____，再 ____。",
        "options": [],
        "answer": [["学}", "习#"], ["做~\\/"]],
    }
    data = write_rows([row], "moodlexml")
    assert b'type="cloze"' in data
    assert to_row(read_moodle(data).items[0])["answer"] == row["answer"]


def test_an_order_comes_back() -> None:
    item = Item("ordering", Text("排一排"), order=tuple(Text(str(number)) for number in range(12)), name="排")
    assert asked(read_moodle(write_moodle([item])).items[0]) == item


def test_the_notes_for_who_marks_an_essay_come_back() -> None:
    item = Item("essay", Text("谈谈"), model_answer=Text("要点一"), name="谈")
    assert asked(read_moodle(write_moodle([item])).items[0]) == item


def test_a_span_of_numbers_becomes_a_middle_with_a_tolerance() -> None:
    item = Item("numerical", Text("几？"), (Choice(Text(), True, number=Number(low=1.0, high=5.0)),))
    assert read_moodle(write_moodle([item])).items[0].choices[0].number == Number(3.0, 2.0)


@pytest.mark.parametrize("text", ["甲\x00\x0b乙", "甲\r\n乙", "甲]]>乙", "甲&amp;乙", "甲\ud800乙"])
def test_what_xml_cannot_carry_is_left_out_and_all_else_kept(text: str) -> None:
    row = {"kind": "truefalse", "stem": text, "options": [], "answer": True}
    stem = to_row(read_moodle(write_rows([row], "moodlexml")).items[0])["stem"]
    assert stem == text.replace("\r\n", "\n").replace("\x00\x0b", "").replace("\ud800", "")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidQuestion, match="没有“riddle”这种题型"):
        write_moodle([Item("riddle", Text("谜"))])
