from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.errors import InvalidQuestion
from quizzes.formats import Choice, Item, Number, Pair, Text, find_unwritable, write_rows
from quizzes.formats.gift import read_gift
from quizzes.formats.gift_writing import write_gift
from quizzes.formats.rows import to_row
from tests.quizzes.formats import strategies


def asked(item: Item) -> Item:
    """What is left to compare: not where it stood, nor the words a number was written in; accepted texts by credit."""
    item = replace(item, row=0, place="", is_embedded=False)
    if item.kind == "numerical":
        return replace(item, choices=tuple(replace(credited(one), text=Text()) for one in item.choices))
    return replace(item, blanks=tuple(tuple(credited(one) for one in blank) for blank in item.blanks))


def credited(choice: Choice) -> Choice:
    return replace(choice, is_right=True, weight=choice.credit)


def test_it_works() -> None:
    right, wrong = Choice(Text("每月一次"), True), Choice(Text("每年一次"), feedback=Text("太少了"))
    item = Item(
        "single", Text("多久学习一次？"), (right, wrong), explanation=Text("见第二条"), tags=("学习",)
    )
    assert write_gift([item]) == (
        "// [tag:学习]\n[plain]多久学习一次？{\n\t=每月一次\n\t~每年一次#太少了\n\t####见第二条\n}\n"
    )


@given(rows=st.lists(strategies.rows(), max_size=3))
def test_what_the_product_asks_comes_back_the_same(rows: list[dict[str, Any]]) -> None:
    unwritable = {fault.row for fault in find_unwritable(rows, "gift")}
    rows = [row for number, row in enumerate(rows, 1) if number not in unwritable]
    parsed = read_gift(write_rows(rows, "gift").decode())
    assert parsed.faults == []
    assert [to_row(item) for item in parsed.items] == rows


@given(items=st.lists(strategies.items(), min_size=1, max_size=3))
def test_whatever_gift_can_say_comes_back_the_same(items: list[Item]) -> None:
    category = items[0].category
    items = [replace(item, category=category) for item in items]
    try:
        text = write_gift(items)
    except InvalidQuestion as refused:
        assert "GIFT" in str(refused)
        return
    parsed = read_gift(text)
    assert parsed.faults == []
    assert [asked(item) for item in parsed.items] == [asked(item) for item in items]


@pytest.mark.parametrize(
    "text",
    [
        "//不是注释",
        "[html]不是格式",
        "%50%不是分数",
        "a{b}c",
        "甲\n乙",
        "~=#:\\",
        "\\n",
        "::名::",
        "$CATEGORY: x",
    ],
)
def test_signs_of_the_format_are_words_in_a_text(text: str) -> None:
    item = Item("single", Text(text), (Choice(Text(text), True), Choice(Text(f"{text}乙"))))
    back = read_gift(write_gift([item])).items[0]
    assert to_row(back) == to_row(item)


def test_several_blanks_are_one_answer_parted_by_semicolons() -> None:
    row = {"kind": "blank", "stem": "要____，要____。", "answer": [["学", "学习"], ["做"]], "options": []}
    text = write_rows([row], "gift").decode()
    assert "=学；做" in text
    assert "=学习；做" in text
    assert to_row(read_gift(text).items[0])["answer"] == row["answer"]


def test_very_many_variants_are_not_multiplied() -> None:
    many = [f"写法{number}" for number in range(30)]
    row = {"kind": "blank", "stem": "____和____和____", "answer": [many, many, ["三"]], "options": []}
    text = write_rows([row], "gift").decode()
    assert text.count("\t=") == 30
    assert to_row(read_gift(text).items[0])["answer"] == row["answer"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (Item("ordering", Text("排序"), order=(Text("一"), Text("二"))), "GIFT 没有排序题"),
        (Item("blank", Text("____"), blanks=((Choice(Text("甲->乙"), True),),)), "会变成连线题"),
        (Item("matching", Text("连"), pairs=(Pair(Text("a->b"), "c"),)), "连线题左边有“->”"),
        (
            Item(
                "blank",
                Text("____ ____"),
                blanks=((Choice(Text("甲；乙"), True),), (Choice(Text("丙"), True),)),
            ),
            "有一个答案里就有“；”",
        ),
    ],
)
def test_what_gift_cannot_say_is_refused_with_a_way_out(item: Item, reason: str) -> None:
    with pytest.raises(InvalidQuestion, match=reason) as refused:
        write_gift([item])
    assert "请改用" in str(refused.value)


def test_categories_are_written_where_they_change() -> None:
    items = [Item("essay", Text(str(number)), category=f"党章/第{number // 2}章") for number in range(4)]
    assert write_gift(items).count("$CATEGORY:") == 2


def test_numbers_in_all_three_forms() -> None:
    numbers = (Number(1822.0), Number(3.14, 0.01), Number(low=-5.0, high=5.0))
    item = Item("numerical", Text("几？"), tuple(Choice(Text(), True, number=number) for number in numbers))
    assert [choice.number for choice in read_gift(write_gift([item])).items[0].choices] == list(numbers)
