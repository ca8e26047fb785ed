from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.answer_text import read_answer_text, write_answer_text
from quizzes.drafts import QuestionDraft
from quizzes.errors import InvalidQuestion
from quizzes.grading import fold

indexes = st.integers(0, 9)
words = st.text(max_size=12).filter(lambda text: fold(text) and "|" not in text and "｜" not in text)


def test_it_works() -> None:
    assert read_answer_text("single", "B") == 1
    assert read_answer_text("multiple", "ABD") == [0, 1, 3]
    assert read_answer_text("truefalse", "对") is True
    assert read_answer_text("blank", "三会一课|三会一课制度\n补课") == [
        ["三会一课", "三会一课制度"],
        ["补课"],
    ]


@pytest.mark.parametrize("text", ["ABD", "a b d", "A、B、D", "ＡＢＤ", "A,B,D", "A，B；D", "A/B/D"])
def test_letters_may_be_parted_as_people_part_them(text: str) -> None:
    assert read_answer_text("multiple", text) == [0, 1, 3]


@pytest.mark.parametrize("text", ["对", "正确", "是", "√", "True", "T", "1", "A", "对。"])
def test_ways_to_say_right(text: str) -> None:
    assert read_answer_text("truefalse", text) is True


@pytest.mark.parametrize("text", ["错", "错误", "否", "×", "X", "false", "0", "B", "錯誤"])
def test_ways_to_say_wrong(text: str) -> None:
    assert read_answer_text("truefalse", text) is False


def test_a_full_width_bar_parts_variants_too() -> None:
    assert read_answer_text("blank", "甲 ｜ 乙") == [["甲", "乙"]]


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("single", "K", "答案“K”不是选项的字母"),
        ("single", "", "答案“”不是选项的字母"),
        ("single", "1", "答案“1”不是选项的字母"),
        ("single", "AB", "单选题只有一个正确选项，答案却写了“AB”"),
        ("multiple", "每月一次", "不是选项的字母"),
        ("truefalse", "也许", "判断题的答案应写“对”或“错”，现在写的是“也许”。"),
        ("truefalse", "", "判断题的答案应写“对”或“错”"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words(kind: str, text: str, message: str) -> None:
    with pytest.raises(InvalidQuestion, match=message):
        read_answer_text(kind, text)


def test_empty_lines_are_no_blanks() -> None:
    assert read_answer_text("blank", "甲\n\n  \r\n乙\n") == [["甲"], ["乙"]]


@given(index=indexes)
def test_a_single_answer_comes_back(index: int) -> None:
    assert read_answer_text("single", write_answer_text("single", index)) == index


@given(answer=st.lists(indexes, min_size=1, unique=True))
def test_a_multiple_answer_comes_back(answer: list[int]) -> None:
    assert read_answer_text("multiple", write_answer_text("multiple", answer)) == answer


@given(answer=st.booleans())
def test_right_and_wrong_come_back(answer: bool) -> None:
    assert read_answer_text("truefalse", write_answer_text("truefalse", answer)) is answer


@given(answer=st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=3))
def test_what_a_blank_stores_comes_back(answer: list[list[str]]) -> None:
    stored = QuestionDraft(kind="blank", stem="____", answer=answer).stored_answer()
    assert read_answer_text("blank", write_answer_text("blank", stored)) == stored


@given(kind=st.sampled_from(["single", "multiple", "truefalse", "blank"]), text=st.text(max_size=20))
def test_whatever_is_written_it_is_read_or_refused(kind: str, text: str) -> None:
    try:
        answer: Any = read_answer_text(kind, text)
    except InvalidQuestion as error:
        assert str(error).endswith("。")
    else:
        assert answer == read_answer_text(kind, write_answer_text(kind, answer)) or kind == "blank"
