"""Making two ways of writing the same words equal: whole answers, and sentences looked for in a text."""

import unicodedata
from functools import cache
from itertools import pairwise

from opencc import OpenCC

from library.structure import alike_in_print

__all__ = ["fold", "fold_in_place"]

# What people put around an answer without meaning it.
_AROUND = "。．，、；：！？,;:!?\"'“”‘’「」『』《》〈〉()（）[]【】"


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simple(character: str) -> str:
    return str(_simplifier().convert(character))


def fold(text: str) -> str:
    """Return `text` as it is compared: in one width and one writing of its marks, simplified, in lower case, no spaces.

    Punctuation around it goes too.
    So “ＡＢＣ” is “abc”, “黨章” is “党章”, “三会 一课。” is “三会一课”. Punctuation inside stays: “3.5” is not “35”.
    """
    # Spaces go first: which simplified character is meant can hang on the word it stands in.
    simplified = _simplifier().convert(alike_in_print(text))
    # A second pass: case folding can open what NFKC had closed.
    return alike_in_print(simplified.casefold()).strip(_AROUND)


def fold_in_place(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` folded the same way, all its punctuation kept, and the span of `text` each character stands for.

    A word may be cut in two by the end of a quotation, so characters are simplified one by one after the words:
    “乾隆” is 干隆 here and there.
    """
    kept: list[tuple[str, tuple[int, int]]] = []
    for start, end in _clusters(text):
        kept += [(one, (start, end)) for one in alike_in_print(text[start:end])]
    plain = "".join(one for one, _ in kept)
    simplified = _simplifier().convert(plain)
    if len(simplified) != len(plain):
        simplified = plain
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for character, (_, span) in zip(simplified, kept, strict=True):
        piece = alike_in_print(_simple(character).casefold())
        folded.append(piece)
        spans += [span] * len(piece)
    return "".join(folded), spans


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return where each character of `text` begins and ends, with what combines with it."""
    starts = [at for at, one in enumerate(text) if at == 0 or not unicodedata.combining(one)]
    return list(pairwise([*starts, len(text)]))
