"""Finding a quoted sentence in a text that may be spaced or punctuated a little differently. Pure Python."""

import unicodedata
from dataclasses import dataclass

__all__ = ["Piece", "contains", "split_at"]


@dataclass(frozen=True)
class Piece:
    """A run of text, and whether it is the quoted sentence."""

    text: str
    is_quoted: bool = False


def _squeeze(text: str) -> tuple[str, list[int]]:
    """Return `text` in NFKC without spaces, with the place each kept character had in `text`."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for normal in unicodedata.normalize("NFKC", character).casefold():
            if not normal.isspace():
                kept.append(normal)
                places.append(place)
    return "".join(kept), places


def contains(text: str, quote: str) -> bool:
    """Tell whether `quote` stands in `text`, spaces and full or half width aside; an empty quote does not."""
    wanted, _ = _squeeze(quote)
    return bool(wanted) and wanted in _squeeze(text)[0]


def split_at(text: str, quote: str) -> list[Piece]:
    """Return `text` in pieces with the first place of `quote` marked; one unmarked piece when it is not there."""
    wanted, _ = _squeeze(quote)
    squeezed, places = _squeeze(text)
    start = squeezed.find(wanted) if wanted else -1
    if start < 0:
        return [Piece(text)]
    first, last = places[start], places[start + len(wanted) - 1] + 1
    pieces = [Piece(text[:first]), Piece(text[first:last], is_quoted=True), Piece(text[last:])]
    return [piece for piece in pieces if piece.text]
