"""Suggestions while somebody types: titles and short titles, and the words of the field, by characters or by pinyin."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from search.analysis import normalize
from search.catalogue import Catalogue, Entry, catalogue
from search.naming import visible_things
from search.questions import LONGEST
from search.registry import Source, searching
from search.sounds import spells, typed_sounds

MOST = 8
# Names the policy is asked about at once, as some of them a person may not see; and how often at most.
LOOKED_UP, MOST_LOOKS = 24, 20

# Letters looked for in the middle of names.
SHORTEST_INSIDE = 3


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
    by_text: dict[str, Suggestion] = {}
    with searching():
        for entry, source, thing in _allowed(_entries(folded, known), user):
            found = source.show(thing)
            by_text.setdefault(entry.text, Suggestion(entry.text, found.kind, found.url))
            if len(by_text) >= limit:
                break
    for word in islice(_words(folded, known), limit):
        by_text.setdefault(word, Suggestion(word, "检索"))
    return list(by_text.values())[:limit]


def _allowed(entries: Iterator[Entry], user: Any) -> Iterator[tuple[Entry, Source, Any]]:
    """Yield the names of things `user` may see, with the things; the policy is asked about a few at a time."""
    for _time in range(MOST_LOOKS):
        batch = list(islice(entries, LOOKED_UP))
        if not batch:
            return
        things = {(source.name, thing.pk): (source, thing) for source, thing in visible_things(batch, user)}
        for entry in batch:
            if (entry.source, entry.pk) in things:
                yield entry, *things[entry.source, entry.pk]


def _entries(folded: str, known: Catalogue) -> Iterator[Entry]:
    """Yield names that begin with what was typed, then names that hold it."""
    sounds = typed_sounds(folded)
    if sounds:
        for table in (known.by_initials, known.by_pinyin):
            keys = sorted((key for key in table if key.startswith(sounds)), key=len)
            yield from (entry for key in keys for entry in table[key])
        yield from _inside(sounds, known)
        return
    yield from (entry for entry in known.entries if entry.folded.startswith(folded))
    yield from (entry for entry in known.entries if folded in entry.folded[1:])


def _inside(sounds: str, known: Catalogue) -> Iterator[Entry]:
    """Yield names in which a later syllable begins what was typed in letters; one letter begins too much."""
    if len(sounds) < SHORTEST_INSIDE:
        return
    for sound, entries in known.by_pinyin.items():
        if sounds in sound[1:]:
            yield from (entry for entry in entries if spells(entry.folded, sounds))


def _words(folded: str, known: Catalogue) -> Iterator[str]:
    sounds = typed_sounds(folded)
    if sounds:
        for table in (known.words_by_initials, known.words_by_pinyin):
            keys = sorted((key for key in table if key.startswith(sounds)), key=len)
            yield from (word for key in keys for word in table[key])
        return
    yield from (word for word in known.said if word.startswith(folded))
