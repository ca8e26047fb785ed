"""The quoted sentence after an amendment."""

from quizzes.binding.quotes import quote_now

OLD = "党员每月至少参加一次集中学习"


def test_it_works() -> None:
    assert quote_now(OLD, "支部应当安排学习。党员每周至少参加一次集中学习，不得缺席。") == (
        "党员每周至少参加一次集中学习，不得缺席。"
    )


def test_a_sentence_that_stays_is_kept_as_it_was() -> None:
    assert quote_now(OLD, f"学习要经常。{OLD}。") == OLD


def test_a_sentence_that_went_is_not_made_up() -> None:
    assert quote_now(OLD, "支部书记任期三年。") == ""


def test_no_quote_stays_none() -> None:
    assert quote_now("", OLD) == ""
