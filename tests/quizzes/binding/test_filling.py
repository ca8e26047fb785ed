"""A question as a statement, words as they are compared, passages as they are fetched."""

import pytest

from quizzes.binding.matching import Asked, Passage, PassageIndex, Statement, split_sentences, statements
from quizzes.binding.matching.words import plain


def said(stem: str, *options: str, kind: str = "single", answer: object = 0) -> Statement:
    return statements(Asked(kind, stem, options, answer))[0]


class TestFilling:
    def test_it_works(self) -> None:
        found = said("根据《学习规定》，补课应当在____内完成。", "三十日", "六十日")
        assert found.text == "补课应当在三十日内完成。"
        assert found.titles == ("学习规定",)
        assert found.is_sure

    @pytest.mark.parametrize("blank", ["____", "（　）", "( )", "        ", "【 】", "（  ）"])
    def test_a_blank_is_written_in_many_ways(self, blank: str) -> None:
        assert said(f"补课应当在{blank}内完成。", "三十日").text == "补课应当在三十日内完成。"

    def test_the_named_article_is_read(self) -> None:
        assert said("《学习规定》第十二条规定，补课应当____完成。", "按时").article == "第十二条"

    def test_a_question_without_a_blank_is_a_guess(self) -> None:
        found = said("补课应当多久完成？", "三十日")
        assert "三十日" in found.text
        assert not found.is_sure

    def test_a_denial_is_no_plain_statement(self) -> None:
        assert not said("下列不属于补课方式的是____。", "看报").is_sure

    def test_several_blanks_take_their_answers_in_order(self) -> None:
        found = said("在____内由____记录。", kind="blank", answer=[["三十日", "30日"], ["组长"]])
        assert found.text == "在三十日内由组长记录。"

    def test_a_blank_too_few_leaves_an_answer_out(self) -> None:
        assert said("在____内。", kind="blank", answer=[["三十日"], ["组长"]]).text == "在三十日内。"

    def test_right_options_stand_together(self) -> None:
        assert said("包括____。", "甲", "乙", "丙", kind="multiple", answer=[0, 2]).text == "包括甲、丙。"

    def test_a_claim_stands_as_it_is(self) -> None:
        found = said("《学习规定》规定，应当补课。", kind="truefalse", answer=True)
        assert (found.text, found.answers) == ("应当补课。", ())

    def test_an_option_that_is_not_there_fills_nothing(self) -> None:
        assert said("在____内。", "三十日", answer=7).text == "在内。"


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("三十日", "30日"),
            ("三十 日，", "３０日。"),
            ("百分之二十", "20%"),
            ("“三会一课”", "「三会一课」"),
            ("二〇二四年", "2024年"),
        ],
    )
    def test_two_writings_are_one(self, one: str, other: str) -> None:
        assert plain(one) == plain(other)

    def test_other_numbers_stay_other(self) -> None:
        assert plain("三十日") != plain("三日")

    def test_sentences_are_kept_as_printed(self) -> None:
        text = "应当补课。补课包括：\n（一）读原文；\n（二）谈体会。"
        assert split_sentences(text) == ["应当补课。", "补课包括：", "（一）读原文；", "（二）谈体会。"]


class TestPassages:
    def index(self) -> PassageIndex:
        texts = ["应当补课并且记录", "支部每月开会", "应当记录会议"]
        return PassageIndex(
            Passage(place, "a" if place < 2 else "b", "", text) for place, text in enumerate(texts)
        )

    def test_it_works(self) -> None:
        assert [one.key for one in self.index().nearest("每月开会")] == [1]

    def test_only_the_wanted_works_are_looked_at(self) -> None:
        assert [one.key for one in self.index().nearest("应当记录", works=["b"])] == [2]

    def test_a_work_that_is_not_there_has_nothing(self) -> None:
        assert self.index().nearest("应当记录", works=["c"]) == []
        assert not self.index().has_work("c")

    def test_the_best_come_first_and_no_more_than_asked(self) -> None:
        assert [one.key for one in self.index().nearest("应当补课并且记录", most=1)] == [0]

    def test_words_too_short_for_a_pair_find_nothing(self) -> None:
        assert self.index().nearest("课") == []

    def test_signs_beyond_the_first_plane_do_no_harm(self) -> None:
        index = PassageIndex([Passage(1, "a", "", "𠮷祥如意"), Passage(2, "a", "", "")])
        assert [one.key for one in index.nearest("𠮷祥")] == [1]
