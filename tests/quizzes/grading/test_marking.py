from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import RULES, Mark, essay_score, grade, marks_fault, needs_person
from quizzes.grading.checking import KINDS

OPTIONS = ["甲", "乙", "丙", "丁"]
points = st.integers(min_value=0, max_value=100)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
plausible = st.lists(st.integers(0, 3), max_size=4) | st.lists(
    st.text("党章学习ab一", max_size=4), max_size=4
)
keys = st.one_of(
    st.tuples(st.just("single"), st.integers(0, 3)),
    st.tuples(st.just("multiple"), st.lists(st.integers(0, 3), min_size=2, max_size=4, unique=True)),
    st.tuples(st.just("truefalse"), st.booleans()),
    st.tuples(
        st.just("blank"),
        st.lists(
            st.lists(st.text("党章学习ab一", min_size=1, max_size=4), min_size=1), min_size=1, max_size=4
        ),
    ),
    st.tuples(st.just("ordering"), st.permutations(range(4))),
    st.tuples(st.just("matching"), st.lists(st.integers(0, 3), min_size=2, max_size=4)),
)


def score(kind: str, answer: Any, given: Any, points: int = 2) -> Decimal:
    return grade(kind, OPTIONS, answer, given, points).score


def test_it_works() -> None:
    assert grade("single", OPTIONS, 1, 1, 2) == Mark(Decimal(2), is_right=True)


def test_a_wrong_single_choice_is_worth_nothing() -> None:
    assert grade("single", OPTIONS, 1, 0, 2) == Mark(Decimal(0), is_right=False)


def test_true_is_not_the_second_option() -> None:
    assert score("single", 1, True) == 0
    assert score("truefalse", True, 1) == 0


def test_true_and_false() -> None:
    assert score("truefalse", False, False) == 2
    assert score("truefalse", True, False) == 0


@pytest.mark.parametrize(
    ("given", "worth"),
    [
        ([0, 1, 2], "3"),
        ([2, 1, 0], "3"),
        ([0, 1], "1.5"),
        ([2], "1.5"),
        ([0, 1, 3], "0"),
        ([0, 1, 2, 3], "0"),
        ([3], "0"),
        ([], "0"),
        ([0, 0], "0"),
    ],
)
def test_a_multiple_choice_gives_half_for_some_and_nothing_with_a_wrong_one(
    given: list[int], worth: str
) -> None:
    assert score("multiple", [0, 1, 2], given, points=3) == Decimal(worth)


@pytest.mark.parametrize(("points", "half"), [(1, "0.5"), (2, "1"), (3, "1.5"), (5, "2.5")])
def test_half_marks_come_in_halves(points: int, half: str) -> None:
    assert score("multiple", [0, 1], [0], points=points) == Decimal(half)


@pytest.mark.parametrize(
    "given",
    ["三会一课", "三會一課", "“三会一课”", " 三会 一课 ", "三会一课。", "《三会一课》"],
)
def test_a_blank_is_read_as_people_write_it(given: str) -> None:
    assert score("blank", [["三会一课"]], [given]) == 2


@pytest.mark.parametrize(
    ("accepted", "given"),
    [("12", "１２"), ("ABC", "ａｂｃ"), ("3.5%", "３．５％"), ("黨章", "党章"), ("一（二）班", "一(二)班")],
)
def test_width_case_and_script_do_not_matter(accepted: str, given: str) -> None:
    assert score("blank", [[accepted]], [given]) == 2


def test_any_of_the_accepted_texts_will_do() -> None:
    assert score("blank", [["习惯", "好习惯"]], ["好习惯"]) == 2
    assert score("blank", [["习惯", "好习惯"]], ["坏习惯"]) == 0


def test_a_point_inside_a_number_counts() -> None:
    assert score("blank", [["3.5"]], ["35"]) == 0


def test_blanks_are_worth_their_share_in_halves() -> None:
    key = [["甲"], ["乙"], ["丙"]]
    assert grade("blank", [], key, ["甲", "乙", "错"], 2) == Mark(
        Decimal("1.5"), is_right=False, parts=(True, True, False)
    )
    assert score("blank", key, ["甲", "错", "错"]) == Decimal("0.5")
    assert score("blank", key, ["", "", ""]) == 0


def test_all_but_one_of_many_blanks_is_not_full_marks() -> None:
    key = [["甲"]] * 10
    assert score("blank", key, ["甲"] * 9 + ["乙"], points=1) == Decimal("0.5")


def test_the_order_of_blanks_counts() -> None:
    assert score("blank", [["甲"], ["乙"]], ["乙", "甲"]) == 0


