"""How alike two articles are: shared two-character sequences, weighted by how rare they are in both editions.

国境卫生检疫 stands in every article of that law and says nothing about which is which; 就诊方便卡 stands in one.
What every law says in the same words (构成犯罪的，依法追究刑事责任) counts for little wherever it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import log

from .model import Document, Kind, Node
from .normalising import normalise

__all__ = ["Role", "Unit", "Weights", "outside_units", "units", "weigh", "wording"]

_EFFECT = re.compile(r"本.{1,6}(?:从|自|于).{2,24}(?:施行|实施|生效)")
_STOCK = (
    "违反本法规定，违反本条例规定，有下列行为之一的，有下列情形之一的，应当具备下列条件，由有关主管部门责令限期改正，"
    "给予警告，可以并处以上以下的罚款，没收违法所得，情节严重的，情节较轻的，逾期不改正的，拒不改正的，造成损失的，"
    "应当依法承担民事责任，赔偿责任，构成违反治安管理行为的，由公安机关依法给予治安管理处罚，尚不构成犯罪的，构成犯罪的，"
    "依法追究刑事责任，对直接负责的主管人员和其他直接责任人员依法给予行政处分，玩忽职守、滥用职权、徇私舞弊，"
    "县级以上地方各级人民政府及其有关部门，国务院有关主管部门，按照国家有关规定，按照各自职责，在职责范围内负责，"
    "本行政区域内的工作，省、自治区、直辖市人民政府，任何单位和个人，公民、法人和其他组织，法律、行政法规另有规定的除外，"
    "法律、行政法规规定的其他，本法自年月日起施行，本条例自公布之日起施行，同时废止，根据本法制定，前款规定的，的具体办法由"
)
_TYPICAL = 4.0  # worth of a sequence that one article of each edition has, however long the text
_LEAST = 0.1
_STOCK_SHARE = 0.2  # what a sequence of such a phrase counts for
_LEAD = re.compile(r"(?:违反本.{1,4}规定,)?(.{10,80}?)(?:的,|,构成犯罪|。)")
_PENAL = re.compile(r"责任|处罚|罚则|处分")
_PURPOSE = re.compile(r"制定本[^，、。]{1,8}。?$")
_MIN_PART = 10  # characters; shorter sentences are not looked for elsewhere
_HEADED = frozenset({Kind.PART, Kind.CHAPTER, Kind.SECTION})
_PLAIN = frozenset({Kind.PARAGRAPH, Kind.TABLE, Kind.ITEM, Kind.POINT})
_ENDINGS = frozenset({Kind.SIGNATURE, Kind.SOURCE, Kind.TITLE_BLOCK})
_GONE = frozenset({"(删去)", "(删除)", "(已删去)", "(已删除)", "(废止)", "(已废止)", "删去", "删除"})


class Role(StrEnum):
    """What an article is for, where every law has one of the sort."""

    NONE = ""
    PURPOSE = "purpose"  # 为了…，制定本法。
    EFFECT = "effect"  # 本法自…起施行。


class Weights:
    """What a two-character sequence is worth: next to nothing when every article has it, 4 when two have."""

    def __init__(self, units: Iterable[Unit]) -> None:
        everything = list(units)
        seen: Counter[str] = Counter()
        for unit in everything:
            seen.update(unit.bigrams.keys())
        size = max(len(everything), 2)
        scale = _TYPICAL / (log(size / 2) + _LEAST)
        self._of = {bigram: scale * (log(size / count) + _LEAST) for bigram, count in seen.items()}
        for bigram in _STOCK_BIGRAMS & self._of.keys():
            self._of[bigram] *= _STOCK_SHARE

    def total(self, bigrams: Counter[str]) -> float:
        """Return the weight of all sequences of a text."""
        of = self._of
        return sum(of.get(bigram, _LEAST) * count for bigram, count in bigrams.items()) or _LEAST

    def common(self, a: Counter[str], b: Counter[str]) -> tuple[float, int]:
        """Return the weight and the number of the sequences two texts have in common."""
        if len(a) > len(b):
            a, b = b, a
        of = self._of
        weight, number = 0.0, 0
        for key in a.keys() & b.keys():
            count, other = a[key], b[key]
            if other < count:
                count = other
            weight += of.get(key, _LEAST) * count
            number += count
        return weight, number

    def touched(self, a: Unit, b: Unit) -> float:
        """Return the weight of the sequences two articles have in common, each counted once: quick, and never too much.

        Both must be of the units the weights were made from.
        """
        return sum(map(self._of.__getitem__, a.distinct & b.distinct))

    def shared(self, a: Counter[str], b: Counter[str]) -> float:
        """Return the weight of what two texts have in common."""
        return self.common(a, b)[0]

    def carried(self, part: Counter[str], whole: Counter[str]) -> float:
        """Return the share of ``part`` that stands in ``whole``, 0 to 1, between its weighted and plain size."""
        weight, number = self.common(part, whole)
        return (weight / self.total(part) + number / max(part.total(), 1)) / 2


@dataclass
class Unit:
    """One article with what comparing needs; ``group`` is the heading it stands under."""

    index: int
    node: Node
    text: str
    group: str = ""
    weight: float = field(default=0.0)

    @cached_property
    def bigrams(self) -> Counter[str]:
        """Two-character sequences of the normal form."""
        return _bigrams(self.text)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The same sequences, each once."""
        return frozenset(self.bigrams)

    @cached_property
    def parts(self) -> list[list[Counter[str]]]:
        """The same for each 款 and 项, and for each sentence, where the article has more than one."""
        texts = [normalise(node.text) for node in self.node.walk() if node is not self.node]
        levels = (texts, [sentence for text in texts for sentence in text.split("。")])
        long = [[text for text in level if len(text) >= _MIN_PART] for level in levels]
        return [[_bigrams(text) for text in level] for level in long if len(level) > 1]

    @cached_property
    def lead(self) -> Counter[str]:
        """The act or matter an article begins with, up to the first 的，or full stop; empty when it is short."""
        match = _LEAD.match(self.text)
        return _bigrams(match.group(1)) if match else Counter()

    @cached_property
    def penal(self) -> bool | None:
        """True under 法律责任 or 罚则, None where there are no headings to tell by."""
        return _PENAL.search(self.group) is not None if self.group else None

    @property
    def gone(self) -> bool:
        """True for a number kept without its article: 第一百九十九条　（删去）."""
        return self.text.rstrip("。") in _GONE

    @cached_property
    def role(self) -> Role:
        """What every law says once, if this is where it does."""
        if _PURPOSE.search(self.text[-24:]):
            return Role.PURPOSE
        return Role.EFFECT if _EFFECT.search(self.text[:60]) else Role.NONE


