"""One search: every source asked through its policy, hits grouped by what they stand in.

Things that are called what was asked for come first, and the article whose address it is; then texts that hold the
query as it stands, those that hold all its words, and where these are few, those that hold some. Only modelsearch's
own interface is used, so that another backend can take over by one setting.
"""

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from modelsearch.backends import get_search_backend

from search import naming
from search.catalogue import Catalogue, catalogue
from search.filtering import (
    Chosen,
    Facet,
    Narrowed,
    Owner,
    count_editions,
    facets,
    narrow,
    newest_first,
    owners_of,
)
from search.marking import mark
from search.questions import LONGEST, Question, understand
from search.registry import Facts, Found, Source, searching, sources

QUERY_LENGTH = LONGEST
DEEPEST = 400  # nobody pages beyond it; the count stays true
# With fewer hits than this that hold all words, some that hold a part are added.
FEW, LOOSE_MOST = 10, 100
# Hits of one work shown at once, so that one work does not hide the others.
SHOWN_AT_ONCE = 5


class Hit(NamedTuple):
    """One hit: the thing, its best sentence with the words marked, how well it fits, and the link that marks them."""

    found: Found
    snippet: SafeString
    score: float
    url: str


@dataclass
class Group:
    """The hits that stand in one work; `folded` hits more are in editions that are not shown."""

    title: str
    url: str
    kind: str
    hits: list[Hit] = field(default_factory=list)
    folded: int = 0
    is_alone: bool = False

    @property
    def best(self) -> list[Hit]:
        """Return the hits shown at once: all of them where they are few, or where nothing else was found."""
        return (
            self.hits if self.is_alone or len(self.hits) <= SHOWN_AT_ONCE + 1 else self.hits[:SHOWN_AT_ONCE]
        )

    @property
    def others(self) -> list[Hit]:
        """Return the hits behind a line."""
        return self.hits[len(self.best) :]


@dataclass(frozen=True)
class Results:
    """What a search found: `total` counts every hit; `hits` are those asked for, and `groups` the same by work.

    `loose` of them, the last, hold only some of the words; `is_loose` tells that all do. `read_as` is what a query of
    letters was taken for, and `place` the address of the one article that was asked for.
    """

    query: str
    total: int
    seconds: float
    hits: list[Hit] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    is_loose: bool = False
    loose: int = 0
    read_as: str = ""
    place: str = ""
    suggestions: list[str] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    editions: dict[str, int] = field(default_factory=dict)
    folded: int = 0
    known: Catalogue | None = None

    @property
    def exact(self) -> int:
        """Return how many hits hold all words, or some where nothing holds all."""
        return self.total - self.loose


