"""Proposing the provision an answer stands in."""

import pytest

from library.structure import NameIndex
from quizzes.binding.matching import ACCEPT_ABOVE, Asked, Passage, PassageIndex, Proposer

RULES = [
    "党员每月至少参加一次集中学习，因事不能参加的应当补课。",
    "补课应当在三十日内完成，由党小组长记录。",
    "支部委员会每季度检查一次学习情况，并向党员大会报告。",
]
OTHER = ["申请人应当在三十日内提交材料，由受理机关记录。", "补课应当在三十日内完成，由班主任记录。"]


@pytest.fixture
def proposer() -> Proposer:
    names = NameIndex({"支部学习规定": "rules", "学校管理办法": "school"})
    numbers = ("第一条", "第二条", "第三条")
    passages = [Passage(place, "rules", numbers[place], text) for place, text in enumerate(RULES)]
    passages += [Passage(10 + place, "school", numbers[place], text) for place, text in enumerate(OTHER)]
    return Proposer(PassageIndex(passages), names.find)


def single(stem: str, *options: str, answer: int = 0) -> Asked:
    return Asked("single", stem, options, answer)


def first(proposer: Proposer, asked: Asked) -> tuple[str, str, float]:
    found = proposer.propose(asked)[0]
    return found.passage.work, found.passage.number, found.confidence


def test_it_works(proposer: Proposer) -> None:
    asked = single("根据《支部学习规定》，补课应当在____内完成。", "三十日", "六十日")

    found = proposer.propose(asked)[0]

    assert (found.passage.work, found.passage.number) == ("rules", "第二条")
    assert found.sentence == RULES[1]
    assert found.confidence >= ACCEPT_ABOVE


def test_the_named_work_comes_before_the_same_words_elsewhere(proposer: Proposer) -> None:
    asked = single("根据《学校管理办法》，补课应当在____内完成。", "三十日")
    assert first(proposer, asked)[:2] == ("school", "第二条")


def test_arabic_numerals_are_chinese_ones(proposer: Proposer) -> None:
    asked = single("《支部学习规定》规定，补课应当在（　）内完成。", "30日", "60日")
    work, number, confidence = first(proposer, asked)
    assert (work, number) == ("rules", "第二条")
    assert confidence >= ACCEPT_ABOVE


def test_a_single_lost_space_is_a_blank(proposer: Proposer) -> None:
    asked = single("《支部学习规定》规定，支部委员会每季度检查一次学习情况，并向 报告。", "党员大会", "上级")
    assert first(proposer, asked)[2] >= ACCEPT_ABOVE


def test_the_same_words_in_two_unnamed_works_are_not_sure(proposer: Proposer) -> None:
    assert first(proposer, single("补课应当在____内完成。", "三十日"))[2] < ACCEPT_ABOVE


def test_a_wrong_answer_is_not_sure(proposer: Proposer) -> None:
    asked = single("根据《支部学习规定》，补课应当在____内完成。", "三十日", "一年", answer=1)
    assert first(proposer, asked)[2] < ACCEPT_ABOVE


def test_a_named_work_that_is_not_there_leaves_it_to_a_person(proposer: Proposer) -> None:
    asked = single("根据《别的规定》，支部委员会每季度检查一次____。", "学习情况")
    work, number, confidence = first(proposer, asked)
    assert (work, number) == ("rules", "第三条")
    assert confidence < ACCEPT_ABOVE


def test_what_is_asked_the_other_way_round_is_not_sure(proposer: Proposer) -> None:
    asked = single("根据《支部学习规定》，下列不属于党员每月应当参加的是____。", "集中学习")
    assert first(proposer, asked)[2] < ACCEPT_ABOVE


def test_a_true_claim_is_found(proposer: Proposer) -> None:
    asked = Asked("truefalse", "《支部学习规定》规定，支部委员会每季度检查一次学习情况。", [], True)
    assert first(proposer, asked)[:2] == ("rules", "第三条")


def test_a_false_claim_is_never_sure(proposer: Proposer) -> None:
    asked = Asked("truefalse", "《支部学习规定》规定，支部委员会每季度检查一次学习情况。", [], False)
    assert first(proposer, asked)[2] < ACCEPT_ABOVE


def test_several_blanks_are_filled_in_their_order(proposer: Proposer) -> None:
    asked = Asked(
        "blank", "《支部学习规定》规定，补课应当在____内完成，由____记录。", [], [["三十日"], ["党小组长"]]
    )
    work, number, confidence = first(proposer, asked)
    assert (work, number) == ("rules", "第二条")
    assert confidence >= ACCEPT_ABOVE


def test_one_option_fills_several_blanks(proposer: Proposer) -> None:
    asked = single(
        "《支部学习规定》规定，补课应当在____内完成，由____记录。", "三十日；党小组长", "六十日；书记"
    )
    assert first(proposer, asked)[2] >= ACCEPT_ABOVE


def test_several_right_options_are_looked_for_one_by_one(proposer: Proposer) -> None:
    asked = Asked("multiple", "根据《支部学习规定》，党员每月____。", ["集中学习", "看报", "补课"], [0, 2])
    assert first(proposer, asked)[:2] == ("rules", "第一条")


def test_words_of_nobody_find_nothing() -> None:
    assert Proposer(PassageIndex([]), NameIndex().find).propose(single("谁____？", "我")) == []


def test_a_kind_without_options_or_key_is_looked_for_by_its_words(proposer: Proposer) -> None:
    asked = Asked("essay", "支部委员会多久检查一次学习情况？", [], {"rubric": "每季度检查一次学习情况"})
    assert first(proposer, asked)[:2] == ("rules", "第三条")
