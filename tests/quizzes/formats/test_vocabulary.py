import pytest

from quizzes.errors import InvalidQuestion
from quizzes.formats.vocabulary import (
    is_right_or_wrong,
    read_difficulty,
    read_kind,
    read_source,
    read_tags,
    write_source,
    write_tags,
)


def test_it_works() -> None:
    assert (read_kind("【单项选择题】"), read_difficulty("较难"), read_tags("学习，制度")) == (
        "single",
        4,
        ("学习", "制度"),
    )


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("单选", "single"),
        ("多选题", "multiple"),
        ("不定项选择题", "choice"),
        ("判断正误", "truefalse"),
        ("填 空", "blank"),
        ("", ""),
    ],
)
def test_kinds_as_people_call_them(said: str, kind: str) -> None:
    assert read_kind(said) == kind


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("1", 1),
        ("５", 5),
        ("★★★", 3),
        ("★★☆☆☆", 2),
        ("中等", 3),
        ("容易", 2),
        ("很难", 5),
        ("3级", 3),
        ("", None),
    ],
)
def test_difficulty_as_people_call_it(said: str, level: int | None) -> None:
    assert read_difficulty(said) == level


@pytest.mark.parametrize("said", ["0", "6", "0.7", "尚可"])
def test_another_difficulty_is_refused(said: str) -> None:
    with pytest.raises(InvalidQuestion, match="请写 1 到 5"):
        read_difficulty(said)


@pytest.mark.parametrize("tags", [(), ("一",), ("一", "二"), ("一、二",), ("一、二", "三，四")])
def test_tags_come_back(tags: tuple[str, ...]) -> None:
    assert read_tags(write_tags(tags)) == tags


def test_sources_come_back() -> None:
    cites = (
        {"material": "study-rules", "edition": "2024-09-01", "address": "art_2/para_1", "quote": "每月 一次"},
        {"material": "how-to", "address": "art_1"},
    )
    assert read_source(write_source(cites)) == (cites, "")


def test_a_source_in_words_stays_words() -> None:
    assert read_source("《党章》第三条\n第 5 页") == ((), "《党章》第三条；第 5 页")


@pytest.mark.parametrize(
    ("said", "is_one"), [("√", True), ("✗", True), ("正确", True), ("错", True), ("A", False), ("甲", False)]
)
def test_signs_of_right_and_wrong(said: str, is_one: bool) -> None:
    assert is_right_or_wrong(said) is is_one
