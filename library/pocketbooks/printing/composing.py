"""From a parsed text to the blocks of a chapter: whole, or some of its provisions. Every word of them, nothing added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from library.structure import Document, Kind, Node, find_citations, int_to_chinese

from .model import Block, BlockKind, Cited, clean

__all__ = ["compose", "number_of", "place_label"]

HEADINGS = {
    Kind.PART: 2,
    Kind.COMPONENT: 2,
    Kind.SUBPART: 2,
    Kind.ANNEX: 2,
    Kind.PREFACE: 2,
    Kind.TITLE_BLOCK: 2,
    Kind.DIVISION: 2,
    Kind.CHAPTER: 2,
    Kind.SECTION: 3,
    Kind.SUBSECTION: 4,
}
KINDS = {
    Kind.ITEM: BlockKind.ITEM,
    Kind.SUBITEM: BlockKind.SUBITEM,
    Kind.SUBPOINT: BlockKind.SUBITEM,
    Kind.SIGNATURE: BlockKind.SIGNATURE,
    Kind.SOURCE: BlockKind.SOURCE,
    Kind.TABLE: BlockKind.TABLE,
}
ARTICLE_ADDRESS = re.compile(r"(?:^|/)art_(\d+)((?:_\d+)*)")


def compose(
    document: Document,
    addresses: Sequence[str] = (),
    *,
    title: str = "",
    notes: Mapping[str, str] | None = None,
) -> tuple[Block, ...]:
    """Return the blocks of `document`, or of its provisions at `addresses`, in the order given.

    `title` is what references to the text itself are listed under; `notes` are the editor's footnotes by address.

    Raises:
        KeyError: there is no provision at an address.
    """
    cites = _cites(document, title)
    blocks: list[Block] = []
    for node in _chosen(document, addresses):
        blocks += _blocks(node, cites)
    return tuple(_with_notes(_levelled(blocks), notes or {}))


def number_of(address: str) -> tuple[int, ...]:
    """Return the number of the article an address lies in, (12, 1) for 第十二条之一; () outside articles."""
    found = ARTICLE_ADDRESS.search(address)
    if found is None:
        return ()
    return (int(found.group(1)), *(int(part) for part in found.group(2).split("_") if part))


def place_label(address: str) -> str:
    """Return what the article an address lies in is called, 第十二条之一; "" outside articles."""
    number = number_of(address)
    if not number:
        return ""
    return f"第{int_to_chinese(number[0])}条" + "".join(f"之{int_to_chinese(part)}" for part in number[1:])


def _chosen(document: Document, addresses: Sequence[str]) -> Iterator[Node]:
    if not addresses:
        yield from document.roots
    for address in addresses:
        node = document.find(address)
        if node is None:
            raise KeyError(address)
        yield node


def _blocks(node: Node, cites: Mapping[str, tuple[Cited, ...]]) -> Iterator[Block]:
    if node.kind == Kind.ARTICLE:
        yield from _article(node, cites)
        return
    if node.kind in HEADINGS:
        yield from _heading(node, cites)
    elif node.kind == Kind.POINT and node.heading and not node.text:
        yield _block(node, BlockKind.HEADING, cites, level=5)
    else:
        yield _block(node, KINDS.get(Kind(node.kind), BlockKind.PARAGRAPH), cites)
    for child in node.children:
        yield from _blocks(child, cites)


def _heading(node: Node, cites: Mapping[str, tuple[Cited, ...]]) -> Iterator[Block]:
    if node.number or node.heading:
        level = HEADINGS[Kind(node.kind)]
        heading = _block(node, BlockKind.HEADING, cites, level=level)
        yield replace(heading, text="", cites=()) if node.text else heading
        if node.text:
            yield Block(BlockKind.PARAGRAPH, clean(node.text), cites=cites.get(node.eid, ()))
    elif node.text:
        yield _block(node, BlockKind.PARAGRAPH, cites)


def _article(node: Node, cites: Mapping[str, tuple[Cited, ...]]) -> Iterator[Block]:
    below = list(node.children)
    first = _block(node, BlockKind.ARTICLE, cites)
    if not node.text and below and below[0].kind == Kind.PARAGRAPH:
        lead = below.pop(0)
        # An opening paragraph has no number of its own, so its words stand on the article's line.
        first = replace(
            first, text=clean(lead.number + lead.heading + lead.text), cites=cites.get(lead.eid, ())
        )
        below = [*lead.children, *below]
    yield replace(first, mark="-".join(str(part) for part in number_of(node.address)))
    for child in below:
        for part in child.walk():
            yield _block(part, KINDS.get(Kind(part.kind), BlockKind.PARAGRAPH), cites)


def _block(node: Node, kind: BlockKind, cites: Mapping[str, tuple[Cited, ...]], *, level: int = 0) -> Block:
    return Block(
        kind=kind,
        text=clean(node.text),
        number=clean(node.number),
        heading=clean(node.heading),
        level=level,
        address=node.address,
        cites=cites.get(node.eid, ()),
    )


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give headings levels from 2 on that never skip one, as readers by ear and PDF/UA need."""
    above: list[int] = []
    for block in blocks:
        if block.kind != BlockKind.HEADING:
            if block.words:
                yield block
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        yield replace(block, level=len(above) + 1)


def _with_notes(blocks: Iterable[Block], notes: Mapping[str, str]) -> Iterator[Block]:
    for block in blocks:
        note = notes.get(block.address, "") if block.address else ""
        yield replace(block, notes=(clean(note),)) if note else block


def _cites(document: Document, title: str) -> dict[str, tuple[Cited, ...]]:
    """Return who is referred to, by the eId of the node that does; 前款 and 本条 lead to no entry."""
    found: dict[str, dict[Cited, None]] = {}
    for citation in find_citations(document):
        # 本办法第一条 is an article; 前款 and 本条 are only words on the way.
        if citation.missing or (citation.relative and "第" not in citation.text):
            continue
        work = clean(citation.work or title)
        places = citation.addresses or ([""] if citation.work else [])
        for address in places:
            label = place_label(address)
            if label or not address:
                found.setdefault(citation.eid, {})[Cited(work, label, number_of(address))] = None
    return {eid: tuple(cited) for eid, cited in found.items()}
