"""Words without their print: variants of a glyph made equal, white space gone, and where each character stood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from library.structure import normalise

__all__ = ["Folded", "fold", "fold_with_places"]

_DASH, _ELLIPSIS = "-", "..."


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for comparing; ``places[i]`` is where its i-th character stands in the printed text."""

    text: str
    places: list[int]


@lru_cache(maxsize=20_000)
def _sign(character: str) -> str:
    """Return one character for comparing; a quotation within a quotation changes its marks, so all marks are one."""
    return normalise(character).replace("'", '"')


def fold_with_places(text: str) -> Folded:
    """Return ``text`` for comparing, and where its characters stand."""
    signs: list[str] = []
    places: list[int] = []
    last = ""
    for place, character in enumerate(text):
        sign = _sign(character)
        # —— and — are one dash, …… and … one ellipsis.
        if not sign or (sign == last and sign in (_DASH, _ELLIPSIS)):
            continue
        signs.append(sign)
        places.extend([place] * len(sign))
        last = sign
    return Folded("".join(signs), places)


def fold(text: str) -> str:
    """Return ``text`` for comparing: two texts that fold alike say the same letters."""
    return fold_with_places(text).text