def test_an_ordering_is_worth_the_places_that_are_right() -> None:
    assert grade("ordering", OPTIONS, [0, 1, 2, 3], [0, 1, 2, 3], 4).is_right
    assert score("ordering", [0, 1, 2, 3], [0, 1, 3, 2], 4) == 2
    assert score("ordering", [0, 1, 2, 3], [3, 2, 1, 0], 4) == 0
    assert score("ordering", [0, 1, 2, 3], [0, None, None, None], 4) == 1


def test_a_matching_is_worth_the_pairs_that_are_right() -> None:
    mark = grade("matching", OPTIONS, [0, 1, 1], [0, 1, 2], 3)
    assert (mark.score, mark.parts) == (Decimal(2), (True, True, False))


def test_an_essay_waits_for_a_person() -> None:
    assert grade("essay", [], {"model": "", "rubric": []}, "写了很多", 5) == Mark(Decimal(0), is_right=False)
    assert needs_person("essay", "写了") and not needs_person("essay", None)
    assert not needs_person("blank", ["甲"])


@pytest.mark.parametrize(
    ("marks", "points", "score"),
    [
        (("3", "1"), 4, "4"),
        (("1.5", "1"), 4, "2.5"),
        (("3", "1"), 5, "5"),
        (("3", "0.5"), 5, "4.5"),
        (("0.5", "0"), 1, "0.5"),
        (("0", "0"), 9, "0"),
    ],
)
def test_the_points_of_a_rubric_become_those_of_the_paper(
    marks: tuple[str, ...], points: int, score: str
) -> None:
    rubric = [("三种会", 3), ("党课", 1)]
    assert essay_score(rubric, [Decimal(one) for one in marks], points) == Decimal(score)


@pytest.mark.parametrize(
    ("marks", "fault"),
    [
        ((3,), "评分要点有 2 条，收到了 1 条的分"),
        ((3, None), "第 2 条还没有给分"),
        ((3, 2), "第 2 条应在 0 到 1 分之间"),
        ((-1, 1), "第 1 条应在 0 到 3 分之间"),
        ((0.25, 1), "第 1 条应在 0 到 3 分之间，以 0.5 分为一档。"),
        ((float("nan"), 1), "第 1 条还没有给分"),
        ((2.5, 1), ""),
    ],
)
def test_points_a_rubric_does_not_have_are_refused(marks: tuple[float | None, ...], fault: str) -> None:
    given_marks = [None if one is None else Decimal(str(one)) for one in marks]
    said = marks_fault([("三种会", 3), ("党课", 1)], given_marks)
    assert said.startswith(fault) and bool(said) == bool(fault)


def test_nothing_given_is_worth_nothing() -> None:
    assert grade("blank", [], [["甲"], ["乙"]], None, 2) == Mark(
        Decimal(0), is_right=False, parts=(False, False)
    )
    assert score("single", 0, None) == 0


def test_every_kind_says_its_rule() -> None:
    assert list(RULES) == list(KINDS)
    assert "得一半分" in RULES["multiple"]


@given(key=keys, given_answer=anything | plausible, points=points)
def test_whatever_is_given_the_score_is_within_the_points(
    key: tuple[str, Any], given_answer: Any, points: int
) -> None:
    kind, answer = key
    mark = grade(kind, OPTIONS, answer, given_answer, points)
    assert 0 <= mark.score <= points
    assert mark.score % Decimal("0.5") == 0


@given(chosen=st.lists(st.integers(0, 3), unique=True, max_size=4), points=points)
def test_no_choice_but_the_right_one_gets_full_marks(chosen: list[int], points: int) -> None:
    mark = grade("multiple", OPTIONS, [1, 3], chosen, points)
    assert mark.is_right == (set(chosen) == {1, 3})
    assert points == 0 or mark.is_right == (mark.score == points)


@given(key=keys, points=st.integers(1, 100))
def test_the_key_itself_gets_full_marks(key: tuple[str, Any], points: int) -> None:
    kind, answer = key
    given_answer = [accepted[-1] for accepted in answer] if kind == "blank" else answer
    assert grade(kind, OPTIONS, answer, given_answer, points).score == points


@given(filled=st.lists(st.sampled_from(["甲", "错", ""]), min_size=4, max_size=4), points=st.integers(1, 50))
def test_one_more_blank_right_is_never_worth_less(filled: list[str], points: int) -> None:
    key = [["甲"]] * 4
    better = ["甲", *filled[1:]]
    assert score("blank", key, better, points) >= score("blank", key, filled, points)
