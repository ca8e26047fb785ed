import pytest
from hypothesis import given
from hypothesis import strategies as st

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
