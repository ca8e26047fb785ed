"""The table of contents a text is printed with: where it ends and the text begins."""

from __future__ import annotations

import re

from .cleaning import Line
from .tokens import Tok, Token

__all__ = ["CONTAINERS", "take_contents"]

CONTAINERS = frozenset({Tok.PART, Tok.SUBPART, Tok.CHAPTER, Tok.SECTION, Tok.SUBSECTION})
_ENTRIES = CONTAINERS | {Tok.PREFACE, Tok.SUPPLEMENT, Tok.ANNEX, Tok.CN, Tok.PAREN_CN, Tok.HEADING}
_DOTS = re.compile(r"[.…·．\-—_\s\d]+$")
_ENTRY_LENGTH = 60  # characters; longer lines are text
_COME_AGAIN = 0.5  # share of the entries that the text below repeats as its headings


class _Entries:
    """Reads entries one by one; each is known by its whole path, since 第一节　一般规定 may stand in two chapters."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, ...]] = set()
        self.own: list[str] = []
        self.path: list[tuple[Tok, str]] = []

    def repeats(self, line: Line, token: Token) -> bool:
        """Take the next heading in; True when it is one that came before: the text has begun."""
        key = _key(token)
        while self.path and self.path[-1][0] >= token.kind:
            self.path.pop()
        self.path.append((token.kind, key))
        path = tuple(own for _kind, own in self.path)
        if path in self.seen or (self.own and key == self.own[0]):
            return True
        self.seen.add(path)
        self.own.append(key)
        return False


def take_contents(lines: list[Line], tokens: list[Token | None]) -> list[Line]:
    """Take the table of contents out of both lists: after the word 目录, or headings in a row that come again."""
    for index in range(_first_entry(tokens), len(lines)):
        token = tokens[index]
        if token is None or token.kind not in (_ENTRIES | {Tok.TOC}):
            if token is not None and token.kind == Tok.ARTICLE:
                return []
            continue
        named = token.kind == Tok.TOC
        end = _end(lines, tokens, index + named, named=named)
        if named and end < 0:
            end = _end_of_plain(lines, tokens, index)
        if end > index + 1 or (named and end > index):
            taken = lines[index:end]
            del lines[index:end], tokens[index:end]
            return taken
        if token.kind in CONTAINERS:
            return []
    return []


def _first_entry(tokens: list[Token | None]) -> int:
    """Return where the word 目录 stands, be it below a first heading (第七编 on a title page); 0 when it does not."""
    for index, token in enumerate(tokens):
        if token is not None and token.kind == Tok.TOC:
            return index
        if token is not None and token.kind not in (Tok.PART, Tok.HEADING):
            break
    return 0


def _key(token: Token) -> str:
    return token.number + "".join(_DOTS.sub("", token.rest).split())


def _end(lines: list[Line], tokens: list[Token | None], start: int, *, named: bool) -> int:
    """Return where the entries that begin at ``start`` end (``start`` itself when there are none), -1 if unknown."""
    entries = _Entries()
    for index in range(start, len(lines)):
        token, text = tokens[index], lines[index].text
        if token is not None and token.kind in _ENTRIES:
            if named and token.kind == Tok.PREFACE and _text_begins(entries, tokens, index):
                return index
            if entries.repeats(lines[index], token):
                return index
        elif (
            len(text) > _ENTRY_LENGTH
            or text[-1] in "。；："
            or (token is not None and token.kind == Tok.ARTICLE)
        ):
            return index if named and _text_begins(entries, tokens, index) else -1
    return -1


def _text_begins(entries: _Entries, tokens: list[Token | None], start: int) -> bool:
    """Tell whether what stands from ``start`` on repeats the entries although it does not begin with the first."""
    below = {_key(token) for token in tokens[start:] if token is not None and token.kind in _ENTRIES}
    again = sum(own in below for own in entries.own)
    return again > 0 and again >= _COME_AGAIN * len(entries.own)


def _end_of_plain(lines: list[Line], tokens: list[Token | None], start: int) -> int:
    """End a table whose headings do not come again: at the first line that is not an entry."""
    index = start + 1
    while index < len(lines) and tokens[index] is None and _DOTS.search(lines[index].text):
        index += 1
    return index
