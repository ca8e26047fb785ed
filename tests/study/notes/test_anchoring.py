"""Whether a note's sentence is still there: found by its words, and never mistaken for a look-alike."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from study.notes.anchoring import (
    Anchor,
    Quote,
    Trouble,
    as_written,
    find_again,
    fold,
    is_unique,
    locate,
    sentences_of,
)

RULES = [
    ("art_1", "第一条　为了把学习落到实处，制定本规定。"),
    ("art_2", "第二条　支部每月安排一次集中学习，缺席的应当补课。补课由支部书记安排，一个月内完成。"),
    ("art_3", "第三条　学习坚持下列原则：\n（一）经常；\n（二）到人；\n（三）管用。"),
]
PASSAGE = RULES[1][1]


def note(text: str, exact: str, address: str = "art_2") -> Anchor:
    found = locate(text, Quote(exact), address=address)
    assert found is not None
    return found


def again(
    exact: str, new: list[tuple[str, str]], *, old: list[tuple[str, str]] = RULES, address: str = "art_2"
) -> Anchor | Trouble:
    passage = dict(old)[address]
    anchor = note(passage, exact, address)
    return find_again(passage, anchor, was_unique=is_unique(old, anchor), units=new)


def changed(address: str, text: str) -> list[tuple[str, str]]:
    return [(one, text if one == address else words) for one, words in RULES]


class TestLocate:
    """The words a browser selected, found in the provision's own text."""

    def test_it_works(self) -> None:
        found = note(PASSAGE, "缺席的应当补课")
        assert found.quote.exact == "缺席的应当补课"
        assert fold(PASSAGE)[found.start : found.end] == "缺席的应当补课"
        assert found.quote.prefix.endswith("集中学习，")
        assert found.quote.suffix.startswith("。补课由")

    def test_white_space_does_not_count(self) -> None:
        assert note(PASSAGE, "第二条支部 每月\n安排").start == 0

    def test_words_that_are_not_there_are_not_found(self) -> None:
        assert locate(PASSAGE, Quote("缺席的可以补课"), address="art_2") is None
        assert locate(PASSAGE, Quote("  "), address="art_2") is None

    def test_of_two_places_the_context_decides(self) -> None:
        text = "应当补课。不补课的应当补课。"
        assert locate(text, Quote("应当补课"), address="p") is None
        found = locate(text, Quote("应当补课", prefix="不补课的"), address="p")
        assert found is not None
        assert found.start == 9

    def test_a_context_that_fits_both_decides_nothing(self) -> None:
        assert locate("应当补课，应当补课，", Quote("应当补课", suffix="，"), address="p") is None


class TestSentences:
    """A sentence ends with its mark or its line; a number in front is not part of it."""

    def test_it_works(self) -> None:
        assert [one.words for one in sentences_of(PASSAGE)] == [
            "支部每月安排一次集中学习，缺席的应当补课。",
            "补课由支部书记安排，一个月内完成。",
        ]

    def test_items_are_sentences_without_their_numbers(self) -> None:
        assert [one.words for one in sentences_of(RULES[2][1])][1:] == ["经常；", "到人；", "管用。"]

    def test_a_closing_quotation_mark_belongs_to_its_sentence(self) -> None:
        assert [one.words for one in sentences_of("他说：“学！”大家都学。")] == ["他说：“学！”", "大家都学。"]


