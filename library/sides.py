"""A comparison made ready to be shown: rows of two cells, paragraphs of marked runs. No database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from library.exporting import Line, Run
from library.structure import Change, Comparison, Document, Kind, Node, Row

LABELS = {
    Change.CHANGED: "修改",
    Change.MOVED: "条序变动",
    Change.SPLIT: "拆分",
    Change.MERGED: "合并",
    Change.INSERTED: "新增",
    Change.DELETED: "删除",
}
HEADINGS = {Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION, Kind.ANNEX, Kind.PREFACE}
NUMBER = re.compile(r"\s*(\d+)\s*")
OLD, NEW = ("equal", "delete"), ("equal", "insert")

Paragraph = tuple[Run, ...]


@dataclass(frozen=True)
class SideRow:
    """One row: `change` is what happened, `heading` the chapter when a new one begins here."""

    change: str
    label: str
    heading: str
    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    # Only of articles that moved without a change: the numbers before and after, of one article or of the first and last.
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Tell whether articles only changed their numbers."""
        return bool(self.before)

    @property
    def numbers(self) -> str:
        """Return how the numbers changed."""
        return f"{'至'.join(self.before)} → {'至'.join(self.after)}"

    @property
    def is_changed(self) -> bool:
        """Tell whether there is anything to see."""
        return self.change != Change.UNCHANGED


@dataclass(frozen=True)
class Sides:
    """Two texts side by side; `outside` is what stands outside the articles."""

    summary: str
    rows: tuple[SideRow, ...]
    outside: tuple[SideRow, ...]

    @property
    def has_changes(self) -> bool:
        """Tell whether anything changed at all."""
        return any(row.is_changed for row in (*self.rows, *self.outside))

    @property
    def changes(self) -> list[SideRow]:
        """Return the rows with a change, neighbours that only moved as one."""
        shown: list[SideRow] = []
        for row in self.rows:
            last = shown[-1] if shown else None
            if row.is_moved and last is not None and last.is_moved:
                shown[-1] = replace(
                    last, before=(last.before[0], row.before[-1]), after=(last.after[0], row.after[-1])
                )
            elif row.is_changed:
                shown.append(row)
        return shown

    @property
    def changed_outside(self) -> bool:
        """Tell whether anything changed outside the articles."""
        return any(row.is_changed for row in self.outside)


def set_side_by_side(comparison: Comparison, old: Document, new: Document) -> Sides:
    """Make a comparison ready to be shown."""
    headings = {**_headings(old, "old"), **_headings(new, "new")}
    return Sides(
        summary=NUMBER.sub(r" \1 ", comparison.summary),
        rows=tuple(_rows(comparison.rows, headings)),
        outside=tuple(_rows(comparison.outside, {})),
    )


def file_lines(sides: Sides) -> list[Line]:
    """Return the rows for a file."""
    lines: list[Line] = []
    for row in sides.rows:
        if row.heading:
            lines.append(Line("", heading=row.heading))
        lines.append(Line(row.label, row.old, row.new))
    if sides.outside:
        lines.append(Line("", heading="条文以外"))
        lines += [Line(row.label, row.old, row.new) for row in sides.outside]
    return lines


def _headings(document: Document, side: str) -> dict[tuple[str, str], str]:
    """Return the heading each article stands under."""
    found: dict[tuple[str, str], str] = {}
    current = ""
    for node in document.walk():
        if node.kind in HEADINGS:
            current = "　".join(part for part in (node.number, node.heading) if part)
        found[side, node.eid] = current
    return found


def _rows(rows: Sequence[Row], headings: dict[tuple[str, str], str]) -> list[SideRow]:
    shown, last = [], ""
    for row in rows:
        heading = headings.get(("new", row.new[0].eid), "") if row.new else last
        shown.append(_row(row, heading if heading != last else ""))
        last = heading
    return shown


def _row(row: Row, heading: str) -> SideRow:
    change = Change(row.change)
    label = LABELS.get(change, "")
    if row.renumbered and change == Change.CHANGED:
        label += "，条序变动"
    if change in (Change.UNCHANGED, Change.MOVED, Change.INSERTED, Change.DELETED):
        old, new = _plain(row.old), _plain(row.new)
    else:
        old = _marked(row, row.old, OLD)
        new = _marked(row, row.new, NEW)
    moved = change == Change.MOVED and row.renumbered
    before, after = (tuple(node.number for node in nodes) if moved else () for nodes in (row.old, row.new))
    return SideRow(str(change), label, heading, old, new, before, after)


def _plain(nodes: list[Node]) -> tuple[Paragraph, ...]:
    return tuple(
        paragraph
        for node in nodes
        for paragraph in _numbered(node, [(Run("equal", line),) for line in _lines(node)])
    )


def _marked(row: Row, nodes: list[Node], ops: tuple[str, str]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of one side, what is not on the other side marked, each article led by its number."""
    paragraphs: list[list[Run]] = [[]]
    for mark in row.marks:
        text = mark.old if ops == OLD else mark.new
        op = ops[0] if mark.op == "equal" else ops[1]
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraphs.append([])
            if line:
                paragraphs[-1].append(Run(op, line))
    whole = [tuple(paragraph) for paragraph in paragraphs]
    shown: list[Paragraph] = []
    for node in nodes:
        size = len(_lines(node))
        shown.extend(_numbered(node, whole[:size]))
        whole = whole[size:]
    return (*shown, *whole)


def _numbered(node: Node, paragraphs: list[Paragraph]) -> list[Paragraph]:
    if not node.number:
        return paragraphs
    lead = Run("strong", f"{node.number}　")
    return [(lead, *paragraphs[0]), *paragraphs[1:]] if paragraphs else [(lead,)]


def _lines(node: Node) -> list[str]:
    """Return the words of an article as `Row.marks` has them: a part a line, its own number aside."""
    parts = (
        (part.heading + part.text) if part is node else part.number + part.heading + part.text
        for part in node.walk()
    )
    return "\n".join(part for part in parts if part).split("\n")
