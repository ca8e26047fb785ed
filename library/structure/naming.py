"""Which work a name means: full titles, short names, aliases, and names a text defines for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .normalising import normalise

__all__ = ["NameIndex", "local_names"]

_STATE = "中华人民共和国"
_MIN_NAME = 2
_DEFINES = re.compile(
    r"《(?P<title>[^《》]{2,80})》(?:[（(][^（）()]{0,20}[）)])?"
    r"[（(]以下(?:统称|简称|称)(?:为)?[“《]?(?P<short>[^”》（）()，。]{2,20})[”》]?[）)]"
)
_YEAR_NOTE = re.compile(r"[（(][^（）()]*\d{4}[^（）()]*[）)]$")


def _key(name: str) -> str:
    return normalise(_YEAR_NOTE.sub("", name.strip().strip("《》")))


class NameIndex:
    """Finds works by title, 简称 or alias; 中华人民共和国 in front of a title may be left out.

    ``names`` maps every known name to an identifier of the caller's choice.
    """

    def __init__(self, names: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        self._works: dict[str, str] = {}
        pairs = names.items() if isinstance(names, Mapping) else names
        for name, work in pairs:
            self.add(name, work)

    def add(self, name: str, work: str) -> None:
        """Let ``name`` mean ``work``; a name that is already known keeps its first meaning."""
        key = _key(name)
        if len(key) < _MIN_NAME:
            return
        self._works.setdefault(key, work)
        if key.startswith(_STATE) and len(key) > len(_STATE) + 1:
            self._works.setdefault(key.removeprefix(_STATE), work)

    def find(self, name: str) -> str | None:
        """Return the work a name means, None when it is unknown."""
        key = _key(name)
        return self._works.get(key) or self._works.get(key.removeprefix(_STATE))

    def longest_ending(self, text: str, limit: int = 40) -> str:
        """Return the longest known name that ``text`` ends with, "" when there is none."""
        tail = text[-limit:]
        for start in range(len(tail) - _MIN_NAME + 1):
            if _key(tail[start:]) in self._works:
                return tail[start:]
        return ""


def local_names(text: str) -> dict[str, str]:
    """Return the short names a text defines: 《…税则》（以下简称《税则》） gives {税则: …税则}."""
    return {match["short"]: match["title"] for match in _DEFINES.finditer(text)}
