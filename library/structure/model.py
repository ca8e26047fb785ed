"""The tree a text becomes: nodes, documents and warnings, and the names of their kinds.

Addresses follow the naming convention of Akoma Ntoso 3 (OASIS, ``eId``): a short element name, the number
as written turned into digits, and the parents' ids in front, joined by two underscores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["COUNTED", "Document", "Kind", "Node", "ParseWarning", "WarningCode"]


class Kind(StrEnum):
    """What a node is; the value is what JSON and the database carry."""

    PART = "part"  # 编, 篇, 卷, 第一部分
    SUBPART = "subpart"  # 分编
    CHAPTER = "chapter"  # 章, and 附则 without a number
    SECTION = "section"  # 节; in plans and speeches 一、
    SUBSECTION = "subsection"  # 第一目 under 节; in plans and speeches （一）
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款, or one paragraph of any other text
    ITEM = "item"  # 项 （一）; 一是 in plans
    SUBITEM = "subitem"  # 目 1. under 项
    POINT = "point"  # 1. in plans and speeches; the third level of an article's enumeration
    SUBPOINT = "subpoint"  # （1） and ① below a point
    CLAUSE = "clause"  # 5.1.1 in standards
    DIVISION = "division"  # a heading without a number
    PREFACE = "preface"  # 序言, 总纲, and whatever stands before the first numbered part
    ANNEX = "annex"  # 附件, 附表, 附录
    COMPONENT = "component"  # a further regulation in the same file
    TABLE = "table"  # rows are lines, cells are tab-separated
    TITLE_BLOCK = "title_block"  # the title of the text attached to a notice
    SIGNATURE = "signature"  # who signed, and the date
    SOURCE = "source"  # 新华社北京…电, 来源：…
    NOTE = "note"  # 题注; only in JSON, a Document keeps it in ``note``


COUNTED = (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.PARAGRAPH, Kind.ITEM)
"""Kinds that ``Document.counts`` always names, even at zero."""


class WarningCode(StrEnum):
    """What the parser asks an editor to look at."""

    GAP = "gap"
    REPEAT = "repeat"
    RESTART = "restart"
    OUT_OF_ORDER = "out_of_order"
    EMPTY_ARTICLE = "empty_article"
    EMPTY_HEADING = "empty_heading"
    GLUED_HEADING = "glued_heading"
    GLUED_ITEM = "glued_item"
    INNER_SPACES = "inner_spaces"
    CUT_SENTENCE = "cut_sentence"
    QUOTED_ARTICLE = "quoted_article"
    NO_STRUCTURE = "no_structure"


@dataclass(slots=True)
class ParseWarning:
    """One thing to look at: 1-based ``line``, the node's ``eid`` ("" before the tree exists), a sentence."""

    line: int
    eid: str
    code: str
    message: str


@dataclass(slots=True)
class Node:
    """One addressed part of a text.

    ``number`` is as written (第九条, （一）); ``heading`` what follows it on a heading line; ``text`` only the
    node's own text. ``address`` is short and unique in the document, ``eid`` carries the whole chain.
    """

    eid: str
    address: str
    kind: str
    number: str
    heading: str
    text: str
    line: int
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def own_text(self) -> str:
        """Return number, heading and text of this node alone, on one line."""
        lead = (
            f"{self.number}　{self.heading}" if self.number and self.heading else self.number + self.heading
        )
        if lead and self.text:
            return f"{lead}　{self.text}" if self.kind != Kind.ITEM else lead + self.text
        return lead or self.text

    def full_text(self) -> str:
        """Return own and descendants' text, one node a line, leaving out nodes that say nothing."""
        return "\n".join(line for node in self.walk() if (line := node.own_text()))


@dataclass(slots=True)
class Document:
    """A parsed text: its title, 题注, contents table, tree and warnings."""

    title: str = ""
    note: str = ""
    roots: list[Node] = field(default_factory=list)
    warnings: list[ParseWarning] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    toc: list[str] = field(default_factory=list)
    title_line: int = 0
    note_line: int = 0
    toc_line: int = 0
    header: str = ""  # title and 题注 as they stood, for plain_text()
    _index: dict[str, Node] = field(default_factory=dict, repr=False)
    _tails: dict[str, list[Node]] = field(default_factory=dict, repr=False)

    @property
    def nodes(self) -> list[Node]:
        """The top-level nodes (the same list as ``roots``)."""
        return self.roots

    def walk(self) -> Iterator[Node]:
        """Yield every node in reading order."""
        for root in self.roots:
            yield from root.walk()

    @property
    def articles(self) -> list[Node]:
        """Every 条 in reading order."""
        return [node for node in self.walk() if node.kind == Kind.ARTICLE]

    @property
    def signature(self) -> str:
        """Who signed and when, as written; "" when the text ends without a signature."""
        return "\n".join(node.text for node in self.walk() if node.kind == Kind.SIGNATURE)

    @property
    def source(self) -> str:
        """The news agency's or newspaper's line, "" when there is none."""
        return "\n".join(node.text for node in self.walk() if node.kind == Kind.SOURCE)

    def count(self) -> None:
        """Fill ``counts`` from the tree."""
        found = Counter(str(node.kind) for node in self.walk())
        self.counts = {str(kind): found.pop(kind, 0) for kind in COUNTED} | dict(sorted(found.items()))

    def find(self, address: str) -> Node | None:
        """Return the node at an address or eId.

        A path may leave out levels: ``art_9/item_1`` finds the item in whichever paragraph introduces it,
        ``chp_2/art_9`` and ``sec_2`` inside a component are found too; the first in reading order wins.
        """
        if not self._index:
            self._fill_index()
        wanted = address.strip("/")
        exact = self._index.get(wanted)
        if exact is not None:
            return exact
        path = wanted.replace("__", "/").split("/")
        for node in self._tails.get(path[-1], ()):
            steps = iter(node.eid.split("__"))
            if all(step in steps for step in path):
                return node
        return None

    def _fill_index(self) -> None:
        for node in self.walk():
            self._index.setdefault(node.address, node)
            self._index.setdefault(node.eid, node)
            self._tails.setdefault(node.eid.rsplit("__", 1)[-1], []).append(node)

    def plain_text(self) -> str:
        """Return everything that was read, in the order of the input, one piece a line."""
        pieces = [(node.line, 1, node.own_text()) for node in self.walk()]
        pieces += [(0, 0, self.header), (self.toc_line, 0, "\n".join(self.toc))]
        return "\n".join(text for _line, _rank, text in sorted(pieces, key=lambda p: p[:2]) if text)
