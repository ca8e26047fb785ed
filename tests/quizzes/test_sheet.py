from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from quizzes.models import AttemptItem, Question, QuestionVersion
from quizzes.sheet import Choice, StemPart, lay_out, line, read_answer, read_answers

TEXTS = ["甲", "乙", "丙", "丁"]


def item(kind: str, stem: str = "题干", order: list[int] | None = None, **fields: Any) -> AttemptItem:
    options = TEXTS if kind in ("single", "multiple") else []
    version = QuestionVersion(question=Question(kind=kind), stem=stem, options=options)
    fields = {"position": 1, "points": 2, "option_order": order or list(range(len(options)))} | fields
    return AttemptItem(version=version, **fields)


def sent(text: str) -> QueryDict:
    return QueryDict(text)


def test_it_works() -> None:
    shown = line(item("single", order=[2, 0, 3, 1], answer=0))
    assert shown.choices[:2] == [
        Choice(value="0", letter="A", text="丙", is_chosen=False),
        Choice(value="1", letter="B", text="甲", is_chosen=True),
    ]
    assert (shown.name, shown.kind_label, shown.is_answered) == ("q1", "单选题", True)


def test_the_form_speaks_places_and_the_store_speaks_options() -> None:
    single = item("single", order=[2, 0, 3, 1])
    assert [read_answer(single, sent(f"q1={place}")) for place in range(4)] == [2, 0, 3, 1]


def test_several_choices_are_read() -> None:
    assert read_answer(item("multiple", order=[2, 0, 3, 1]), sent("q1=0&q1=3")) == [2, 1]


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse", "blank"])
def test_an_absent_field_is_no_answer(kind: str) -> None:
    assert read_answer(item(kind, stem="____"), sent("")) is None


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("single", "q1=9", -1),
        ("single", "q1=-1", -1),
        ("single", "q1=甲", -1),
        ("single", "q1=", -1),
        ("multiple", "q1=0&q1=x", [0, -1]),
        ("truefalse", "q1=maybe", "maybe"),
        ("single", "q1=0&q1=1", 1),
    ],
)
def test_what_no_page_could_send_is_read_as_no_option(kind: str, text: str, answer: Any) -> None:
    assert read_answer(item(kind), sent(text)) == answer


def test_right_and_wrong_are_read() -> None:
    assert read_answer(item("truefalse"), sent("q1=1")) is True
    assert read_answer(item("truefalse"), sent("q1=0")) is False


def test_blanks_are_read_in_order_without_the_spaces_around() -> None:
    two = item("blank", stem="____ 和 ____")
    assert read_answer(two, sent("q1=+甲+&q1=")) == ["甲", ""]
    assert read_answer(two, sent("q1=&q1=++")) is None


def test_each_question_reads_its_own_field() -> None:
    items = [item("single"), item("truefalse", position=2)]
    assert read_answers(items, sent("q1=3&q2=0&q3=1")) == {1: 3, 2: False}


def test_a_field_that_was_not_touched_is_left_out() -> None:
    items = [item("single", answer=0), item("multiple", position=2), item("truefalse", position=3)]
    assert read_answers(items, sent("q1=0&q1-shown=0&q2-shown=&q3=1&q3-shown=")) == {3: True}


def test_a_choice_taken_back_is_no_answer() -> None:
    assert read_answers([item("multiple", answer=[0, 1])], sent("q1-shown=0|1")) == {1: None}


def test_a_field_the_form_does_not_have_is_left_out() -> None:
    assert read_answers([item("single", answer=2)], sent("save=1")) == {}


