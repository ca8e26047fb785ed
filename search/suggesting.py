"""Suggestions while somebody types: titles and short titles, and the words of the field, by characters or by pinyin."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from search.analysis import normalize
from search.catalogue import Catalogue, Entry, catalogue
from search.naming import visible_things
from search.questions import LONGEST
from search.registry import searching
from search.sounds import typed_sounds

MOST = 8
# Names looked up for the policy; some of them a person may not see.
LOOKED_UP = 24


@dataclass(frozen=True)
class Suggestion:
    """What to put into the field, what it is, and for a thing its address."""

    text: str
    kind: str
    url: str = ""


def suggest(typed: str, *, user: Any, limit: int = MOST) -> list[Suggestion]:
    """Return what `typed` may become, names first; of names only those of things `user` may see."""
    folded = normalize(" ".join(typed[:LONGEST].split()))
    if not folded:
        return []
    known = catalogue()
    entries = list(islice(_entries(folded, known), LOOKED_UP))
    by_text: dict[str, Suggestion] = {}
    with searching():
        things = visible_things(entries, user)
    for source, thing in things:
        entry = next(entry for entry in entries if (entry.source, entry.pk) == (source.name, thing.pk))
        found = source.show(thing)
        by_text.setdefault(entry.text, Suggestion(entry.text, found.kind, found.url))
    for word in islice(_words(folded, known), limit):
        by_text.setdefault(word, Suggestion(word, "检索"))
    return list(by_text.values())[:limit]


def _entries(folded: str, known: Catalogue) -> Iterator[Entry]:
    """Yield names that begin with what was typed, then names that hold it."""
    sounds = typed_sounds(folded)
    if sounds:
        for table in (known.by_initials, known.by_pinyin):
            keys = sorted((key for key in table if key.startswith(sounds)), key=len)
            yield from (entry for key in keys for entry in table[key])
        return
    yield from (entry for entry in known.entries if entry.folded.startswith(folded))
    yield from (entry for entry in known.entries if folded in entry.folded[1:])


def _words(folded: str, known: Catalogue) -> Iterator[str]:
    sounds = typed_sounds(folded)
    if sounds:
        for table in (known.words_by_initials, known.words_by_pinyin):
            keys = sorted((key for key in table if key.startswith(sounds)), key=len)
            yield from (word for key in keys for word in table[key])
        return
    yield from (word for word in known.said if word.startswith(folded))
