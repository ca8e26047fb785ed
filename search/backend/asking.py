"""From a query to scored documents: words first, pairs of characters as the net under them."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from numpy.typing import NDArray

from search.analysis import STOP_WORDS, edges, is_han, normalize, pairs, query_tokens, runs
from search.backend.errors import UnsupportedQuery
from search.backend.postings import COMPLETIONS, NOTHING, PAIRS, WORDS, Postings
from search.backend.reading import Segment, Snapshot
from search.backend.scores import any_of, both, even, scaled, within, without
from search.backend.sequence import compact, phrase_of

Documents = NDArray[np.int32]
# Asks one segment, and may leave out documents that are not among these.
Ask = Callable[[Documents | None], Postings]

# What a word counts for where only its pairs of characters were found.
LOOSE = 0.6
# What a whole phrase counts for on top of its words.
WHOLE = 1.0
# What each pair of characters counts for in a query of which any word will do.
PAIRED = 0.5
# What punctuation counts for that stands in the text as it does in the phrase asked for: more than all its words may.
EDGED = 1000.0
# Stretches of a query that are looked up, and how many of them may be one character: that is one look at every pair.
MOST_CHUNKS, MOST_LONE = 32, 8
# Letters that may differ in a fuzzy word, by its length.
FORGIVEN = ((2, 0), (5, 1), (1000, 2))


class Chunk(NamedTuple):
    """A stretch of the query without spaces or punctuation, and the words in it that say something."""

    text: str
    words: tuple[str, ...]
    is_empty: bool

    @property
    def is_lone(self) -> bool:
        """Tell whether it is one Han character."""
        return len(self.text) == 1 and is_han(self.text)


def chunks_of(query: str) -> tuple[Chunk, ...]:
    """Return the chunks of a query, the first of very many; those of stop words alone only if there are no others."""
    folded = normalize(query)
    spaced = "".join(character if _is_word(character) else " " for character in folded)
    chunks = []
    for text in dict.fromkeys(spaced.split()):
        words = query_tokens(text)
        if words:
            chunks.append(Chunk(text, words, all(word in STOP_WORDS for word in words)))
    return _bounded([chunk for chunk in chunks if not chunk.is_empty] or chunks)


def _bounded(chunks: list[Chunk]) -> tuple[Chunk, ...]:
    lone = [chunk for chunk in chunks if chunk.is_lone][MOST_LONE:]
    return tuple([chunk for chunk in chunks if chunk not in lone][:MOST_CHUNKS])


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def pairs_asked(text: str) -> list[str]:
    """Return the pairs a text must hold; the last character of the query may go on in the text."""
    found = pairs(text)
    return found[:-1] if len(found) > 1 else found


class Found(NamedTuple):
    """What answers a query: keys and scores, the best first."""

    keys: list[str]
    scores: NDArray[np.float32]


class Asking:
    """One query against one snapshot, over some of its fields."""

    prefix = PAIRS

    def __init__(self, snapshot: Snapshot, names: Iterable[str]) -> None:
        self.snapshot = snapshot
        self.names = [name for name in names if self.prefix + name in snapshot.fields]

    def run(self, query: SearchQuery) -> Found:
        """Return every document that answers, the best first; equals in the order they were stored."""
        keys: list[NDArray[Any]] = []
        scores: list[NDArray[np.float32]] = []
        with self.snapshot.lock:
            for segment in self.snapshot.segments:
                found = self.score(query, segment)
                alive = segment.alive[found.documents]
                keys.append(segment.key_array[found.documents[alive]])
                scores.append(found.weights[alive])
        if not keys:
            return Found([], NOTHING.weights)
        all_keys, all_scores = np.concatenate(keys), np.concatenate(scores)
        order = np.argsort(-all_scores, kind="stable")
        return Found(all_keys[order].tolist(), all_scores[order])

    def score(self, query: SearchQuery, segment: Segment, allowed: Documents | None = None) -> Postings:
        """Return the documents of `segment` that answer `query`, deleted ones too; all others may be left out."""
        match query:
            case MatchAll():
                return even(_everything(segment), 1.0)
            case Boost():
                return scaled(self.score(query.subquery, segment, allowed), query.boost)
            case Not():
                unwanted = self.score(query.subquery, segment)
                return even(without(even(_everything(segment), 0.0), unwanted.documents).documents, 0.0)
            case And():
                return _all_of([self._asked(part, segment) for part in query.subqueries], allowed)
            case Or():
                parts = [self.score(part, segment, allowed) for part in query.subqueries]
                return any_of(parts, segment.count)
            case _:
                return self.score_words(query, segment, allowed)

    def _asked(self, query: SearchQuery, segment: Segment) -> Ask:
        return lambda allowed: self.score(query, segment, allowed)

    def score_words(self, query: SearchQuery, segment: Segment, allowed: Documents | None) -> Postings:
        """Return the documents that answer a query of words."""
        match query:
            case PlainText():
                return scaled(self._text(query, segment, allowed), query.boost)
            case Phrase():
                return self._whole(segment, query.query_string, allowed)
            case Fuzzy():
                words = [word for chunk in chunks_of(query.query_string) for word in chunk.words]
                asks = [self._fuzzy_asked(segment, word) for word in words]
                return _combine(query.operator, asks, allowed, segment.count)
        raise UnsupportedQuery(type(query).__name__)

    def _text(self, query: PlainText, segment: Segment, allowed: Documents | None) -> Postings:
        chunks = chunks_of(query.query_string)
        if query.operator == "or":
            return within(self._any_words(segment, chunks), allowed)
        if not chunks:
            return self._marks(segment, query.query_string, allowed)
        return _all_of([self._chunk_asked(segment, chunk) for chunk in self._rarest_first(chunks)], allowed)

    def _whole(self, segment: Segment, query: str, allowed: Documents | None) -> Postings:
        """Score a phrase; what has its punctuation too comes first."""
        folded = normalize(query)
        if not runs(folded):
            return self._marks(segment, query, allowed)
        found = self._phrase(segment, folded, allowed)
        asked = list(dict.fromkeys(edges(folded.strip())))
        if not asked or not len(found.documents):
            return found
        raising = [self._verbatim(segment, name, folded, asked, found.documents) for name in self.names]
        return any_of([found, *raising], segment.count)

    def _verbatim(
        self, segment: Segment, name: str, folded: str, asked: list[str], allowed: Documents
    ) -> Postings:
        asks = [self._edge_asked(segment, PAIRS + name, edge) for edge in asked]
        found = _all_of(asks, allowed)
        text = compact(folded)
        holds = [text in compact(segment.folded(number, PAIRS + name)) for number in found.documents.tolist()]
        return Postings(found.documents[holds], found.weights[holds] + np.float32(EDGED))

    def _edge_asked(self, segment: Segment, field: str, edge: str) -> Ask:
        return lambda allowed: within(self._term(segment, field, edge), allowed)

    def _marks(self, segment: Segment, query: str, allowed: Documents | None) -> Postings:
        """Score what holds punctuation marks side by side; a query of one mark finds nothing."""
        asked = edges(normalize(query))
        asks = [self._mark_asked(segment, pair) for pair in dict.fromkeys(asked)]
        return _all_of(asks, allowed)

    def _mark_asked(self, segment: Segment, pair: str) -> Ask:
        return lambda allowed: within(
            self._spread(segment, lambda name: self._term(segment, PAIRS + name, pair)), allowed
        )

    def _rarest_first(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        if len(chunks) < 2:
            return list(chunks)
        return sorted(chunks, key=lambda chunk: -max(map(self._rarity, chunk.words)))

    def _rarity(self, word: str) -> float:
        """Return how rare a word is, by its rarest pair of characters where texts are longest."""
        return max(
            (
                min(self.snapshot.rarity(PAIRS + name, pair) for name in self.names)
                for pair in pairs_asked(word)
                if self.names
            ),
            default=0.0,
        )

    def _chunk_asked(self, segment: Segment, chunk: Chunk) -> Ask:
        return lambda allowed: self._chunk(segment, chunk, allowed)

    def _chunk(self, segment: Segment, chunk: Chunk, allowed: Documents | None) -> Postings:
        """Score a chunk: its words, or the whole of it as it stands, which segmentation cannot hide."""
        words = _telling(chunk)
        if len(words) > 1:
            words = sorted(words, key=lambda word: -self._rarity(word))
        asks = [self._word_asked(segment, word, chunk.text) for word in words]
        found = _all_of(asks, allowed)
        if words == [chunk.text]:
            return found
        whole = self._phrase(segment, chunk.text, allowed)
        return any_of([found, scaled(whole, WHOLE)], segment.count)

    def _any_words(self, segment: Segment, chunks: Sequence[Chunk]) -> Postings:
        """Score what holds any word; what shares more pairs of characters with the query is raised."""
        parts: list[Postings] = []
        raising: list[Postings] = []
        for chunk in chunks:
            # A character between other words says something only where it is a word.
            beside = "" if chunk.is_lone and len(chunks) > 1 else chunk.text
            parts += [self._word(segment, word, beside, None) for word in _telling(chunk)]
            if chunk.words != (chunk.text,):
                parts.append(scaled(self._phrase(segment, chunk.text, None), WHOLE))
                raising += [
                    scaled(self._term(segment, PAIRS + name, pair), PAIRED)
                    for pair in set(pairs_asked(chunk.text))
                    for name in self.names
                ]
        found = any_of(parts, segment.count)
        if not raising or not len(found.documents):
            return found
        raised = any_of([found, *raising], segment.count)
        return within(raised, found.documents)

    def _word_asked(self, segment: Segment, word: str, chunk: str) -> Ask:
        return lambda allowed: self._word(segment, word, chunk, allowed)

    def _word(self, segment: Segment, word: str, chunk: str, allowed: Documents | None) -> Postings:
        if len(word) == 1 and is_han(word):
            return within(self._character(segment, word, chunk), allowed)
        asked = tuple(pairs_asked(word))
        names = [
            name
            for name in self.names
            if self.snapshot.holds(PAIRS + name, asked) or self.snapshot.frequency(WORDS + name, word)
        ]
        return any_of([self._word_in(segment, name, word, allowed) for name in names], segment.count)

    def _word_in(self, segment: Segment, name: str, word: str, allowed: Documents | None) -> Postings:
        exact = within(self._term(segment, WORDS + name, word), allowed)
        loose = self._phrase_in(segment, PAIRS + name, word, allowed, known=exact.documents)
        return any_of([exact, scaled(loose, LOOSE)], segment.count)

    def _character(self, segment: Segment, character: str, chunk: str) -> Postings:
        """Score a single character: as a word or next to its neighbours; alone in the query, anywhere."""
        if chunk == character:
            return self._spread(segment, lambda name: self._starting(segment, PAIRS + name, character))
        near = {pair for pair in pairs_asked(chunk) if character in pair and len(pair) > 1}
        as_word = [self._term(segment, WORDS + name, character) for name in self.names]
        beside = [self._term(segment, PAIRS + name, pair) for pair in near for name in self.names]
        return any_of([*as_word, *beside], segment.count)

    def _phrase(self, segment: Segment, folded: str, allowed: Documents | None) -> Postings:
        only = runs(folded)
        if len(only) == 1 and len(only[0]) == 1 and is_han(only[0]):
            return within(self._character(segment, only[0], only[0]), allowed)
        return self._spread(segment, lambda name: self._phrase_in(segment, PAIRS + name, folded, allowed))

    def _phrase_in(
        self,
        segment: Segment,
        field: str,
        folded: str,
        allowed: Documents | None,
        known: Documents = NOTHING.documents,
    ) -> Postings:
        """Score documents whose `field` holds a phrase, leaving out those already `known`."""
        beside = tuple(pairs_asked(folded))
        if not self.snapshot.holds(field, beside):
            return NOTHING
        rarity = {pair: self.snapshot.rarity(field, pair) for pair in beside}
        asked = sorted(rarity, key=lambda pair: -rarity[pair])
        found = segment.postings(field, asked[0]) if asked else NOTHING
        found = without(within(found, allowed), known)
        for pair in asked[1:]:
            if not len(found.documents):
                return NOTHING
            found = within(found, segment.postings(field, pair).documents)
        if (asked != [folded] or folded[0].isascii()) and len(found.documents):
            phrase = phrase_of(folded)
            holds = [phrase in segment.text(number, field) for number in found.documents.tolist()]
            found = Postings(found.documents[holds], found.weights[holds])
        return scaled(found, sum(rarity.values()) / max(len(asked), 1))

    def _starting(self, segment: Segment, field: str, prefix: str) -> Postings:
        terms = segment.starting_with(field, prefix)
        return any_of([self._term(segment, field, term) for term in terms], segment.count)

    def _fuzzy_asked(self, segment: Segment, word: str) -> Ask:
        return lambda allowed: within(self._fuzzy(segment, word), allowed)

    def _fuzzy(self, segment: Segment, word: str) -> Postings:
        if is_han(word[0]):
            found = [
                self._term(segment, PAIRS + name, pair) for pair in pairs_asked(word) for name in self.names
            ]
            return any_of(found, segment.count)
        return self._spread(segment, lambda name: self._similar(segment, WORDS + name, word))

    def _similar(self, segment: Segment, field: str, word: str) -> Postings:
        forgiven = next(letters for length, letters in FORGIVEN if len(word) <= length)
        terms = [
            term for term in segment.starting_with(field, "") if _distance(term, word, forgiven) <= forgiven
        ]
        return any_of([self._term(segment, field, term) for term in terms], segment.count)

    def _term(self, segment: Segment, field: str, term: str) -> Postings:
        if not self.snapshot.frequency(field, term):
            return NOTHING
        postings = segment.postings(field, term)
        return scaled(postings, self.snapshot.rarity(field, term))

    def _spread(self, segment: Segment, ask: Callable[[str], Postings]) -> Postings:
        return any_of([ask(name) for name in self.names], segment.count)


class Completing(Asking):
    """The words of a query as beginnings of words, over fields made for it."""

    prefix = COMPLETIONS

    def score_words(self, query: SearchQuery, segment: Segment, allowed: Documents | None) -> Postings:
        """Return the documents in which every word of the query begins a word, or stands in Chinese text."""
        text = getattr(query, "query_string", "")
        asks = [self._run_asked(segment, run) for run in runs(normalize(text))]
        return _combine(getattr(query, "operator", "and"), asks, allowed, segment.count)

    def _run_asked(self, segment: Segment, run: str) -> Ask:
        return lambda allowed: self._run(segment, run, allowed)

    def _run(self, segment: Segment, run: str, allowed: Documents | None) -> Postings:
        if is_han(run) and len(run) > 1:
            return self._spread(
                segment, lambda name: self._phrase_in(segment, COMPLETIONS + name, run, allowed)
            )
        found = self._spread(segment, lambda name: self._starting(segment, COMPLETIONS + name, run))
        return within(found, allowed)


def _telling(chunk: Chunk) -> list[str]:
    return [word for word in chunk.words if chunk.is_empty or word not in STOP_WORDS]


def _everything(segment: Segment) -> Documents:
    return np.arange(segment.count, dtype=np.int32)


def _combine(operator: str, asks: Sequence[Ask], allowed: Documents | None, count: int) -> Postings:
    return _all_of(asks, allowed) if operator == "and" else any_of([ask(allowed) for ask in asks], count)


def _all_of(asks: Iterable[Ask], allowed: Documents | None) -> Postings:
    """Return what every part finds, scores added; each looks only at what the ones before it left."""
    found: Postings | None = None
    for ask in asks:
        here = ask(allowed)
        found = here if found is None else both(found, here)
        if not len(found.documents):
            return NOTHING
        allowed = found.documents
    return NOTHING if found is None else found


def _distance(one: str, other: str, enough: int) -> int:
    """Return how many letters to change, add or drop; more than `enough` is not told exactly."""
    if abs(len(one) - len(other)) > enough:
        return enough + 1
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        fresh = [at]
        for column, wanted in enumerate(other, 1):
            fresh.append(min(row[column] + 1, fresh[-1] + 1, row[column - 1] + (letter != wanted)))
        row = fresh
    return row[-1]
