"""eIds and short addresses: stable when a text is parsed again, unique in the document.

An eId chains the parents (``chp_2__art_9__para_3``). An address leaves out what the numbering does not need:
articles count through a whole law, so that ``art_9`` stays where it is when chapters are rearranged. A number
that comes twice in the same place keeps the plain address for the first and gets ``-2`` for the second, or
the parent's address in front where that tells them apart.
"""

from __future__ import annotations

import re

from .model import Document, Kind, Node
from .numerals import NUMERAL, chinese_to_int

__all__ = ["assign_addresses", "number_key"]

_NAMES: dict[str, str] = {
    Kind.PART: "part", Kind.SUBPART: "subpart", Kind.CHAPTER: "chp", Kind.SECTION: "sec",
    Kind.SUBSECTION: "subsec", Kind.ARTICLE: "art", Kind.PARAGRAPH: "para", Kind.ITEM: "item",
    Kind.SUBITEM: "subitem", Kind.POINT: "point", Kind.SUBPOINT: "subpoint", Kind.CLAUSE: "cl",
    Kind.DIVISION: "dvs", Kind.PREFACE: "preface", Kind.ANNEX: "annex", Kind.COMPONENT: "comp",
    Kind.TABLE: "table", Kind.TITLE_BLOCK: "title", Kind.SIGNATURE: "sign", Kind.SOURCE: "source",
}  # fmt: skip
_NUMBER = re.compile(rf"{NUMERAL}|[①-⑳㉑-㊿]")
_LETTER = re.compile(r"[A-Za-z]")
_SCOPES = frozenset({Kind.ANNEX, Kind.COMPONENT})
_ALWAYS_ONE = frozenset({Kind.PREFACE})


def number_key(node: Node) -> str:
    """Return a node's number in digits: 第十七条之一 is 17_1, 5.1.1 is 5_1_1, a) is a, "" without a number."""
    if not node.number:
        return ""
    if node.kind == Kind.CLAUSE:
        return re.sub(r"[.．]", "_", node.number)
    digits = _NUMBER.findall(node.number)
    if digits:
        return "_".join(str(chinese_to_int(part)) for part in digits)
    letter = _LETTER.search(node.number)
    return letter.group() if letter else ""


def _step(node: Node, seen: dict[str, int]) -> str:
    """Return a node's own part of the chain, unique among its siblings."""
    name = _NAMES[node.kind]
    key = number_key(node)
    if not key:
        if node.kind in _ALWAYS_ONE:
            base = name
        elif node.kind == Kind.CHAPTER:
            base = "chp_supp"
        else:
            count = seen[name] = seen.get(name, 1 if node.kind == Kind.COMPONENT else 0) + 1
            return f"{name}_{count}"
    else:
        base = f"{name}_{key}"
    count = seen[base] = seen.get(base, 0) + 1
    return base if count == 1 else f"{base}-{count}"


class _Assigner:
    """Hands out addresses in reading order."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def claim(self, short: str, long: str) -> str:
        """Return the first of ``short``, ``long``, ``short-2``, … that is free."""
        for candidate in (short, long):
            if candidate not in self.taken:
                self.taken.add(candidate)
                return candidate
        count = 2
        while f"{short}-{count}" in self.taken:
            count += 1
        self.taken.add(f"{short}-{count}")
        return f"{short}-{count}"

    def assign(self, nodes: list[Node], eid: str, address: str, scope: str, part: str) -> None:
        """Give every node in ``nodes`` its eId and address, then its children.

        ``scope`` is the address of the annex or component around, ``part`` that of the 编; both end in "/".
        """
        seen: dict[str, int] = {}
        for node in nodes:
            step = _step(node, seen)
            node.eid = f"{eid}__{step}" if eid else step
            long = f"{address}/{step}" if address else step
            if node.kind in (Kind.ARTICLE, Kind.CLAUSE):
                short = scope + step.partition("-")[0]
            elif node.kind in (Kind.CHAPTER, Kind.SUBPART):
                short = (part or scope) + step
            else:
                short = long
            node.address = self.claim(short, long)
            if node.children:
                inside = f"{node.address}/"
                self.assign(
                    node.children,
                    node.eid,
                    node.address,
                    inside if node.kind in _SCOPES else scope,
                    inside if node.kind == Kind.PART else ("" if node.kind in _SCOPES else part),
                )


def assign_addresses(document: Document) -> None:
    """Give every node of ``document`` its eId and address."""
    _Assigner().assign(document.roots, "", "", "", "")
