"""A book as a printer sees it: plain data, frozen, and the same through JSON and back.

What a book says in print is decided once, when an edition is issued; every shape of it is made from this.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, uuid5

__all__ = ["SHAPE_VERSION", "Block", "BlockKind", "Book", "Chapter", "ChapterKind", "Cited", "clean"]

SHAPE_VERSION = 1
SHORT_TITLE = 60


class BlockKind(StrEnum):
    """What one block of a chapter is."""

    HEADING = "heading"
    ARTICLE = "article"  # the first lines of an article, under its number
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SUBITEM = "subitem"
    SIGNATURE = "signature"
    SOURCE = "source"
    TABLE = "table"  # rows are lines, cells are tab-separated
    NOTE = "note"  # the editor's words, set apart
    QUESTION = "question"
    ANSWER = "answer"


class ChapterKind(StrEnum):
    """Whose words a chapter holds."""

    SOURCE = "source"
    EXCERPT = "excerpt"
    GUIDE = "guide"
    QUESTIONS = "questions"
    EDITOR = "editor"


@dataclass(frozen=True)
class Cited:
    """An article (or, with an empty `place`, a whole work) that a block refers to."""

    work: str
    place: str
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Block:
    """One paragraph: its kind, number and words; `mark` stands in the margin; `notes` are the editor's footnotes."""

    kind: BlockKind
    text: str = ""
    number: str = ""
    heading: str = ""
    level: int = 0
    address: str = ""
    mark: str = ""
    notes: tuple[str, ...] = ()
    cites: tuple[Cited, ...] = ()
    qr: str = ""

    @property
    def words(self) -> str:
        """Return everything the block says, footnotes aside."""
        return f"{self.number}{self.heading}{self.text}"


@dataclass(frozen=True)
class Chapter:
    """One chapter: a text, some provisions of it, an excerpt, questions, or the editor's words.

    `facts` are lines such as the issuer and the day from which the text holds; `scan` is what the printed code says.
    """

    title: str
    kind: ChapterKind
    blocks: tuple[Block, ...] = ()
    note: str = ""
    facts: tuple[str, ...] = ()
    url: str = ""
    scan: str = ""
    digest: str = ""

    @property
    def short_title(self) -> str:
        """Return the title as running heads and contents say it."""
        return shortened(self.title)


@dataclass(frozen=True)
class Book:
    """An edition of a pocket book."""

    title: str
    organization: str
    printed_on: date
    edition: int
    url: str
    subtitle: str = ""
    preface: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = field(default=())

    @property
    def short_title(self) -> str:
        """Return the title as running heads say it."""
        return shortened(self.title)

    @property
    def identifier(self) -> str:
        """Return the name of this edition, the same whenever it is built."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.url}#{self.edition}')}"

    @property
    def digest(self) -> str:
        """Return a fingerprint of everything that is printed: equal digests make equal files."""
        return hashlib.sha256(self.to_text().encode()).hexdigest()

    @property
    def content_digest(self) -> str:
        """Return a fingerprint that leaves out what every new edition changes: its number, day and codes."""
        data = self.to_json() | {"edition": 0, "printed_on": ""}
        for chapter in data["chapters"]:
            chapter["scan"] = ""
            chapter["blocks"] = [block | {"qr": ""} for block in chapter["blocks"]]
        return hashlib.sha256(_canonical(data).encode()).hexdigest()

    def all_chapters(self) -> tuple[Chapter, ...]:
        """Return the chapters, the preface first as the editor's."""
        if not self.preface:
            return self.chapters
        blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in self.preface)
        return (Chapter("前言", ChapterKind.EDITOR, blocks), *self.chapters)

    def texts(self) -> Iterator[str]:
        """Yield every text that is printed, for what has to look at characters."""
        yield from (self.title, self.subtitle, self.organization)
        for chapter in self.all_chapters():
            yield from (chapter.title, chapter.note, *chapter.facts)
            for block in chapter.blocks:
                yield from (block.number, block.heading, block.text, *block.notes)
                yield from (part for cited in block.cites for part in (cited.work, cited.place))

    def to_json(self) -> dict[str, Any]:
        """Return the book as JSON values."""
        return {**asdict(self), "printed_on": self.printed_on.isoformat(), "shape": SHAPE_VERSION}

    def to_text(self) -> str:
        """Return the book as one line of JSON, keys sorted."""
        return _canonical(self.to_json())

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Book:
        """Return the book that `to_json` described."""
        plain = {key: value for key, value in data.items() if key not in {"shape", "chapters", "preface"}}
        plain["printed_on"] = date.fromisoformat(plain["printed_on"])
        chapters = tuple(_chapter(chapter) for chapter in data["chapters"])
        return cls(**plain, preface=tuple(data["preface"]), chapters=chapters)


def shortened(title: str) -> str:
    """Return a title that fits one line of a contents page or a running head."""
    return title if len(title) <= SHORT_TITLE else f"{title[: SHORT_TITLE - 2]}……"


def clean(text: str) -> str:
    """Return `text` without what neither XML nor a printed page can hold: controls, surrogates, non-characters."""
    return "".join(character for character in text if character in "\n\t" or _is_printable(character))


def _is_printable(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in {"Cc", "Cs"} and (ord(character) & 0xFFFE) != 0xFFFE


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _chapter(data: dict[str, Any]) -> Chapter:
    blocks = tuple(_block(block) for block in data["blocks"])
    return Chapter(
        **{**data, "kind": ChapterKind(data["kind"]), "facts": tuple(data["facts"]), "blocks": blocks}
    )


def _block(data: dict[str, Any]) -> Block:
    cites = tuple(Cited(cited["work"], cited["place"], tuple(cited["order"])) for cited in data["cites"])
    return Block(**{**data, "kind": BlockKind(data["kind"]), "notes": tuple(data["notes"]), "cites": cites})
