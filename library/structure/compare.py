"""Two editions of a text, article by article: what stayed, moved, was reworded, split, merged, came and went.

``aligning`` decides which article is which. Every article of both sides is in exactly one row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from .aligning import Alignment
from .likeness import Unit, outside_units, units, wording
from .model import Document, Node
from .wording import Mark, mark_words

__all__ = ["Change", "Comparison", "Row", "compare", "comparison_json"]


class Change(StrEnum):
    """What happened to an article; the values are what JSON carries."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass
class Row:
    """One line of the comparison: a class, and the articles of both sides it is about."""

    change: Change
    old: list[Node] = field(default_factory=list)
    new: list[Node] = field(default_factory=list)

    @property
    def renumbered(self) -> bool:
        """True when an article kept its identity under another number."""
        return bool(self.old and self.new) and self.old[0].number != self.new[0].number

    @cached_property
    def marks(self) -> list[Mark]:
        """Word-level marks between the old and the new wording, made when first asked for."""
        return mark_words(wording(self.old), wording(self.new))


@dataclass
class Comparison:
    """All rows, in the order of the new edition with what was deleted where it stood."""

    rows: list[Row]
    outside: list[Row] = field(default_factory=list)  # 序言, 总纲, annexes of a text that has articles

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows of each class; all classes are named."""
        found = Counter(str(row.change) for row in self.rows)
        return {str(change): found[change] for change in Change}

    @property
    def renumbered(self) -> int:
        """Number of articles whose number changed, whether or not their words did."""
        return sum(1 for row in self.rows if row.renumbered)

    @property
    def summary(self) -> str:
        """One sentence such as 修改 31 条，新增 4 条，删除 2 条，条序变动 12 条。"""
        counts = self.counts
        named = [
            ("修改", counts["changed"]), ("新增", counts["inserted"]), ("删除", counts["deleted"]),
            ("拆分", counts["split"]), ("合并", counts["merged"]), ("条序变动", self.renumbered),
        ]  # fmt: skip
        elsewhere = sum(1 for row in self.outside if row.change not in (Change.UNCHANGED, Change.MOVED))
        said = [f"{word} {count} 条" for word, count in named if count]
        if elsewhere:
            said.append(f"条文以外的序言、附件等有 {elsewhere} 处变化")
        return "，".join(said) + "。" if said else "两个版本的条文没有变化。"


def _rows(alignment: Alignment) -> list[Row]:
    """Return every article of both sides in one row each."""
    pieces = {j for extra in alignment.pieces.values() for j in extra}
    at: list[tuple[float, Row]] = []
    for unit in alignment.new:
        j = unit.index
        if j in pieces:
            continue
        paired = j in alignment.taken
        at.append(
            (
                j,
                _paired(alignment, alignment.taken[j], j)
                if paired
                else Row(Change.INSERTED, new=[unit.node]),
            )
        )
    place = -0.5
    for unit in alignment.old:
        if unit.index in alignment.partner:
            place = max(alignment.partner[unit.index] + 0.5, -0.5)
        else:
            at.append((place, Row(Change.DELETED, old=[unit.node])))
    return [row for _place, row in sorted(at, key=lambda pair: pair[0])]


def _paired(alignment: Alignment, i: int, j: int) -> Row:
    old, new = alignment.old[i], alignment.new[j]
    if i in alignment.pieces:
        indexes = sorted([j, *alignment.pieces[i]])
        return Row(Change.SPLIT, [old.node], [alignment.new[k].node for k in indexes])
    if j in alignment.sources:
        indexes = sorted([i, *alignment.sources[j]])
        return Row(Change.MERGED, [alignment.old[k].node for k in indexes], [new.node])
    if new.gone and not old.gone:
        return Row(Change.DELETED, [old.node], [new.node])
    if old.text != new.text:
        return Row(Change.CHANGED, [old.node], [new.node])
    same = old.node.address == new.node.address
    return Row(Change.UNCHANGED if same else Change.MOVED, [old.node], [new.node])


def compare(old: Document, new: Document) -> Comparison:
    """Compare two editions article by article."""
    return Comparison(_compared(units(old), units(new)), _compared(outside_units(old), outside_units(new)))


def _compared(old: list[Unit], new: list[Unit]) -> list[Row]:
    alignment = Alignment(old, new)
    alignment.run()
    return _rows(alignment)


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "class": str(row.change),
        "old": [node.eid for node in row.old],
        "new": [node.eid for node in row.new],
        "renumbered": row.renumbered,
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return what ``compare_editions --json`` prints: counts, and rows with the eIds of both sides.

    ``counts`` and ``rows`` are about articles; ``outside`` about 序言, 总纲 and annexes.
    """
    return {
        "counts": comparison.counts,
        "summary": comparison.summary,
        "rows": [_row_json(row) for row in comparison.rows],
        "outside": [_row_json(row) for row in comparison.outside],
    }