def _bigrams(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text)))


_STOCK_BIGRAMS = frozenset(bigram for part in _STOCK.split("，") for bigram in _bigrams(part))


def wording(nodes: list[Node]) -> str:
    """Return the words of articles as printed, without their own numbers."""
    pieces = []
    for node in nodes:
        pieces.extend(
            (inner.heading + inner.text) if inner is node else inner.number + inner.heading + inner.text
            for inner in node.walk()
        )
    return "\n".join(piece for piece in pieces if piece)


def _articles(document: Document) -> list[tuple[Node, str]]:
    """Return what is compared and the heading it stands under: articles, or clauses, or paragraphs."""
    for kind in (Kind.ARTICLE, Kind.CLAUSE, Kind.PARAGRAPH):
        found = []
        group = ""
        for node in document.walk():
            if node.kind in _HEADED:
                group = normalise(node.heading)
            elif node.kind == kind:
                found.append((_leafless(node) if kind == Kind.CLAUSE else node, group))
        if found:
            return found
    return []


def _outside(nodes: list[Node], group: str) -> Iterator[tuple[Node, str]]:
    """Yield what stands outside articles, in 序言, 总纲 and annexes: paragraphs, tables and lists."""
    for node in nodes:
        if node.kind == Kind.ARTICLE or node.kind in _ENDINGS:
            continue
        if node.kind in _PLAIN or not node.children:
            yield node, group
        else:
            yield from _outside(node.children, normalise(node.heading) or group)


def _leafless(node: Node) -> Node:
    """Return a clause without the clauses below it, which are compared on their own."""
    own = [child for child in node.children if child.kind != Kind.CLAUSE]
    return Node(node.eid, node.address, node.kind, node.number, node.heading, node.text, node.line, own)


def _units(found: Iterable[tuple[Node, str]]) -> list[Unit]:
    return [Unit(index, node, normalise(wording([node])), group) for index, (node, group) in enumerate(found)]


def units(document: Document) -> list[Unit]:
    """Return what is compared of one edition."""
    return _units(_articles(document))


def outside_units(document: Document) -> list[Unit]:
    """Return what a text with articles says outside them; nothing for a text without any."""
    has_articles = any(node.kind == Kind.ARTICLE for node in document.walk())
    return _units(_outside(document.roots, "")) if has_articles else []


def weigh(old: list[Unit], new: list[Unit]) -> Weights:
    """Set the weight of every unit and return the weights of both editions together."""
    weights = Weights([*old, *new])
    for unit in (*old, *new):
        unit.weight = weights.total(unit.bigrams)
    return weights
