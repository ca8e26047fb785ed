"""What is only another way to print the same words: width, quotation marks, zeros, dashes, spaces."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["alike_in_print", "normalise"]

# Mapped before NFKC, which would turn ︰ into two dots and leave the zeros and quotation marks apart.
_MARKS = str.maketrans(
    {
        "︰": ":", "∶": ":",
        **dict.fromkeys("“”„‟＂「」『』〝〞", '"'), **dict.fromkeys("‘’‚‛＇`´", "'"),
        **dict.fromkeys("〔［", "["), **dict.fromkeys("〕］", "]"),
        **dict.fromkeys("—–―─－‐‑‒−﹣", "-"), **dict.fromkeys("·•・‧∙⋅", "·"), "〜": "~", "～": "~",
    }
)  # fmt: skip
_VARIANTS = _MARKS | str.maketrans(
    {
        "○": "〇", "◯": "〇", "Ｏ": "〇", "0": "〇", "０": "〇",
        **dict.fromkeys("〈＜‹", "<"), **dict.fromkeys("〉＞›", ">"),
    }
)  # fmt: skip
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff\xad\ue000-\uf8ff]+")
_LONG_MARK = re.compile(r"-{2,}|\.{4,}")  # —— and — are one dash, …… and … one ellipsis
_HAS_VARIANT = re.compile(r"[^\u3001\u3002\u300a\u300b\u4e00-\u9fff]")


def normalise(text: str) -> str:
    """Return ``text`` with glyph and typographic variants made equal and white space taken out.

    Two provisions whose normal forms are equal say the same; the result is for comparing, not for showing.
    """
    if _HAS_VARIANT.search(text) is None:
        return text
    folded = unicodedata.normalize("NFKC", text.translate(_VARIANTS)).translate(_VARIANTS)
    return _LONG_MARK.sub(
        lambda match: match.group()[0] * (3 if match.group()[0] == "." else 1), _INVISIBLE.sub("", folded)
    )


def alike_in_print(text: str) -> str:
    """Return ``text`` with width, quotation marks and dashes in one writing and without white space.

    Less than `normalise`: zeros, letters and angle brackets stay themselves, for in an answer they can be what is meant.
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(_MARKS)))
