"""A member's notes to take away: Markdown, Word, and JSON of the W3C Web Annotation data model. Pure but for docx."""

import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import docx
from docx.shared import Pt

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    "highlight": "highlighting",
    "note": "commenting",
    "question": "questioning",
    "reflection": "assessing",
}
# What XML, and with it a Word file, cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What would be read as markup at the beginning of a line or anywhere in it.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_LEADING = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


@dataclass(frozen=True)
class Reply:
    """An answer to a question."""

    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Exported:
    """A note as it is written out; `url` is the text's address, `address` the provision in it."""

    key: str
    kind: str
    kind_label: str
    title: str
    edition: str
    url: str
    address: str
    place: str
    exact: str
    prefix: str
    suffix: str
    body: str
    doubt: str
    created_at: datetime
    changed_at: datetime
    replies: Sequence[Reply] = field(default_factory=tuple)


def web_annotations(notes: Iterable[Exported], *, url: str, creator: str) -> bytes:
    """Return an AnnotationCollection with one page (https://www.w3.org/TR/annotation-model/) as UTF-8 JSON.

    A target names the text, and in it the quotation (TextQuoteSelector), within the provision's fragment.
    """
    items = [_annotation(note, creator) for note in notes]
    page: dict[str, Any] = {
        "id": f"{url}#page-1",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    collection = {
        "@context": CONTEXT,
        "id": url,
        "type": "AnnotationCollection",
        "label": "学习笔记",
        "total": len(items),
        "first": page,
    }
    return json.dumps(collection, ensure_ascii=False, indent=2).encode()


def _annotation(note: Exported, creator: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"urn:uuid:{note.key}",
        "type": "Annotation",
        "motivation": MOTIVATIONS[note.kind],
        "creator": {"type": "Person", "name": creator},
        "created": note.created_at.isoformat(),
        "modified": note.changed_at.isoformat(),
        "target": _target(note),
    }
    bodies = [_textual(note.body, "commenting" if note.kind == "highlight" else MOTIVATIONS[note.kind])]
    bodies = bodies if note.body else []
    bodies += [
        {**_textual(reply.text, "replying"), "creator": {"type": "Person", "name": reply.author}}
        for reply in note.replies
    ]
    if bodies:
        made["body"] = bodies
    return made


def _textual(text: str, purpose: str) -> dict[str, Any]:
    return {
        "type": "TextualBody",
        "value": text,
        "format": "text/plain",
        "language": "zh-Hans",
        "purpose": purpose,
    }


def _target(note: Exported) -> Any:
    quote = {"type": "TextQuoteSelector", "exact": note.exact, "prefix": note.prefix, "suffix": note.suffix}
    place = {
        "type": "FragmentSelector",
        "value": note.address,
        "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
    }
    if note.exact:
        return {"source": note.url, "selector": {**place, "refinedBy": quote} if note.address else quote}
    return {"source": note.url, "selector": place} if note.address else note.url


def markdown(notes: Sequence[Exported], *, owner: str, day: datetime) -> str:
    """Return the notes as Markdown, by text and in the order they were written."""
    lines = [f"# {_plain(owner)}的学习笔记", f"{day:%Y年%m月%d日}导出，共 {len(notes)} 条。"]
    for title, group in _by_text(notes):
        lines.append(f"## {_plain(title)}")
        for note in group:
            lines += _note_lines(note)
    return "\n\n".join(lines) + "\n"


def _note_lines(note: Exported) -> list[str]:
    lines = [f"### {_heading(note)}"]
    if note.doubt:
        lines.append(f"（待确认：{note.doubt}）")
    if note.exact:
        lines.append(f"> {_plain(note.exact)}")
    if note.body:
        lines.append("\n\n".join(_plain(line) for line in note.body.split("\n") if line.strip()))
    lines += [
        f"{_plain(reply.author)} {reply.at:%Y-%m-%d} 答：{_plain(reply.text)}" for reply in note.replies
    ]
    link = f"{note.url}#{note.address}" if note.address else note.url
    lines.append(f"{note.created_at:%Y-%m-%d %H:%M} · [原文]({link})")
    return lines


def word(notes: Sequence[Exported], *, owner: str, day: datetime) -> bytes:
    """Return the notes as a Word file with headings by text."""
    file = docx.Document()
    file.core_properties.title = f"{owner}的学习笔记"
    file.core_properties.author = owner
    file.core_properties.comments = ""
    file.add_heading(_clean(f"{owner}的学习笔记"), 0)
    file.add_paragraph(f"{day:%Y年%m月%d日}导出，共 {len(notes)} 条。")
    for title, group in _by_text(notes):
        file.add_heading(_clean(title), 1)
        for note in group:
            _write(file, note)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _write(file: Any, note: Exported) -> None:
    file.add_heading(_clean(_heading(note)), 2)
    if note.doubt:
        file.add_paragraph(f"待确认：{note.doubt}")
    if note.exact:
        file.add_paragraph(_clean(note.exact), style="Intense Quote")
    for line in note.body.split("\n") if note.body else []:
        paragraph = file.add_paragraph(_clean(line))
        paragraph.paragraph_format.first_line_indent = Pt(24)
    for reply in note.replies:
        file.add_paragraph(_clean(f"{reply.author} {reply.at:%Y-%m-%d} 答：{reply.text}"))
    file.add_paragraph(f"{note.created_at:%Y-%m-%d %H:%M}")


def _heading(note: Exported) -> str:
    return f"{note.kind_label}　{note.place}" if note.place else note.kind_label


def _by_text(notes: Sequence[Exported]) -> Iterable[tuple[str, list[Exported]]]:
    def name(note: Exported) -> str:
        return f"{note.title}（{note.edition} 版）" if note.edition else note.title

    ordered = sorted(notes, key=lambda note: (name(note), note.created_at, note.key))
    return [(title, list(group)) for title, group in groupby(ordered, key=name)]


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _LEADING.sub(r"\1\\\2", escaped)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
