"""Making two ways of writing the same words equal."""

import unicodedata
from functools import cache

from opencc import OpenCC

__all__ = ["fold"]

# What people put around an answer without meaning it.
_AROUND = "。．，、；：！？,;:!?\"'“”‘’「」『』《》〈〉()（）[]【】"


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return `text` as it is compared: NFKC, simplified characters, lower case, no spaces, no punctuation around it.

    So “ＡＢＣ” is “abc”, “黨章” is “党章”, “三会 一课。” is “三会一课”. Punctuation inside stays: “3.5” is not “35”.
    """
    # Spaces go first: which simplified character is meant can hang on the word it stands in.
    normal = "".join(unicodedata.normalize("NFKC", text).split())
    simplified = _simplifier().convert(normal)
    # A second pass: case folding can open what NFKC had closed.
    folded = unicodedata.normalize("NFKC", simplified.casefold())
    return "".join(folded.split()).strip(_AROUND)
