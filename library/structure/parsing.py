"""Plain text or Markdown in, an addressed tree out; and the JSON other programs read."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from .addressing import assign_addresses
from .building import build
from .checking import check_document
from .cleaning import clean_lines
from .layout import Layout, lay_out
from .model import Document, Kind, Node, ParseWarning
from .tokens import is_title

__all__ = ["parse", "to_json"]


def _locate(warnings: list[ParseWarning], document: Document) -> None:
    """Give warnings made before the tree existed the eId of the node on their line."""
    nodes = sorted(document.walk(), key=lambda node: node.line)
    lines = [node.line for node in nodes]
    for warning in warnings:
        at = bisect_left(lines, warning.line)
        if at == len(lines) or lines[at] > warning.line:
            at -= 1
        warning.eid = nodes[at].eid if at >= 0 else ""


def _document(layout: Layout) -> Document:
    note, toc = layout.note, layout.toc
    return Document(
        title=layout.title,
        note="\n".join(line.text for line in note),
        toc=[line.text for line in toc],
        title_line=layout.title_line,
        note_line=note[0].no if note else 0,
        toc_line=toc[0].no if toc else 0,
        header="\n".join(layout.header),
    )


def _derived_title(document: Document) -> str:
    """Name a text that has no title on top after the one below the decree, else after its first heading."""
    first = document.roots[0] if document.roots else None
    if first is not None and first.kind == Kind.PREFACE and document.articles:
        return _title_below_decree(first)
    if first is None or first.kind not in (Kind.PART, Kind.CHAPTER):
        return ""
    return "　".join(part for part in (first.number, first.heading) if part)


def _title_below_decree(preface: Node) -> str:
    """Return the title of a text printed with the decree that issues it: 主席令 第二十三号 …现予公布… stands above."""
    for node in reversed(preface.children):
        if node.kind == Kind.TITLE_BLOCK or (node.kind == Kind.PARAGRAPH and is_title(node.text, sure=True)):
            return " ".join(node.text.split())
    return ""


def parse(text: str) -> Document:
    """Parse a law, regulation, plan, standard or speech into an addressed tree with warnings.

    Nothing is renumbered and no word is dropped: ``document.plain_text()`` is the input, white space and
    Markdown marks aside.
    """
    layout = lay_out(clean_lines(text))
    document = _document(layout)
    warned = build(layout, document.roots)
    if not document.title:
        document.title = _derived_title(document)
    assign_addresses(document)
    for warning, node in warned:
        warning.eid = node.eid
    if layout.warnings:
        _locate(layout.warnings, document)
    document.warnings = [*layout.warnings, *(warning for warning, _node in warned)]
    check_document(document)
    document.warnings.sort(key=lambda warning: warning.line)
    document.count()
    return document


def _node_json(node: Node) -> dict[str, Any]:
    return {
        "eid": node.eid,
        "address": node.address,
        "kind": str(node.kind),
        "number": node.number,
        "heading": node.heading,
        "text": node.text,
        "line": node.line,
        "children": [_node_json(child) for child in node.children],
    }


def to_json(document: Document, file: str = "") -> dict[str, Any]:
    """Return what ``parse_structure --json`` prints: file, title, counts, tree, warnings, and note and toc.

    The 题注 is also the first node of the tree (kind ``note``), so that title and tree together hold every
    word of the input but the contents table.
    """
    roots = list(document.roots)
    if document.note:
        roots.insert(0, Node("note", "note", Kind.NOTE, "", "", document.note, document.note_line))
    return {
        "file": file,
        "title": document.title,
        "note": document.note,
        "toc": document.toc,
        "counts": document.counts,
        "tree": [_node_json(root) for root in roots],
        "warnings": [
            {"line": w.line, "eid": w.eid, "code": str(w.code), "message": w.message}
            for w in document.warnings
        ],
    }
