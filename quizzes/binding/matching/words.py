"""Words as they are held against each other: glyphs folded, punctuation gone, numerals in one writing."""

import re

from library.structure import chinese_to_int, normalise

__all__ = ["plain"]

_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千万两\d]+")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)[%％]")
_SILENT = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return `text` with only its letters, digits and characters; 三十日 and 30日 are the same, 30% is 百分之三十."""
    # The library writes every zero as 〇, so Arabic numbers are read before it does.
    counted = _NUMERAL.sub(_arabic, _PERCENT.sub(r"百分之\1", text))
    return _SILENT.sub("", normalise(counted)).replace("〇", "0").casefold()


def _arabic(found: re.Match[str]) -> str:
    try:
        return str(chinese_to_int(found.group()))
    except ValueError:
        return found.group()
