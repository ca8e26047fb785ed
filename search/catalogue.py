"""What search keeps in memory besides the index: words, synonyms, names and facts; read anew when they have changed.

Nothing here is anybody's: names and facts of restricted things are in it too, so whatever is shown is first asked of
the source's policy.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from wagtail.contrib.search_promotions.models import SearchPromotion

from search import analysis
from search.analysis import normalize
from search.lexicon import Words, read_words
from search.models import Change
from search.registry import Facts, Named, Source, sources
from search.sounds import alike, initials, pinyin, syllables

Stamp = tuple[Any, ...]
OWNERS = ("中华人民共和国", "中国共产党")
AFTERWARDS = re.compile(r"[(（][^()（）]{1,12}[)）]$")
# The rank of a shortened name, after all that are written down.
SHORTENED = 3
# Rows of changes kept: enough that no process sleeps through them.
CHANGES_KEPT = 1000


@dataclass(frozen=True)
class Entry:
    """One name: of which source and thing, folded, and how near it is to a title."""

    text: str
    folded: str
    source: str
    pk: int
    rank: int


@dataclass(frozen=True)
class Catalogue:
    """Everything at one moment; `picked` are the queries an editor chose pages for, `until` when it will be outdated."""

    words: Words
    entries: tuple[Entry, ...]
    facts: Mapping[str, Mapping[int, Facts]]
    picked: frozenset[str] = frozenset()
    until: datetime | None = None

    @cached_property
    def owners(self) -> dict[tuple[str, int], Facts]:
        """Return the facts of everything, by source and id."""
        return {(name, pk): about for name, facts in self.facts.items() for pk, about in facts.items()}

    @cached_property
    def all_names(self) -> str:
        """Return every folded name, each on a line."""
        return "\n".join(entry.folded for entry in self.entries)

    @cached_property
    def by_name(self) -> dict[str, list[Entry]]:
        """Return the entries of each folded name, titles first."""
        return _grouped((entry.folded, entry) for entry in self.entries)

    @cached_property
    def by_pinyin(self) -> dict[str, list[Entry]]:
        """Return the entries of each name's pinyin."""
        return _grouped((pinyin(entry.folded), entry) for entry in self.entries)

    @cached_property
    def by_initials(self) -> dict[str, list[Entry]]:
        """Return the entries of each name's initials."""
        return _grouped((initials(entry.folded), entry) for entry in self.entries)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """Return every word worth suggesting: the lexicon and what has synonyms."""
        return tuple(dict.fromkeys([*map(normalize, self.words.terms), *self.words.synonyms]))

    @cached_property
    def words_by_pinyin(self) -> dict[str, list[str]]:
        """Return the words of each pinyin."""
        return _grouped((pinyin(word), word) for word in self.said)

    @cached_property
    def words_by_initials(self) -> dict[str, list[str]]:
        """Return the words of each string of initials."""
        return _grouped((initials(word), word) for word in self.said)

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Return the words and short names that sound alike; titles have no homophones worth looking for."""
        short = (entry.folded for entry in self.entries if len(entry.folded) <= LONGEST_HEARD)
        known = dict.fromkeys([*self.said, *short])
        return _grouped((alike(syllables(word)), word) for word in known)


LONGEST_HEARD = 14


def _grouped(items: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in items:
        if key:
            found.setdefault(key, []).append(value)
    return found


class _Memory:
    """The newest catalogue of this process, shared by its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: Stamp = ()
        self._catalogue: Catalogue | None = None
        self._words_stamp: Stamp = ()
        self._words: Words | None = None

    def words(self, stamp: Stamp) -> Words:
        """Return the words of `stamp`, and segment with them."""
        with self._lock:
            if self._words is None or self._words_stamp != stamp:
                self._words, self._words_stamp = read_words(), stamp
            analysis.use_lexicon(self._words.terms)
            return self._words

    def newest(self, stamp: Stamp) -> Catalogue:
        """Return the catalogue of `stamp`, read if it is not known."""
        if self._catalogue is not None and self._holds(self._catalogue, stamp):
            return self._catalogue
        words = words_in_use()
        with self._lock:
            if self._catalogue is None or not self._holds(self._catalogue, stamp):
                self._catalogue, self._stamp = _read(words), stamp
            return self._catalogue

    def _holds(self, known: Catalogue, stamp: Stamp) -> bool:
        return self._stamp == stamp and (known.until is None or timezone.now() < known.until)


_memory = _Memory()


def catalogue() -> Catalogue:
    """Return what is known now; one query when nothing has changed."""
    return _memory.newest(_stamp())


# Asked at every search, so without the half a millisecond Django takes to put it together.
_CHANGES = "SELECT COUNT(*), MAX(id), SUM(token) FROM search_change"


def _stamp(about: str = "") -> Stamp:
    """Return what changes with every change, also when one that began earlier is committed later."""
    with connection.cursor() as cursor:
        if about:
            cursor.execute(f"{_CHANGES} WHERE about = %s", [about])
        else:
            cursor.execute(_CHANGES)
        return (timezone.localdate(), *cursor.fetchone())


def words_in_use() -> Words:
    """Return the words editors taught search, in use from now on; one query when they have not changed."""
    return _memory.words(_stamp(about=Change.About.WORDS))


def _read(words: Words) -> Catalogue:
    entries = [entry for source in sources() for named in source.names() for entry in _entries(source, named)]
    return Catalogue(
        words=words,
        entries=tuple(sorted(entries, key=lambda entry: (entry.rank, len(entry.folded)))),
        facts={source.name: source.facts() for source in sources()},
        picked=frozenset(SearchPromotion.objects.values_list("query__query_string", flat=True)),
        until=min((moment for source in sources() if (moment := source.changes_at())), default=None),
    )


def _entries(source: Source, named: Named) -> Iterator[Entry]:
    """Yield a name, and what people shorten it to: without the state or party before it, without （试行） after it."""
    folded = normalize(named.text)
    yield Entry(named.text, folded, source.name, named.pk, named.rank)
    for short in shortened(folded):
        yield Entry(named.text, short, source.name, named.pk, SHORTENED)


def shortened(folded: str) -> list[str]:
    """Return the shorter forms of a folded title."""
    forms = [folded]
    bare = AFTERWARDS.sub("", folded)
    for form in (bare, *(bare.removeprefix(owner) for owner in OWNERS)):
        if len(form) > 1 and form not in forms:
            forms.append(form)
    return forms[1:]


def note_change(about: str) -> None:
    """Let every process know, once this transaction is through."""
    Change.objects.create(about=about)


def forget_old_changes() -> None:
    """Remove rows that no process needs any more."""
    last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    Change.objects.filter(pk__lte=last - CHANGES_KEPT).delete()
