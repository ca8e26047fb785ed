"""What an editor is shown beside a text: its outline, what the parser asks to look at, quotations that differ."""

from dataclasses import dataclass
from typing import Any

from library import quotations
from library.structure import Document, Kind, Node, ParseWarning, parse

OUTLINE_KINDS = {Kind.PARAGRAPH, Kind.ITEM, Kind.SUBITEM, Kind.SUBPOINT, Kind.TABLE}
LABEL_LENGTH = 40
COUNTED = [
    (Kind.PART, "编"),
    (Kind.CHAPTER, "章"),
    (Kind.SECTION, "节"),
    (Kind.ARTICLE, "条"),
    (Kind.DIVISION, "部分"),
    (Kind.POINT, "点"),
    (Kind.PARAGRAPH, "段"),
    (Kind.ITEM, "项"),
]


@dataclass(frozen=True)
class OutlineEntry:
    """One line of the outline: its label, depth (0 is the outermost), parts below it, and its line in the text."""

    label: str
    depth: int
    below: int
    line: int = 0


@dataclass(frozen=True)
class Review:
    """Everything shown beside a text."""

    outline: list[OutlineEntry]
    counts: list[tuple[str, int]]
    warnings: list[ParseWarning]
    quotations: list[quotations.CheckedQuotation]

    @property
    def waiting(self) -> int:
        """Return how many quotations nobody has answered for."""
        return sum(1 for found in self.quotations if not found.reason)


def review_of(page: Any, text: str, **values: Any) -> Review:
    """Return what there is to show beside `text` of `page`; `values` are what its form holds besides."""
    # A browser sends two characters for a line end.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    document = parse(text)
    subject = quotations.with_values(page, {**values, "body": text})
    found = quotations.check_quotations(subject)
    return Review(outline(document), counts(document), document.warnings, found)


def counts(document: Document) -> list[tuple[str, int]]:
    """Return how many parts of each sort were found, by their Chinese names."""
    found = [(label, document.counts.get(kind, 0)) for kind, label in COUNTED]
    if not document.counts.get(Kind.CHAPTER):
        # What stands under 一、 is a 节 only inside a 章.
        found = [("部分" if label == "节" else label, count) for label, count in found]
    return [(label, count) for label, count in found if count]


def outline(document: Document) -> list[OutlineEntry]:
    """Return headings, articles and points in order; where a text has none of them, its paragraphs."""
    entries: list[OutlineEntry] = []
    flat = not any(node.kind not in OUTLINE_KINDS for node in document.walk())
    stack = [(root, 0) for root in reversed(document.roots)]
    while stack:
        node, depth = stack.pop()
        if flat or node.kind not in OUTLINE_KINDS:
            words = f"{node.number} {node.heading}".strip() if node.heading else _opening(node)
            entries.append(OutlineEntry(words[:LABEL_LENGTH], min(depth, 4), len(node.children), node.line))
        if node.kind != Kind.ARTICLE:
            stack += [(child, depth + 1) for child in reversed(node.children)]
    return entries


def _opening(node: Node) -> str:
    """Return how a part without a heading begins, on one line."""
    return " ".join(node.full_text()[: 2 * LABEL_LENGTH].split())
