"""The words of a page that an editor wrote: what the check of quotations reads.

A page class names its fields in `prose_fields`, so that the pages of other apps are checked without the library knowing
them; a class that names none is not checked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText

__all__ = ["Passage", "Prose", "has_prose", "prose_of"]

# Words, the material they are taken from, and the place in it.
Passage = tuple[str, Any, str]
# Excerpts of a pocket book are held against their source, letter by letter, when the book is put together.
CHECKED_ELSEWHERE = {"excerpt"}


@dataclass(frozen=True)
class Prose:
    """What a page says: its text, whose lines are counted; what stands around it; passages with their source named."""

    text: str = ""
    around: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


def has_prose(page: Any) -> bool:
    """Tell whether the quotations of a page are checked."""
    return isinstance(page, Page) and bool(getattr(page, "prose_fields", ()))


def prose_of(page: Any, value: Callable[[str], Any]) -> Prose:
    """Return what `page` says, each field as `value` gives it: stored, or as it stands in a form."""
    texts: list[str] = []
    passages: list[Passage] = []
    for name in getattr(page, "prose_fields", ()):
        said = value(name)
        if isinstance(said, StreamValue):
            passages += [found for block in said if (found := _passage(block)) is not None]
            said = "\n".join(_words(block for block in said if not _is_apart(block)))
        texts.append(said or "")
    return Prose(texts[0] if texts else "", [text for text in texts[1:] if text], passages)


def _is_apart(block: Any) -> bool:
    return block.block_type == "passage" or block.block_type in CHECKED_ELSEWHERE


def _passage(block: Any) -> Passage | None:
    if block.block_type != "passage" or not block.value.get("material"):
        return None
    return block.value["text"], block.value["material"], block.value.get("place") or ""


def _words(values: Iterable[Any]) -> Iterator[str]:
    """Yield the texts in blocks, however deep they lie."""
    for value in values:
        inner = getattr(value, "value", value)
        if isinstance(inner, RichText):
            yield _plain(str(inner))
        elif isinstance(inner, str):
            yield inner
        elif isinstance(inner, Mapping):
            yield from _words(inner.values())
        elif isinstance(inner, Iterable):
            yield from _words(inner)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li"}:
            self.words.append("\n")


def _plain(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.words)