class TestFindAgain:
    """A note goes along, or a person decides."""

    def test_an_unchanged_text(self) -> None:
        assert again("应当补课", RULES) == note(PASSAGE, "应当补课")

    def test_an_article_that_got_another_number(self) -> None:
        found = again(
            "一个月内完成",
            [("art_5", PASSAGE.replace("第二条", "第五条")), *changed("art_2", "第二条　略。")],
        )
        assert isinstance(found, Anchor)
        assert (found.address, found.quote.exact) == ("art_5", "一个月内完成")

    def test_words_changed_elsewhere_in_the_article(self) -> None:
        new = changed("art_2", "第二条　支部每季度安排一次集中学习。补课由支部书记安排，一个月内完成。")
        found = again("一个月内完成", new)
        assert isinstance(found, Anchor)
        assert fold(dict(new)["art_2"])[found.start : found.end] == "一个月内完成"

    def test_a_changed_sentence_is_gone_though_the_quoted_words_are_there(self) -> None:
        new = changed("art_2", PASSAGE.replace("每月", "每季度"))
        assert again("应当补课", new) == Trouble.GONE

    def test_a_look_alike_is_not_the_sentence(self) -> None:
        twin = ("art_4", "第四条　支部每月安排一次集中学习，缺席的可以补课。")
        assert again("支部每月安排一次集中学习", [*changed("art_2", "第二条　略。"), twin]) == Trouble.GONE

    def test_part_of_a_longer_sentence_is_not_the_sentence(self) -> None:
        longer = "第二条　城市里的支部每月安排一次集中学习，缺席的应当补课。"
        assert again("缺席的应当补课", changed("art_2", longer)) == Trouble.GONE

    def test_twice_in_the_new_text(self) -> None:
        assert again("应当补课", [*RULES, ("art_4", PASSAGE.replace("第二条", "第四条"))]) == Trouble.TWICE

    def test_twice_in_the_old_text_when_the_noted_one_went(self) -> None:
        old = [*RULES, ("art_4", PASSAGE.replace("第二条", "第四条"))]
        assert again("应当补课", RULES, old=old, address="art_4") == Trouble.TWICE

    def test_a_short_sentence_needs_a_neighbour(self) -> None:
        other = ("art_3", "第三条　补助按下列办法发给：\n（一）到人；\n（二）按月。")
        assert again("到人", changed("art_3", other[1]), address="art_3") == Trouble.LOOSE
        shorter = "第三条　学习坚持下列原则：\n（一）经常；\n（二）到人；\n（三）见效。"
        assert isinstance(again("到人", changed("art_3", shorter), address="art_3"), Anchor)

    def test_a_quotation_over_two_sentences(self) -> None:
        assert isinstance(again("应当补课。补课由支部书记", RULES), Anchor)
        parted = changed("art_2", PASSAGE.replace("补课。", "补课。另行通知。"))
        assert again("应当补课。补课由支部书记", parted) == Trouble.GONE

    def test_a_quotation_with_the_number_in_it(self) -> None:
        moved = [("art_7", PASSAGE.replace("第二条", "第七条")), RULES[0]]
        found = again("第二条支部每月安排", moved)
        assert isinstance(found, Anchor)
        assert (found.address, found.quote.exact) == ("art_7", "支部每月安排")

    def test_the_whole_text_gone(self) -> None:
        assert again("应当补课", []) == Trouble.GONE


# Sentences of few characters over a small alphabet: look-alikes at every turn.
word = st.text("应当可以补课学习", min_size=1, max_size=6)
sentence = st.lists(word, min_size=1, max_size=3).map("".join).map(lambda words: f"{words}。")
article = st.lists(sentence, min_size=1, max_size=4).map("".join)
texts = st.lists(article, min_size=1, max_size=5).map(
    lambda bodies: [(f"art_{place}", body) for place, body in enumerate(bodies, 1)]
)


@given(old=texts, new=texts, pick=st.randoms())
def test_a_note_moves_only_to_its_own_sentence_and_only_when_that_is_unique(
    old: list[tuple[str, str]], new: list[tuple[str, str]], pick: Any
) -> None:
    address, passage = pick.choice(old)
    start = pick.randrange(len(passage))
    end = pick.randrange(start, len(passage)) + 1
    anchor = Anchor(address, start, end, Quote(passage[start:end]))
    found = find_again(passage, anchor, was_unique=is_unique(old, anchor), units=new)
    touched = [one.words for one in sentences_of(passage) if one.start < end and start < one.end]
    places = [
        (where, at)
        for where, text in new
        for words in [[one.words for one in sentences_of(text)]]
        for at in range(len(words))
        if words[at : at + len(touched)] == touched
    ]
    if isinstance(found, Trouble):
        assert found != Trouble.GONE or not places
        return
    assert len(places) == 1
    assert found.address == places[0][0]
    assert found.quote.exact == anchor.quote.exact
    assert fold(dict(new)[found.address])[found.start : found.end] == found.quote.exact


@given(old=texts, pick=st.randoms())
def test_in_the_same_text_a_note_stays_where_it_is_or_asks(old: list[tuple[str, str]], pick: Any) -> None:
    address, passage = pick.choice(old)
    start = pick.randrange(len(passage))
    anchor = note_at(address, passage, start)
    found = find_again(passage, anchor, was_unique=is_unique(old, anchor), units=old)
    assume(isinstance(found, Anchor))
    assert (found.address, found.start) == (address, start)


def note_at(address: str, passage: str, start: int) -> Anchor:
    return Anchor(address, start, start + 1, Quote(passage[start]))


def test_spaces_between_latin_words_are_written_out_again() -> None:
    passage = "第一条　采用 GB 18030\n和 UTF-8 编码。"
    folded = fold(passage)
    start = folded.index("采用")
    assert as_written(passage, start, len(folded)) == "采用 GB 18030和 UTF-8 编码。"
