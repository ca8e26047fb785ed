from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.errors import InvalidQuestion
from quizzes.formats.composing import Written, compose, split_answers, take_answer
from quizzes.formats.rows import to_row

OPTIONS = ["甲", "乙", "丙", "丁"]


def row(**fields: Any) -> dict[str, Any]:
    return to_row(compose(Written(**fields)))


def refusal(**fields: Any) -> str:
    with pytest.raises(InvalidQuestion) as refused:
        compose(Written(**fields))
    return str(refused.value)


def test_it_works() -> None:
    made = row(stem="选（ AC ）。", options=OPTIONS, explanation="因为", difficulty="3", tags="学习")
    assert (made["kind"], made["stem"], made["answer"]) == ("multiple", "选（　）。", [0, 2])


@pytest.mark.parametrize(
    ("stem", "left", "said"),
    [
        ("选（ A ）", "选（　）", "A"),
        ("选( AB )。", "选（　）。", "AB"),
        ("选（A、B、D）", "选（　）", "A、B、D"),
        ("选【C】", "选（　）", "C"),
        ("选（ａ）", "选（　）", "ａ"),
        ("选__（B）__对", "选__（　）__对", "B"),
        ("对吗？（√）", "对吗？", "√"),
        ("对吗。( ✗ )", "对吗。", "×"),
        ("对吗（错）。", "对吗。", "错"),
        ("没有答案（　）", "没有答案（　）", ""),
        ("维生素（A）和（B）是（C）", "维生素（A）和（B）是（　）", "C"),
        ("中国共产党（CPC）成立于（B）年", "中国共产党（CPC）成立于（　）年", "B"),
    ],
)
def test_the_answer_is_taken_out_of_the_stem(stem: str, left: str, said: str) -> None:
    assert take_answer(stem, "") == (left, said)


def test_brackets_that_say_something_else_stay() -> None:
    assert take_answer("维生素（A）是什么", "C") == ("维生素（A）是什么", "")
    assert take_answer("维生素（A）是（ CB ）", "BC") == ("维生素（A）是（　）", "CB")


@pytest.mark.parametrize(
    ("answer", "blanks", "parts"),
    [
        ("一", 1, ["一"]),
        ("一；二", 1, ["一；二"]),
        ("一；二", 2, ["一", "二"]),
        ("一;二", 2, ["一", "二"]),
        ("一、二、三", 3, ["一", "二", "三"]),
        ("一 二", 2, ["一", "二"]),
        ("一\n二", 2, ["一", "二"]),
        ("1.一\n2.二", 2, ["一", "二"]),
        ("（1）一 （2）二", 2, ["一", "二"]),
        ("①一、甲；②二、乙", 2, ["一、甲", "二、乙"]),
        ("1、一 2、二", 2, ["一", "二"]),
        ("政治建设、思想建设；组织建设", 2, ["政治建设、思想建设", "组织建设"]),
        ("2.5\n3.5", 2, ["2.5", "3.5"]),
    ],
)
def test_answers_to_several_blanks_are_parted_as_people_part_them(
    answer: str, blanks: int, parts: list[str]
) -> None:
    assert split_answers(answer, blanks) == parts


@pytest.mark.parametrize(
    ("stem", "marked"),
    [
        ("要____。", "要____。"),
        ("要（　　）。", "要____。"),
        ("要（ ），再（ ）。", "要____，再____。"),
        ("要        ，再", "要____，再"),
        ("要_，再", "要____，再"),
        ("（一）要____（　）", "（一）要____（　）"),
    ],
)
def test_blanks_however_they_are_drawn(stem: str, marked: str) -> None:
    blanks = marked.count("____")
    assert row(kind="blank", stem=stem, answer="；".join("一" * blanks))["stem"] == marked


def test_words_in_brackets_are_the_answer_when_nothing_else_is() -> None:
    made = row(kind="blank", stem="党是（工人阶级）的先锋队，同时是（中国人民）的先锋队。")
    assert (made["stem"].count("____"), made["answer"]) == (2, [["工人阶级"], ["中国人民"]])


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"options": OPTIONS, "answer": "A"}, "single"),
        ({"options": OPTIONS, "answer": "AB"}, "multiple"),
        ({"options": OPTIONS, "answer": "AB", "kind": "choice"}, "multiple"),
        ({"options": ["对", "错"], "answer": "A"}, "truefalse"),
        ({"options": ["对", "错"], "answer": "A", "kind": "single"}, "single"),
        ({"answer": "√"}, "truefalse"),
        ({"answer": "F", "kind": "truefalse"}, "truefalse"),
        ({"stem": "要____", "answer": "学"}, "blank"),
        ({"stem": "要（ ）", "answer": "学"}, "blank"),
        ({"answer": "谈三点体会"}, "essay"),
    ],
)
def test_the_kind_shows_when_nobody_says_it(fields: dict[str, Any], kind: str) -> None:
    assert compose(Written(**{"stem": "题"} | fields)).kind == kind


def test_options_lose_their_own_letters() -> None:
    assert row(stem="选", options=["A. 甲", "B、乙"], answer="B")["options"] == ["甲", "乙"]
    assert row(stem="选", options=["A. 甲", "乙"], answer="B")["options"] == ["A. 甲", "乙"]


def test_letters_of_a_multiple_choice_are_letters_even_if_an_option_says_the_same() -> None:
    assert row(kind="multiple", stem="选", options=["AB", "CD", "EF"], answer="AB")["answer"] == [0, 1]
    assert row(kind="single", stem="选", options=["CD", "AB"], answer="AB")["answer"] == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"stem": "题"}, "没有找到选项和答案"),
        ({"options": OPTIONS}, "没有找到答案"),
        ({"options": OPTIONS, "answer": "E"}, "选项只到 D"),
        ({"options": OPTIONS, "answer": "AAB"}, "重复的字母"),
        ({"kind": "truefalse"}, "判断题请在题后写“答案：对”"),
        ({"kind": "blank", "stem": "____"}, "没有找到答案"),
        ({"options": OPTIONS, "answer": "A", "stem": " "}, "题干是空的"),
        ({"options": OPTIONS, "answer": "A", "difficulty": "七"}, "难度“七”认不出来"),
    ],
)
def test_what_is_missing_is_said(fields: dict[str, Any], message: str) -> None:
    assert message in refusal(**{"stem": "题"} | fields)


short = st.text("甲乙AB对错√（）()[]_。；、 \n12.", max_size=15)


@given(
    stem=short,
    options=st.lists(short, max_size=4),
    answer=short,
    kind=st.sampled_from(["", "single", "multiple", "choice", "truefalse", "blank", "essay"]),
)
def test_whatever_is_written_it_is_composed_or_refused_in_words(
    stem: str, options: list[str], answer: str, kind: str
) -> None:
    try:
        compose(Written(stem=stem, options=options, answer=answer, kind=kind))
    except InvalidQuestion as error:
        assert str(error).endswith("。")
