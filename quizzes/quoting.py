"""Finding a quoted sentence in a text that may be written a little differently, as `quizzes.grading` folds it. Pure Python."""

from dataclasses import dataclass

from quizzes.grading import fold_in_place

__all__ = ["Piece", "contains", "split_at"]


@dataclass(frozen=True)
class Piece:
    """A run of text, and whether it is the quoted sentence."""

    text: str
    is_quoted: bool = False


def contains(text: str, quote: str) -> bool:
    """Tell whether `quote` stands in `text`, whatever the spaces, width and characters; an empty quote does not."""
    return _span(text, quote) is not None


def split_at(text: str, quote: str) -> list[Piece]:
    """Return `text` in pieces with the first place of `quote` marked; one unmarked piece when it is not there."""
    span = _span(text, quote)
    if span is None:
        return [Piece(text)]
    first, last = span
    pieces = [Piece(text[:first]), Piece(text[first:last], is_quoted=True), Piece(text[last:])]
    return [piece for piece in pieces if piece.text]


def _span(text: str, quote: str) -> tuple[int, int] | None:
    """Return where in `text` the first place of `quote` begins and ends."""
    wanted, _ = fold_in_place(quote)
    if not wanted:
        return None
    # As written, it needs no folding.
    if quote in text:
        start = text.index(quote)
        return start, start + len(quote)
    folded, spans = fold_in_place(text)
    at = folded.find(wanted)
    return None if at < 0 else (spans[at][0], spans[at + len(wanted) - 1][1])