@dataclass(frozen=True)
class Asked:
    """One search on behalf of one person."""

    question: Question
    known: Catalogue
    user: Any
    chosen: Chosen
    by_date: bool = False
    with_facets: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Tell whether hits of some things are left out."""
        return bool(self.chosen.filters) or self.chosen.editions != "all"

    @property
    def needs_owners(self) -> bool:
        """Tell whether it matters which thing a hit stands in."""
        return self.is_narrowed or self.with_facets or self.by_date

    def facts_of(self, source: Source, thing: Any) -> Facts | None:
        """Return what is known of the thing a hit stands in."""
        return self.known.facts.get(source.name, {}).get(getattr(thing, source.owner))


Pick = tuple[Source, Any, float]


def find(
    query: str,
    *,
    user: Any,
    limit: int = 20,
    offset: int = 0,
    chosen: Chosen | None = None,
    by_date: bool = False,
    with_facets: bool = False,
) -> Results:
    """Search every source for `query` on behalf of `user`."""
    started = time.perf_counter()
    known = catalogue()
    question = understand(query, known.words.synonyms)
    if not question.text:
        return Results(query="", total=0, seconds=0.0)
    asked = Asked(question, known, user, chosen or Chosen(), by_date, with_facets)
    with searching():
        found = _answer(asked, limit, offset)
    return replace(found, query=question.text, known=known, seconds=time.perf_counter() - started)


def _answer(asked: Asked, limit: int, offset: int) -> Results:
    """Return what was found, what letters were read as, and what was probably meant."""
    found = _find(asked, limit, offset)
    word = "" if found.total else naming.said_by_letters(asked.question, asked.known)
    if word:
        spelled = replace(asked, question=understand(word, asked.known.words.synonyms))
        return replace(_find(spelled, limit, offset), read_as=word)
    if found.place or (found.exact >= FEW and not found.is_loose):
        return found
    meant = naming.corrections(
        asked.question, asked.known, asked.user, whole_words=bool(found.total and not found.is_loose)
    )
    return replace(found, suggestions=meant)


def _find(asked: Asked, limit: int, offset: int) -> Results:
    first, place = _called(asked)
    search = _Search(asked, first)
    picks = search.page(offset, limit)
    hits = [_hit(asked, pick) for pick in picks]
    return Results(
        query=asked.question.text,
        total=search.total,
        seconds=0.0,
        hits=hits,
        groups=_group(asked, picks, hits, search.narrowed),
        is_loose=search.is_loose,
        loose=search.loose,
        place=place,
        facets=facets(search.counts, search.facts, asked.chosen) if asked.with_facets else [],
        editions=count_editions(search.counts, search.facts, asked.chosen) if asked.with_facets else {},
        folded=sum(search.narrowed.folded.values()),
    )


def _called(asked: Asked) -> tuple[list[Pick], str]:
    """Return what the query is the name or the address of, and the page of the one article it means."""
    question = asked.question
    located = list(_located(asked))
    if question.address is None or (question.is_bare and not located):
        entries = [] if question.phrases else naming.named(question, asked.known, naming.known_to(asked.user))
        return [(source, thing, 0.0) for source, thing in naming.visible_things(entries, asked.user)], ""
    place = located[0][0].show(located[0][1]).url if len(located) == 1 and question.work else ""
    return located, place


def _located(asked: Asked) -> Iterator[Pick]:
    question = asked.question
    if not question.work or question.address is None:
        return
    called = naming.exactly_called if question.is_bare else naming.works_called
    works = [entry.pk for entry in called(question.work, asked.known, naming.known_to(asked.user))]
    for source in sources():
        if works and source.locate is not None:
            for thing in source.locate(source.visible_to(asked.user), works, question.address):
                yield source, thing, 0.0


class _Search:
    """The layers of one search: each is asked only when the page reaches it."""

    def __init__(self, asked: Asked, first: list[Pick]) -> None:
        self.asked = asked
        self.facts = asked.known.owners
        self._backend = get_search_backend()
        self._sources = sources()
        self._texts = {source.name for source in self._sources if source.is_text}
        self._querysets = {source.name: source.visible_to(asked.user) for source in self._sources}
        self._strict = {
            source.name: self._ask(asked.question.strict, self._querysets[source.name])
            for source in self._sources
        }
        self.counts = self._counted(self._strict)
        self._use_loose = not asked.by_date and self._in_texts(self.counts) < FEW
        self._loose = self._counted_loosely() if self._use_loose else {}
        self.is_loose = not self.counts and not first and bool(self._loose)
        if self.is_loose:
            self.counts = self._loose
        self.narrowed: Narrowed = narrow(self.counts, self.facts, asked.chosen)
        self.first = [pick for pick in first if self._passes(pick)]
        self._seen: dict[tuple[str, int], Pick] = {}

    def _in_texts(self, counts: Mapping[Owner, int]) -> int:
        return sum(count for owner, count in counts.items() if owner[0] in self._texts)

    def _passes(self, pick: Pick) -> bool:
        owner = (pick[0].name, getattr(pick[1], pick[0].owner))
        return not self.asked.chosen.filters or bool(narrow({owner: 1}, self.facts, self.asked.chosen).counts)

    def _ask(self, query: Any, queryset: QuerySet, fields: list[str] | None = None) -> Any:
        return self._backend.search(query, queryset, fields=fields).annotate_score("found_score")

    def _counted(self, asked: Mapping[str, Any]) -> dict[Owner, int]:
        """Return how many hits each thing has; all of a source in one sum where nobody asks which."""
        counts: dict[Owner, int] = {}
        for source in self._sources:
            results = asked.get(source.name)
            if results is None:
                continue
            if self.asked.needs_owners:
                counts |= {(source.name, pk): count for pk, count in results.facet(source.owner).items()}
            elif total := results.count():
                counts[source.name, 0] = total
        return counts

    def _counted_loosely(self) -> dict[Owner, int]:
        loose = self.asked.question.loose
        return self._counted(
            {name: self._ask(loose, self._querysets[name])[:LOOSE_MOST] for name in sorted(self._texts)}
        )

    @property
    def total(self) -> int:
        """Return how many hits there are in all."""
        called = [pick for pick in self.first if not pick[0].is_text]
        things = self.narrowed.total - self._in_texts(self.narrowed.counts)
        texts = max(self._in_texts(self.narrowed.counts), len(self.first) - len(called))
        return max(len(called), things) + texts + self.loose

    @property
    def loose(self) -> int:
        """Return how many texts follow that hold only some of the words."""
        if self.is_loose:
            return 0
        loose = self._in_texts(narrow(self._loose, self.facts, self.asked.chosen).counts)
        return max(loose - self._in_texts(self.narrowed.counts), 0)

    def page(self, offset: int, limit: int) -> list[Pick]:
        """Return the hits from `offset` on, none of them beyond those that are counted."""
        stop = min(offset + limit, self.total)
        self._seen.clear()
        for pick in self._in_order(stop):
            self._seen.setdefault((pick[0].name, pick[1].pk), pick)
            if len(self._seen) >= stop:
                break
        return list(self._seen.values())[offset:stop]

    def _in_order(self, stop: int) -> Iterator[Pick]:
        yield from self.first
        question = self.asked.question
        texts = [source for source in self._sources if source.is_text]
        things = [source for source in self._sources if not source.is_text]
        if self.asked.by_date:
            newest = (self._by_date(source, stop) for source in texts)
            yield from heapq.merge(*newest, key=self._day, reverse=True)
        elif not self.is_loose:
            layers = (question.verbatim, question.strict) if question.is_one_piece else (question.strict,)
            for layer in layers:
                yield from _best_first(self._layer(source, layer, stop) for source in texts)
        if not self.is_loose:
            yield from chain.from_iterable(self._layer(source, question.strict, stop) for source in things)
        if self._use_loose:
            most = min(stop, LOOSE_MOST)
            yield from _best_first(self._layer(source, question.loose, most) for source in texts)

    def _layer(self, source: Source, query: Any, stop: int) -> Iterator[Pick]:
        is_loose = query is self.asked.question.loose
        counts = (
            narrow(self._loose, self.facts, self.asked.chosen).counts if is_loose else self.narrowed.counts
        )
        owners = owners_of(source.name, counts)
        if not owners:
            return
        # Some of these were seen in an earlier layer already.
        for thing in self._results(source, query, owners)[: stop + len(self._seen)]:
            yield source, thing, float(getattr(thing, "found_score", None) or 0)

    def _results(self, source: Source, query: Any, owners: list[int]) -> Any:
        if query is self.asked.question.strict and not self.asked.is_narrowed:
            return self._strict[source.name]
        queryset = self._querysets[source.name]
        if self.asked.is_narrowed:
            queryset = queryset.filter(**{f"{source.owner}__in": owners})
        is_verbatim = query is self.asked.question.verbatim
        return self._ask(query, queryset, list(source.own_fields) if is_verbatim else None)

    def _day(self, pick: Pick) -> str:
        about = self.asked.facts_of(pick[0], pick[1])
        return about.day.isoformat() if about and about.day else ""

    def _by_date(self, source: Source, stop: int) -> Iterator[Pick]:
        """Yield the hits of the newest texts first; within a text the best first."""
        wanted: list[int] = []
        covered = 0
        for owner in newest_first(self.narrowed.counts, self.facts):
            if owner[0] == source.name and covered < stop:
                wanted.append(owner[1])
                covered += self.narrowed.counts[owner]
        place = {pk: at for at, pk in enumerate(wanted)}
        queryset = self._querysets[source.name].filter(**{f"{source.owner}__in": wanted})
        results = self._ask(self.asked.question.strict, queryset)
        for thing in sorted(results[:covered], key=lambda thing: place[getattr(thing, source.owner)]):
            yield source, thing, float(getattr(thing, "found_score", None) or 0)


def _best_first(found: Iterable[Iterator[Pick]]) -> Iterator[Pick]:
    """Yield the hits of several sources in one order; each source's own come the best first already."""
    return heapq.merge(*found, key=lambda pick: -pick[2])


