"""A text as Markdown that the import reads back to the same tree."""

from collections.abc import Iterator

from library.exporting.imprint import Imprint
from library.structure import Document, Kind, Node

LEVELS = {
    Kind.PART: 2,
    Kind.COMPONENT: 2,
    Kind.SUBPART: 3,
    Kind.CHAPTER: 3,
    Kind.ANNEX: 2,
    Kind.SECTION: 4,
    Kind.SUBSECTION: 5,
}


def markdown(document: Document, imprint: Imprint) -> str:
    """Return the file: a header of `key: value` lines, the title, and one paragraph a line."""
    lines = [*_header(imprint), f"# {imprint.title}"]
    lines += [line for line in document.note.split("\n") if line]
    # A text without 编 begins its headings one level higher.
    lift = 0 if any(root.kind == Kind.PART for root in document.roots) else 1
    for root in document.roots:
        lines.extend(_lines(root, lift))
    return "\n\n".join(lines) + "\n"


def _header(imprint: Imprint) -> list[str]:
    values = {
        "title": imprint.title,
        "short_title": imprint.short_title,
        "kind": imprint.kind,
        "slug": imprint.slug,
        "issuer": imprint.issuer,
        "document_number": imprint.document_number,
        "adopted_on": imprint.adopted_on,
        "effective_from": imprint.effective_from,
        "date": imprint.published_on,
        "status": imprint.status,
        "source": imprint.source or imprint.url,
    }
    entries = [f"{key}: {' '.join(str(value).split())}" for key, value in values.items() if value]
    return ["\n".join(["---", *entries, "---"])]


def _lines(node: Node, lift: int) -> Iterator[str]:
    """Yield the lines of a node and of everything below it."""
    if node.kind == Kind.ARTICLE:
        yield from _article(node, lift)
        return
    line = node.own_text()
    if line:
        level = LEVELS.get(Kind(node.kind), 0) if not node.text else 0
        yield f"{'#' * max(2, level - lift)} {line}" if level else line
    for child in node.children:
        yield from _lines(child, lift)


def _article(node: Node, lift: int) -> Iterator[str]:
    """Yield an article; its first paragraph stands on the line of the number."""
    below = list(node.children)
    text = node.text
    if not text and below and below[0].kind == Kind.PARAGRAPH and not below[0].number:
        first = below.pop(0)
        text, below = first.text, [*first.children, *below]
    yield f"**{node.number}**　{node.heading}{text}".rstrip("　")
    for child in below:
        yield from _lines(child, lift)
