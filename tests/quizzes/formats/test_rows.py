from typing import Any

import pytest
from hypothesis import given

from quizzes.errors import InvalidQuestion
from quizzes.formats import Choice, Fault, Item, Pair, Parsed, Text, limits
from quizzes.formats.rows import from_row, to_reading, to_row
from tests.quizzes.formats import strategies

YES, NO = Choice(Text("甲"), True), Choice(Text("乙"))


def single(*choices: Choice, **fields: Any) -> Item:
    return Item("single", Text("选？"), choices or (YES, NO), **fields)


def refusal(item: Item) -> str:
    with pytest.raises(InvalidQuestion) as refused:
        to_row(item)
    return str(refused.value)


def test_it_works() -> None:
    row = to_row(single(explanation=Text("<p>见第二条</p>", "html"), difficulty=4, tags=("学习",)))
    assert row == {
        "kind": "single",
        "stem": "选？",
        "options": ["甲", "乙"],
        "answer": 0,
        "explanation": "见第二条",
        "difficulty": 4,
        "tags": ["学习"],
        "cites": [],
    }


@given(row=strategies.rows(kinds=strategies.ALL_KINDS))
def test_a_row_comes_back_through_an_item(row: dict[str, Any]) -> None:
    assert to_row(from_row(row)) == row


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (Item("numerical", Text("几？")), "数值题"),
        (Item("matching", Text("连"), pairs=(Pair(Text('<img src="x.png">', "html"), "一"),)), "有图片"),
        (single(NO, NO), "没有标出正确选项"),
        (single(YES, YES, NO), "有 2 个选项都给满分"),
        (single(YES, Choice(Text("丙"), weight=50)), "有的选项只给一部分分"),
        (
            Item("multiple", Text("选"), (Choice(Text("甲"), weight=70), Choice(Text("乙"), weight=30))),
            "分值不一样",
        ),
        (Item("blank", Text("____"), blanks=((YES, Choice(Text("丙"), True, 50)),)), "有的写法只给一部分分"),
        (Item("single", Text('看图<img src="x.png">', "html"), (YES, NO)), "有图片"),
        (Item("truefalse", Text("长" * (limits.MAX_STEM_CHARS + 1)), is_true=True), "题干有 10001 个字"),
    ],
)
def test_what_the_product_cannot_ask_is_refused_with_the_reason(item: Item, reason: str) -> None:
    assert reason in refusal(item)
    assert "请" in refusal(item) or "去掉" in refusal(item)


def test_feedback_goes_into_the_explanation() -> None:
    item = single(YES, Choice(Text("乙"), feedback=Text("太少")), explanation=Text("见第二条"))
    assert to_row(item)["explanation"] == "见第二条\nB：太少"


def test_feedback_on_a_statement_says_when() -> None:
    item = Item(
        "truefalse", Text("对吗"), is_true=True, wrong_feedback=Text("再想想"), right_feedback=Text("好")
    )
    assert to_row(item)["explanation"] == "答错时：再想想\n答对时：好"


def test_an_accepted_text_worth_nothing_is_left_out() -> None:
    item = Item("blank", Text("题"), blanks=((YES, Choice(Text("乙"), True, 0, Text("不对"))),))
    assert to_row(item)["answer"] == [["甲"]]
    assert to_row(item)["explanation"] == "“乙”：不对"


@pytest.mark.parametrize(
    ("category", "tags"),
    [
        ("$course$/top/党章", ["党章"]),
        ("$course$/top", []),
        ("top/Default for X", []),
        ("a//b/c//d", ["c/d"]),
        ("", []),
    ],
)
def test_a_categorys_last_name_is_a_tag(category: str, tags: list[str]) -> None:
    assert to_row(single(category=category))["tags"] == tags


def test_descriptions_are_noted_and_not_counted() -> None:
    reading = to_reading(Parsed([Item("description", Text("请看图"), row=0), single(row=1)]), format="gift")
    assert (len(reading.rows), reading.numbers, reading.faults) == (1, [1], [])
    assert reading.notes == [Fault(0, "“请看图”是说明文字，不是题目，没有导入。")]


def test_a_fault_says_where() -> None:
    reading = to_reading(
        Parsed([Item("numerical", Text("几？"), row=3, place="（第 9 行起）")]), format="gift"
    )
    assert reading.faults[0].row == 3
    assert reading.faults[0].message.endswith("（第 9 行起）")