def test_a_script_can_say_that_a_field_was_touched() -> None:
    assert read_answers([item("single")], sent("q1=0&q1-shown=changed")) == {1: 0}
    assert read_answers([item("multiple")], sent("q1-shown=changed")) == {1: None}


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("single", 2, "0"),
        ("single", None, ""),
        ("multiple", [0, 2], "0|1"),
        ("truefalse", False, "0"),
        ("blank", ["甲", ""], "甲|"),
        ("blank", None, "|"),
    ],
)
def test_the_page_notes_what_it_was_made_with(kind: str, answer: Any, shown: str) -> None:
    one = item(kind, stem="____ 和 ____", order=[2, 0, 3, 1] if kind in ("single", "multiple") else None)
    one.answer = answer
    assert line(one).shown == shown


def test_a_blank_shows_what_was_filled_in() -> None:
    shown = line(item("blank", stem="要 ____，缺席要 ____。", answer=["学习", ""]))
    assert shown.stem == [
        StemPart("要 "),
        StemPart("学习", blank=1),
        StemPart("，缺席要 "),
        StemPart("", blank=2),
        StemPart("。"),
    ]
    assert [part.is_blank for part in shown.stem] == [False, True, False, True, False]


def test_underscores_outside_a_blank_question_stay() -> None:
    assert line(item("single", stem="选____")).stem == [StemPart("选____")]


def test_true_and_false_have_no_letters() -> None:
    shown = line(item("truefalse", answer=False))
    assert [(one.letter, one.text, one.is_chosen) for one in shown.choices] == [
        ("", "对", False),
        ("", "错", True),
    ]


def test_nothing_is_chosen_before_an_answer() -> None:
    assert not any(one.is_chosen for one in line(item("truefalse")).choices)
    assert not any(one.is_chosen for one in line(item("multiple")).choices)
    assert not line(item("multiple")).is_answered


def test_only_choices_of_one_exclude_each_other() -> None:
    kinds = ["single", "multiple", "truefalse"]
    assert [shown.is_choice_of_one for shown in lay_out(item(kind) for kind in kinds)] == [True, False, True]


def test_a_page_can_be_laid_out_without_the_key() -> None:
    assert "answer" not in line(item("single")).__dict__
    assert "explanation" not in line(item("single")).__dict__


@given(order=st.permutations(range(4)), chosen=st.lists(st.integers(0, 3), unique=True, min_size=1))
def test_what_is_shown_as_chosen_is_sent_back_as_the_same_answer(order: list[int], chosen: list[int]) -> None:
    one = item("multiple", order=order, answer=sorted(chosen))
    fields = "&".join(f"q1={choice.value}" for choice in line(one).choices if choice.is_chosen)
    assert sorted(read_answer(one, sent(fields))) == sorted(chosen)


@given(text=st.text(max_size=30), kind=st.sampled_from(["single", "multiple", "truefalse"]))
def test_any_field_is_read(text: str, kind: str) -> None:
    data = QueryDict(mutable=True)
    data.setlist("q1", [text])
    answer = read_answer(item(kind), data)
    assert answer is not None


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("ordering", [1, 0, 2], "B 乙 → A 甲 → C 丙"),
        ("ordering", [1, None, None], "B 乙 → （空） → （空）"),
        ("matching", [2, 2], "左一 → C 丙；左二 → C 丙"),
        ("essay", "写了\n两行", "写了\n两行"),
        ("ordering", None, ""),
        ("essay", None, ""),
    ],
)
def test_an_arranged_or_written_answer_is_told_in_words(kind: str, answer: Any, words: str) -> None:
    one = item(kind, order=[] if kind == "essay" else [0, 1, 2], answer=answer)
    one.version.options = [] if kind == "essay" else TEXTS[:3]
    one.version.prompts = ["左一", "左二"] if kind == "matching" else []
    assert line(one).words == words


@pytest.mark.parametrize(("kind", "answer"), [("blank", ["甲乙"]), ("essay", "甲乙")])
def test_a_character_no_database_stores_is_left_out(kind: str, answer: Any) -> None:
    assert read_answer(item(kind, stem="____"), sent("q1=甲%00乙")) == answer
    assert read_answer(item(kind, stem="____"), sent("q1=%00")) is None
