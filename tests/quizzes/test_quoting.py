import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import fold, fold_in_place
from quizzes.quoting import Piece, contains, split_at

TEXT = "第二条　支部每月安排学习，\n党员（含预备党员）每月至少参加 1 次。"
texts = st.text("党员学习，。（）() \n　１1Aａ", max_size=20)


def test_it_works() -> None:
    assert split_at(TEXT, "每月安排学习") == [
        Piece("第二条　支部"),
        Piece("每月安排学习", is_quoted=True),
        Piece("，\n党员（含预备党员）每月至少参加 1 次。"),
    ]


@pytest.mark.parametrize(
    "quote", ["安排学习，党员", "党员(含预备党员)", "参加１次", " 第二条支部 ", "安排学习,党员"]
)
def test_spaces_line_ends_and_width_do_not_matter(quote: str) -> None:
    assert contains(TEXT, quote)
    assert [piece.is_quoted for piece in split_at(TEXT, quote)].count(True) == 1


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("党员每月至少参加一次集中学习。", "黨員每月至少參加一次集中學習"),
        ("黨員每月至少參加一次集中學習。", "党员每月至少参加一次集中学习"),
        ("落实“三会一课”制度", '落实"三会一课"制度'),
        ("落实「三會一課」制度", "落实“三会一课”制度"),
        ("学习——实践", "学习──实践"),
        ("乾隆年间，干净利落，在后面", "乾淨利落，在後面"),
        ("学习\u200b要点", "学习要点"),
        ("caf\u00e9 学习", "cafe\u0301 学习"),
    ],
)
def test_the_same_words_are_found_however_they_are_written(text: str, quote: str) -> None:
    assert contains(text, quote)
    marked = [piece.text for piece in split_at(text, quote) if piece.is_quoted]
    assert [fold(piece) for piece in marked] == [fold(quote)]


def test_the_mark_covers_whole_characters() -> None:
    pieces = split_at("读cafe\u0301里的书", "café")
    assert [piece.text for piece in pieces] == ["读", "cafe\u0301", "里的书"]


@given(text=st.text("党黨员學习乾隆干后後著着裏里。，“”「」—－ １1Ａaé\u0301ﬁß", max_size=15))
def test_a_quotation_is_folded_as_an_answer_is(text: str) -> None:
    assert contains(text, text) == bool(fold_in_place(text)[0])
    if fold(text):
        assert contains(f"甲{text}乙", text)


@pytest.mark.parametrize("quote", ["", " 　", "每季度", "安排学习党员"])
def test_what_is_not_there_is_not_marked(quote: str) -> None:
    assert not contains(TEXT, quote)
    assert split_at(TEXT, quote) == [Piece(TEXT)]


def test_only_the_first_place_is_marked() -> None:
    marked = [piece.text for piece in split_at("学习，再学习", "学习") if piece.is_quoted]
    assert marked == ["学习"]


def test_a_quote_at_either_end_leaves_no_empty_piece() -> None:
    assert split_at("学习", "学习") == [Piece("学习", is_quoted=True)]


@given(text=texts, quote=texts)
def test_the_pieces_are_the_text_itself(text: str, quote: str) -> None:
    pieces = split_at(text, quote)
    assert "".join(piece.text for piece in pieces) == text
    assert any(piece.is_quoted for piece in pieces) == contains(text, quote)


@given(before=texts, quote=texts, after=texts)
def test_a_sentence_out_of_the_text_is_found_in_it(before: str, quote: str, after: str) -> None:
    assert contains(before + quote + after, quote) == bool(quote.strip())
