from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import answer_fault, blank_count, check_question, split_blanks, unready_fault
from quizzes.grading.checking import KINDS

FOUR = ["甲", "乙", "丙", "丁"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_it_works() -> None:
    assert check_question("single", FOUR, 3, "选哪一个？") == []
    assert check_question("multiple", FOUR, [0, 3], "选哪几个？") == []
    assert check_question("truefalse", [], False, "对不对？") == []
    assert check_question("blank", [], [["甲", "乙"]], "填 ____。") == []
    assert check_question("ordering", FOUR, [3, 1, 0, 2], "排一排。") == []
    assert check_question("matching", FOUR, [3, 1], "连一连。", ["一", "二"]) == []
    rubric = [{"text": "答出要点", "points": 4}]
    assert check_question("essay", [], {"model": "略", "rubric": rubric}, "谈谈。") == []


@pytest.mark.parametrize(
    ("kind", "options", "answer", "fault"),
    [
        ("riddle", FOUR, 0, "不认识题型“riddle”"),
        ("single", ["甲"], 0, "选项有 1 个，应为 2 到 10 个。"),
        ("single", list("甲乙丙丁戊己庚辛壬癸子"), 0, "选项有 11 个"),
        ("single", ["甲", "  "], 0, "选项 B 是空的"),
        ("single", ["甲", "乙", "甲 "], 0, "选项 A 和 C 一样"),
        ("single", FOUR, None, "单选题要有一个正确选项。"),
        ("single", FOUR, True, "单选题要有一个正确选项。"),
        ("single", FOUR, 4, "正确选项是 E，但选项只到 D。"),
        ("single", FOUR, 10**30, "但选项只到 D。"),
        ("single", "甲乙", 0, "选项应为若干行文字。"),
        ("single", [1, 2], 0, "选项应为若干行文字。"),
        ("single", None, 0, "选项应为若干行文字。"),
        ("multiple", FOUR, 1, "多选题的正确选项应为几个字母"),
        ("multiple", FOUR, [1], "多选题至少要有两个正确选项"),
        ("multiple", FOUR, [1, 1], "重复的字母"),
        ("multiple", FOUR, [0, 4, 5], "正确选项里有 E、F，但选项只到 D。"),
        ("truefalse", FOUR, True, "请把选项清空"),
        ("truefalse", [], 1, "判断题的答案应为“对”或“错”。"),
        ("truefalse", [], None, "判断题的答案应为“对”或“错”。"),
        ("blank", [], [], "填空题要有答案"),
        ("blank", [], "甲", "填空题要有答案"),
        ("blank", [], [[]], "第 1 空没有答案"),
        ("blank", [], [["甲", " 。"]], "第 1 空有一个写法是空的"),
        ("blank", [], [["甲" * 201]], "第 1 空有一个写法超过 200 个字"),
        ("blank", [], [["甲|乙"]], "第 1 空有一个写法里有“|”"),
        ("ordering", FOUR, [0, 1, 2], "应把 4 项各写一次"),
        ("ordering", FOUR, "ABCD", "应把 4 项各写一次"),
        ("ordering", [], [], "选项有 0 个"),
        ("essay", FOUR, {"model": "", "rubric": []}, "简答题不要选项"),
        ("essay", [], "参考答案", "应有参考答案（model）和评分要点（rubric）"),
        ("essay", [], {"model": "", "rubric": [{"text": " ", "points": 2}]}, "第 1 条评分要点是空的"),
        ("essay", [], {"model": "", "rubric": [{"text": "甲", "points": 0}]}, "分值应为 1 到 100 的整数"),
    ],
)
def test_each_fault_is_said(kind: str, options: Any, answer: Any, fault: str) -> None:
    stem = "题干 ____" if kind == "blank" else "题干"
    assert fault in "".join(check_question(kind, options, answer, stem))


@pytest.mark.parametrize(
    ("prompts", "answer", "fault"),
    [
        (["甲"], [0], "左边有 1 项"),
        (["甲", " "], [0, 1], "左边第 2 项是空的"),
        (["甲", "甲"], [0, 1], "左边第 2 项和前面的一样"),
        (["甲 → 乙", "丙"], [0, 1], "左边第 1 项里有箭头"),
        (["甲", "乙"], [0], "每一项都要连到右边的一项"),
        (["甲", "乙"], [0, 4], "指到了没有的右项"),
        (["甲", "乙"], [0, 0], ""),
    ],
)
def test_each_fault_of_a_matching_is_said(prompts: list[str], answer: list[int], fault: str) -> None:
    faults = check_question("matching", FOUR, answer, "题干", prompts)
    assert fault in "".join(faults) and bool(faults) == bool(fault)


def test_an_essay_without_a_rubric_is_sound_but_not_ready() -> None:
    key = {"model": "略", "rubric": []}
    assert check_question("essay", [], key, "谈谈") == []
    assert "要有评分要点" in unready_fault("essay", key)
    assert unready_fault("essay", {"rubric": [{"text": "甲", "points": 2}]}) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_stem_is_refused(kind: str) -> None:
    assert check_question(kind, FOUR, 0, " 　\n") == ["题干是空的，请写上题干。"]


def test_a_stem_without_a_blank_is_refused() -> None:
    assert "题干里没有空" in check_question("blank", [], [["甲"]], "填什么？")[0]


def test_the_answers_must_be_as_many_as_the_blanks() -> None:
    assert check_question("blank", [], [["甲"]], "____ 和 ____") == [
        "题干里有 2 个空，答案有 1 行，请使两者一致。"
    ]


def test_every_fault_is_said_at_once() -> None:
    assert len(check_question("single", ["", "甲", "甲"], 0, "题")) == 2


def test_without_a_stem_its_words_are_not_asked_for() -> None:
    assert check_question("blank", [], [["甲"]]) == []


@pytest.mark.parametrize(
    ("stem", "pieces"),
    [
        ("甲____乙", ["甲", "乙"]),
        ("____", ["", ""]),
        ("甲__乙＿＿丙________", ["甲", "乙", "丙", ""]),
        ("没有_空", ["没有_空"]),
    ],
)
def test_blanks_are_runs_of_underscores(stem: str, pieces: list[str]) -> None:
    assert split_blanks(stem) == pieces
    assert blank_count(stem) == len(pieces) - 1


@pytest.mark.parametrize(
    ("kind", "given_answer", "fault"),
    [
        ("single", 3, ""),
        ("single", 4, "单选题请选一个列出的选项。"),
        ("single", -1, "单选题请选一个列出的选项。"),
        ("single", "0", "单选题请选一个列出的选项。"),
        ("single", [0], "单选题请选一个列出的选项。"),
        ("multiple", [0], ""),
        ("multiple", [], "多选题请从列出的选项里选，每项最多选一次。"),
        ("multiple", [0, 0], "多选题请从列出的选项里选，每项最多选一次。"),
        ("multiple", [0, -1], "多选题请从列出的选项里选，每项最多选一次。"),
        ("multiple", 0, "多选题请从列出的选项里选，每项最多选一次。"),
        ("truefalse", False, ""),
        ("truefalse", 0, "判断题请选“对”或“错”。"),
        ("blank", ["", "甲"], ""),
        ("blank", ["甲"], "这道题有 2 个空，收到了 1 个答案，请刷新页面再填。"),
        ("blank", ["甲", None], "填空题请填文字。"),
        ("blank", ["甲", "乙" * 201], "一个空最多填 200 个字。"),
        ("ordering", [1, 0], ""),
        ("ordering", [1, None], ""),
        ("ordering", [1, 1], ""),
        ("ordering", [1], "这道题要选 2 处，收到了 1 处，请刷新页面再答。"),
        ("matching", [4, 0], "请从列出的各项里选。"),
        ("matching", "AB", "请从列出的各项里选。"),
        ("essay", "甲", ""),
        ("essay", ["甲"], "简答题请填文字。"),
        ("essay", "长" * 5001, "最多写 5000 个字，现在有 5001 个字，请删短。"),
        ("其他", "甲", "不认识这种题型。"),
    ],
)
def test_the_shape_of_an_answer(kind: str, given_answer: Any, fault: str) -> None:
    assert answer_fault(kind, FOUR, 2, given_answer) == fault


@pytest.mark.parametrize("kind", KINDS)
def test_not_answered_is_always_fine(kind: str) -> None:
    assert answer_fault(kind, FOUR, 1, None) == ""


kinds = st.sampled_from([*KINDS, "其他"])


@given(kind=kinds, options=anything, answer=anything, stem=st.none() | st.text(max_size=8))
def test_whatever_comes_in_it_answers_in_sentences(kind: str, options: Any, answer: Any, stem: str) -> None:
    for fault in check_question(kind, options, answer, stem):
        assert fault.endswith("。")


@given(kind=kinds, given_answer=anything, blanks=st.integers(0, 3))
def test_whatever_is_given_it_says_yes_or_why_not(kind: str, given_answer: Any, blanks: int) -> None:
    fault = answer_fault(kind, FOUR, blanks, given_answer)
    assert fault == "" or fault.endswith("。")