def _hit(asked: Asked, pick: Pick) -> Hit:
    source, thing, score = pick
    found, about = source.show(thing), asked.facts_of(source, thing)
    if found.tells_status and about and about.status:
        found = found._replace(kind=f"{found.kind} · {about.status.label}")
    marked = mark(found.text, asked.question.readings)
    return Hit(found, marked.snippet, score, _marking_url(found, marked.words))


def _group(asked: Asked, picks: list[Pick], hits: list[Hit], narrowed: Narrowed) -> list[Group]:
    groups: dict[str, Group] = {}
    for (source, thing, _score), hit in zip(picks, hits, strict=True):
        found, about = hit.found, asked.facts_of(source, thing)
        key = f"work:{about.work}" if about else found.group
        group = groups.get(key)
        if group is None:
            folded = narrowed.folded[about.work] if about else 0
            group = groups[key] = Group(found.title, found.group_url, found.kind, folded=folded)
        group.hits.append(hit)
    for group in groups.values():
        group.is_alone = len(groups) == 1
    return list(groups.values())


def _marking_url(found: Found, words: list[str]) -> str:
    """Return the address of a hit inside a text, with the words its page should mark; others are left as they are."""
    base, hash_sign, place = found.url.partition("#")
    if not words or not place:
        return found.url
    sign = "&" if "?" in base else "?"
    return f"{base}{sign}{_marks(tuple(words))}{hash_sign}{place}"


@lru_cache(maxsize=256)
def _marks(words: tuple[str, ...]) -> str:
    """Return words as an address holds them; the hits of one search have the same few."""
    return urlencode({"mark": words}, doseq=True)
