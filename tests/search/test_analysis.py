import pytest

from search.analysis import (
    best_sentence,
    index_tokens,
    lexicon,
    matches,
    normalize,
    pairs,
    query_tokens,
    words,
)


def shown(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in matches(text, query)]


def test_it_works() -> None:
    assert "三会一课" in index_tokens("党支部应当落实三会一课制度。").words


@pytest.mark.parametrize(
    "word", ["三会一课", "两学一做", "主题党日", "口袋书", "党支部书记", "自学计划", "红色书袋"]
)
def test_words_of_the_lexicon_are_not_taken_apart(word: str) -> None:
    assert query_tokens(f"关于{word}的规定")[0:2] == [word, "规定"] or word in query_tokens(
        f"关于{word}的规定"
    )


def test_the_lexicon_has_every_word_once() -> None:
    assert len(lexicon()) >= 60
    assert len(set(lexicon())) == len(lexicon())


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("２０２４年ＡＢＣ", "2024年abc"),
        ("黨員應當學習", "党员应当学习"),
        ("瞭解情況", "了解情况"),
        ("瞭望", "瞭望"),
        ("㎡", "m2"),
        ("口\u200b袋\ufeff书", "口袋书"),
        ("cafe\u0301", "café"),
    ],
)
def test_one_form_for_each_character(written: str, folded: str) -> None:
    assert normalize(written) == folded


def test_words_stand_where_the_original_has_them() -> None:
    text = "落實「三會一課」，共１０㎡。"
    found = {token.text: text[token.start : token.end] for token in words(text)}
    assert found["三会一课"] == "三會一課"
    assert found["落实"] == "落實"
    assert found["10m2"] == "１０㎡"


def test_long_words_are_found_by_their_parts_too() -> None:
    assert {"党支部书记", "党支部", "书记"} <= set(index_tokens("党支部书记").words)


def test_letters_beyond_ascii_stay_words() -> None:
    assert [token.text for token in words("привет мир 学习")] == ["привет", "мир", "学习"]


def test_pairs_begin_with_every_character() -> None:
    assert pairs("学习abc，做") == ["学习", "习", "ab", "bc", "c", "做"]


def test_words_that_say_nothing_are_not_asked_for() -> None:
    assert list(query_tokens("党员的义务是什么")) == ["党员", "义务"]


def test_unless_there_are_no_others() -> None:
    assert list(query_tokens("的")) == ["的"]


def test_a_traditional_query_marks_simplified_text() -> None:
    assert shown("党支部落实三会一课制度", "三會一課") == ["三会一课"]


def test_a_half_width_query_marks_full_width_text() -> None:
    assert shown("第１２条", "第12条") == ["第１２条"]


def test_marks_stand_right_after_characters_that_grow_or_vanish() -> None:
    assert shown("㎡\u200b…cafe\u0301口袋书", "口袋书") == ["口袋书"]


def test_words_of_a_query_are_marked_one_by_one() -> None:
    assert shown("义务：党员应当学习。", "党员的义务") == ["义务", "党员"]


def test_a_whole_phrase_is_one_mark() -> None:
    assert shown("党员的义务是学习", "党员的义务") == ["党员的义务"]


def test_stop_words_are_not_marked() -> None:
    assert shown("这是党员的义务", "义务是的") == ["义务"]


def test_single_characters_are_marked_only_alone() -> None:
    assert shown("党员和党章", "党") == ["党", "党"]
    assert shown("做事", "两学一做") == []


def test_parts_stand_in_for_a_word_that_is_absent() -> None:
    assert shown("由书记负责", "党支部书记") == ["书记"]


def test_pairs_stand_in_where_words_are_cut_otherwise() -> None:
    assert shown("自学计划", "学计") == ["学计"]


def test_letters_are_marked_as_whole_words() -> None:
    assert shown("party art Art", "art") == ["art", "Art"]


def test_an_empty_query_marks_nothing() -> None:
    assert matches("党员", "") == []
    assert matches("党员", "，。") == []


TEXT = "第一条　党员应当学习。\n第二条　党员的义务是服务群众！第三条　口袋书随身携带；以上。"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("口袋书", "第三条　口袋书随身携带；"),
        ("党员 群众", "第二条　党员的义务是服务群众！"),
        ("黨員應當學習", "第一条　党员应当学习。"),
        ("党员", "第一条　党员应当学习。"),
    ],
)
def test_the_sentence_that_fits_best(query: str, sentence: str) -> None:
    assert best_sentence(TEXT, query) == sentence


@pytest.mark.parametrize("query", ["", "飞机"])
def test_the_beginning_where_no_sentence_fits(query: str) -> None:
    assert best_sentence(TEXT, query).startswith("第一条　党员应当学习。")


def test_a_closing_quote_stays_with_its_sentence() -> None:
    assert best_sentence("他说：“要学习。”大家同意。", "学习") == "他说：“要学习。”"


def test_no_text_has_no_sentence() -> None:
    assert best_sentence("", "党员") == ""


def test_a_sentence_that_is_only_a_number_goes_on() -> None:
    text = "第三条\n支部学习坚持下列原则：\n（一）读原文，先读规定和文件本身，再看解读和辅导材料；\n（二）联系实际。"
    assert best_sentence(text, "第三条").startswith("第三条\n支部学习坚持下列原则：\n（一）读原文")
    assert "联系实际" not in best_sentence(text, "第三条")
    assert best_sentence("同意。\n第三条", "第三条") == "第三条"
