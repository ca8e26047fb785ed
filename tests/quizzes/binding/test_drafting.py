"""Drafts out of a provision."""

from quizzes.binding.matching import Idea, draft_from

TITLE, NUMBER = "支部学习规定", "第九条"


def drafts(text: str) -> list[Idea]:
    return draft_from(TITLE, NUMBER, text)


def fills(text: str) -> list[str]:
    return [idea.answer[0][0] for idea in drafts(text) if idea.kind == "blank"]


def false_claims(text: str) -> list[str]:
    return [idea.stem for idea in drafts(text) if idea.kind == "truefalse" and idea.answer is False]


def test_it_works() -> None:
    idea = drafts("党员没有正当理由，连续六个月不参加组织生活的，按自行脱党处理。")[0]
    assert (
        idea.stem
        == "根据《支部学习规定》第九条，党员没有正当理由，连续____不参加组织生活的，按自行脱党处理。"
    )
    assert idea.answer == [["六个月"]]
    assert idea.about == "时限"


def test_a_claim_comes_right_and_altered() -> None:
    ideas = drafts("支部书记任期为三年，期满应当改选。")
    claims = [(idea.answer, idea.note) for idea in ideas if idea.kind == "truefalse"]
    assert claims[0] == (True, "")
    assert (False, "把“三年”改成了“五年”。") in claims


def test_a_duty_is_turned_into_a_leave() -> None:
    assert "《支部学习规定》第九条规定，任何组织可以强迫党员参加营利活动。" in false_claims(
        "任何组织不得强迫党员参加营利活动。"
    )


def test_a_share_is_altered() -> None:
    assert any(
        "百分之三十的" in claim for claim in false_claims("出席的人数应当超过全体党员的百分之二十的比例。")
    )


def test_numbers_in_digits_stay_digits() -> None:
    assert any("15日" in claim for claim in false_claims("支部应当在收到申请后10日以内作出答复。"))


def test_a_quoted_term_is_asked_for() -> None:
    assert fills("支部应当严格执行“三会一课”制度，认真记录。") == ["三会一课"]


def test_who_decides_is_asked_for() -> None:
    assert "支部委员会" in fills("发展对象由支部委员会讨论决定，并报上级备案。")


def test_the_number_of_another_article_is_no_number() -> None:
    assert drafts("违反第三十条规定的，给予批评教育。") == []


def test_a_sentence_that_leans_on_another_is_left_alone() -> None:
    assert drafts("前款规定的期限不得超过三十日，自收到之日起计算。") == []


def test_the_same_words_give_the_same_drafts() -> None:
    text = "党员每月至少参加一次学习，不得无故缺席。支部书记任期三年。"
    assert drafts(text) == drafts(text)


def test_every_quote_stands_in_the_text() -> None:
    text = "党员每月至少参加一次学习，不得无故缺席。支部应当在三十日内补课。"
    assert all(idea.quote in text for idea in drafts(text))
