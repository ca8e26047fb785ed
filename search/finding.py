"""One search: every source asked through its policy, hits grouped by what they stand in.

Things that are called what was asked for come first, and the article whose address it is; then texts that hold the
query as it stands, those that hold all its words, and where these are few, those that hold some. Only modelsearch's
own interface is used, so that another backend can take over by one setting.
"""

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.query import Or, Phrase

from search import naming
from search.analysis import normalize
from search.catalogue import Catalogue, Entry, catalogue
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
from search.questions import LONGEST, Question, understand
from search.registry import Facts, Source, searching, sources
from search.showing import Group, Hit, grouped, hit_of

QUERY_LENGTH = LONGEST
DEEPEST = 400  # nobody pages beyond it; the count stays true
# Texts looked into for which of two names they speak of.
MENTIONS = 60
# With fewer hits than this that hold all words, some that hold a part are added.
FEW, LOOSE_MOST = 10, 100


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
    is_name: bool = False

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
    if (not found.total or found.is_loose) and (other := _read_otherwise(asked, found, limit, offset)):
        return other
    if found.place:
        return found
    is_enough = found.exact >= FEW and not found.is_loose
    meant = naming.corrections(
        asked.question,
        asked.known,
        asked.user,
        whole_words=bool(found.total and not found.is_loose),
        whole_query=is_enough,
    )
    return replace(found, suggestions=[text for text in meant if _is_better(asked, text, found)])


def _read_otherwise(asked: Asked, found: Results, limit: int, offset: int) -> Results | None:
    """Return what is found if letters are sounds, and a word that no text holds the abbreviation of a name."""
    word = (
        ""
        if found.total
        else naming.said_by_letters(asked.question, asked.known, naming.known_to(asked.user))
    )
    if word:
        spelled = replace(asked, question=understand(word, asked.known.words.synonyms))
        return replace(_find(spelled, limit, offset), read_as=word)
    if not naming.is_short_word(asked.question.text):
        return None
    other = _find(replace(asked, is_name=True), limit, offset)
    return other if other.total and not other.is_loose else None


def _is_better(asked: Asked, text: str, found: Results) -> bool:
    """Tell whether another way of writing the query is a name, or finds all its words more often than the query does."""
    question = understand(text, asked.known.words.synonyms)
    if naming.exactly_called(text, asked.known, naming.known_to(asked.user)):
        return True
    other = _find(replace(asked, question=question, with_facets=False), 1, 0)
    return bool(other.total and not other.is_loose and (found.is_loose or other.exact > found.exact))


def _find(asked: Asked, limit: int, offset: int) -> Results:
    first, place = _called(asked)
    search = _Search(asked, first)
    picks = search.page(offset, limit)
    abouts = [asked.facts_of(source, thing) for source, thing, _score in picks]
    readings = asked.question.readings
    hits = [
        hit_of(source.show(thing), score, about, readings)
        for (source, thing, score), about in zip(picks, abouts, strict=True)
    ]
    return Results(
        query=asked.question.text,
        total=search.total,
        seconds=0.0,
        hits=hits,
        groups=grouped(zip(hits, abouts, strict=True), search.narrowed.folded),
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
        entries = [] if question.phrases else _named(asked)
        return [(source, thing, 0.0) for source, thing in naming.visible_things(entries, asked.user)], ""
    place = located[0][0].show(located[0][1]).url if len(located) == 1 and question.work else ""
    return located, place


def _named(asked: Asked) -> list[Entry]:
    may = naming.known_to(asked.user)
    found = naming.named(asked.question, asked.known, may, is_name=asked.is_name)
    return _most_mentioned_first(found, asked)


def _most_mentioned_first(entries: list[Entry], asked: Asked) -> list[Entry]:
    """Return two entries that come as near to the query as each other in the order of how many texts speak of them."""
    is_close = len({(entry.rank, len(entry.folded)) for entry in entries}) == 1
    if len(entries) != 2 or not is_close or entries[0].folded == entries[1].folded:
        return entries
    source = next(source for source in sources() if source.is_text)
    either = Or([Phrase(entry.folded) for entry in entries])
    speaking = get_search_backend().search(
        either, source.visible_to(asked.user), fields=list(source.own_fields)
    )
    texts = [normalize(source.show(thing).text) for thing in speaking[:MENTIONS]]
    return sorted(entries, key=lambda entry: -sum(entry.folded in text for text in texts))


def _located(asked: Asked) -> Iterator[Pick]:
    question = asked.question
    if not question.work or question.address is None:
        return
    called = naming.exactly_called if question.is_bare else naming.works_called
    found = _most_mentioned_first(called(question.work, asked.known, naming.known_to(asked.user)), asked)
    works = [entry.pk for entry in found]
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
