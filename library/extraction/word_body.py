"""What stands in a Word document's body: text as the page shows it, with every tracked change accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from library.extraction.blocks import Block, table_rows
from library.extraction.numbering import Numbering
from library.extraction.word_styles import Styles, W, switched_on, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Deleted and moved-away text, field codes, ruby readings and the old-Word copy of a drawing are not what one reads.
UNSEEN = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "pPr", "rPr")}
    | {f"{MC}Fallback"}
)
WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")
)
REMOVED_MARKS = ("del", "moveFrom")
PAGE_BREAKS = frozenset({"page", "column"})


@dataclass
class _Line:
    """A paragraph while its runs are collected."""

    style: str
    pieces: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    boxes_first: bool = False
    bold: int = 0
    sizes: dict[float, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class BodyReader:
    """Reads one document in order; counts what it decided on the way."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._carried: list[etree._Element] = []
        self.cited_notes: list[tuple[str, str]] = []
        self.changes = 0
        self.contents_lines = 0
        self.boxes = 0

    @property
    def numbers_written(self) -> int:
        """How many automatic numbers became text."""
        return self._numbering.written

    def blocks(self, container: etree._Element) -> list[Block]:
        """Return the blocks of a body, cell, text box or note."""
        return [block for block in self._walk(container) if block.text.strip()]

    def _walk(self, container: etree._Element) -> Iterator[Block]:
        for element in container:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._uncarried()
                yield from self._table(element)
            elif element.tag in WRAPPERS:
                yield from self._walk(element)
            elif element.tag == f"{MC}AlternateContent":
                for choice in element.iterchildren(f"{MC}Choice"):
                    yield from self._walk(choice)
        if container.tag not in WRAPPERS or container.tag == f"{W}body":
            yield from self._uncarried()

    def _uncarried(self) -> Iterator[Block]:
        """Let go of a paragraph whose mark was removed although no paragraph follows to take it in."""
        if self._carried:
            line = _Line("")
            for source in self._carried:
                self._collect(source, line)
            self._carried.clear()
            yield Block(line.text)

    # -- tables ------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = [self._row(row) for row in _rows(table) if not self._is_removed_row(row)]
        if all(len(row) <= 1 for row in rows):
            # A frame around text, not a table.
            for row in rows:
                for cell in row:
                    yield from cell
            return
        texts = [["\n".join(block.text.strip() for block in cell) for cell in row] for row in rows]
        if written := [row for row in texts if any(row)]:
            yield Block(table_rows(written), is_table=True)

    def _row(self, row: etree._Element) -> list[list[Block]]:
        cells = []
        for cell in _cells(row):
            properties = cell.find(f"{W}tcPr")
            continued = properties.find(f"{W}vMerge") if properties is not None else None
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                self.changes += 1
                continue
            if continued is not None and continued.get(f"{W}val") in {None, "continue"}:
                cells.append([])
                continue
            cells.append(self.blocks(cell))
        return cells

    def _is_removed_row(self, row: etree._Element) -> bool:
        removed = row.find(f"{W}trPr/{W}del") is not None
        self.changes += removed
        return removed

    # -- paragraphs --------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        properties = paragraph.find(f"{W}pPr")
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None and any(mark.find(f"{W}{name}") is not None for name in REMOVED_MARKS):
            # Accepting the change joins this paragraph to the next, which gives its looks and number (17.13.5.15).
            self._carried.append(paragraph)
            return
        style = value(properties, "pStyle")
        line = _Line(style)
        for source in [*self._carried, paragraph]:
            self._collect(source, line)
        self._carried.clear()
        if self._styles.is_contents(style):
            self.contents_lines += bool(line.text.strip())
            return
        hidden = mark is not None and switched_on(mark, "vanish") and not line.text.strip()
        # An empty numbered paragraph counts and shows its number; Word does the same.
        label = "" if hidden else self._numbering.label(properties, style)
        block = self._finished(line, label, properties, style)
        yield from line.boxes if line.boxes_first else ()
        yield block
        yield from () if line.boxes_first else line.boxes

    def _finished(self, line: _Line, label: str, properties: etree._Element | None, style: str) -> Block:
        text = line.text.strip("\n")
        weight = len("".join(text.split()))
        centered = self._styles.is_centered(properties, style)
        return Block(
            text=label + (text.lstrip() if label else text),
            level=self._styles.level(properties, style),
            is_title=self._styles.is_title(style),
            size=max(line.sizes, key=lambda size: line.sizes[size], default=0.0),
            bold=0 < weight == line.bold,
            centered=centered,
            indented=not centered and self._styles.is_indented(properties, style),
        )

    # -- runs --------------------------------------------------------------------------------------------

    def _collect(self, element: etree._Element, line: _Line) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in UNSEEN:
                self.changes += tag in {f"{W}del", f"{W}moveFrom"}
            elif tag == f"{W}r":
                self._run(child, line)
            elif tag == MATH_TEXT:
                line.pieces.append(child.text or "")
            else:
                self.changes += tag in {f"{W}ins", f"{W}moveTo"}
                self._collect(child, line)

    def _run(self, run: etree._Element, line: _Line) -> None:
        if switched_on(run.find(f"{W}rPr"), "vanish"):
            return
        before = len(line.pieces)
        self._run_content(run, line)
        written = len("".join("".join(line.pieces[before:]).split()))
        if written:
            bold, size = self._styles.run_look(run, line.style)
            line.bold += written if bold else 0
            line.sizes[size] = line.sizes.get(size, 0) + written

    def _run_content(self, element: etree._Element, line: _Line) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in UNSEEN:
                continue
            if tag == f"{W}txbxContent":
                self.boxes += 1
                line.boxes_first = not line.text.strip()
                line.boxes += self.blocks(child)
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                self._cite(child, line)
            elif (shown := _shown(child)) is not None:
                line.pieces.append(shown)
            else:
                self._run_content(child, line)

    def _cite(self, reference: etree._Element, line: _Line) -> None:
        kind = etree.QName(reference).localname.removesuffix("Reference")
        self.cited_notes.append((kind, reference.get(f"{W}id") or ""))
        line.pieces.append(f"〔注{len(self.cited_notes)}〕")


def _shown(element: etree._Element) -> str | None:
    """Return what one child of a run shows; None when it has to be looked into."""
    tag = element.tag
    if tag in {f"{W}t", MATH_TEXT}:
        return element.text or ""
    if tag in {f"{W}tab", f"{W}ptab"}:
        return "\t"
    if tag in {f"{W}br", f"{W}cr"}:
        return "" if element.get(f"{W}type") in PAGE_BREAKS else "\n"
    if tag == f"{W}noBreakHyphen":
        return "-"
    return None


def _rows(container: etree._Element) -> Iterator[etree._Element]:
    for element in container:
        if element.tag == f"{W}tr":
            yield element
        elif element.tag in WRAPPERS:
            yield from _rows(element)


def _cells(container: etree._Element) -> Iterator[etree._Element]:
    for element in container:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag in WRAPPERS:
            yield from _cells(element)
