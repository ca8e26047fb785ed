"""What a search reads: the segments of one generation as they were at one moment, shared by the threads of a process."""

import math
import os
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache
from itertools import takewhile
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.reading import SegmentReader, TermNotFound

from search.backend.mapping import open_index
from search.backend.postings import NOTHING, Postings
from search.backend.sequence import sequence_of
from search.backend.storing import Folder

# Texts looked into for phrases; a text is a few hundred characters.
KEPT_TEXTS = 8192
KEPT_RARITIES = 16_384
# Postings a segment keeps unpacked: 8 bytes each.
KEPT_POSTINGS = 1_000_000
# Looks at an index that changes under one's eyes, and the seconds between them.
ATTEMPTS = 8
PAUSE = 0.02
# Questions whose answers are kept: one page of results asks the same in several ways.
KEPT_ANSWERS = 16
COMMIT = re.compile(r"_MAIN_(\d+)\.toc$")


class Segment:
    """One segment: postings by term, texts and keys by document number."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._terms = reader.codec().terms_reader(reader.storage(), reader.segment())
        self.count: int = reader.doc_count_all()
        # Opened now, because the next merge may remove the files.
        self._key_column = reader.column_reader("key", VarBytesColumn(), translate=False)
        self._open_stored(reader)
        self.deleted = frozenset(reader.segment().deleted_docs())
        self._sequence = lru_cache(maxsize=KEPT_TEXTS)(self._read_sequence)
        self._unpacked: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._unpacked_size = 0

    def _open_stored(self, reader: SegmentReader) -> None:
        """Open what is stored, and make sure that no merge removed a file meanwhile.

        For Whoosh a column whose file is gone is a column without values, which would answer with empty keys.
        """
        try:
            reader.stored_fields(0)
        except TypeError as error:
            raise FileNotFoundError(str(reader.segment())) from error
        names = [W3Codec.column_filename(reader.segment(), column) for column in ("key", "_stored")]
        if not all(map(reader.storage().file_exists, names)):
            raise FileNotFoundError(str(reader.segment()))

    @cached_property
    def keys(self) -> list[str]:
        """Return the key of every document, deleted ones too."""
        return [bytes(key).decode() for key in self._key_column]

    @cached_property
    def key_array(self) -> NDArray[Any]:
        """Return the keys as an array."""
        return np.array(self.keys, dtype=object)

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Return for every document whether it is still there."""
        alive = np.ones(self.count, bool)
        alive[list(self.deleted)] = False
        return alive

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold `term` in `field`."""
        try:
            return self._terms.doc_frequency(field, term.encode())
        except KeyError:
            return 0

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents that hold `term`; deleted ones are still among them."""
        known = self._unpacked.get((field, term))
        if known is not None:
            self._unpacked.move_to_end((field, term))
            return known
        try:
            matcher = self._terms.matcher(field, term.encode(), self._reader.schema[field].format)
        except TermNotFound:
            return NOTHING
        return self._keep((field, term), matcher.read_all())

    def _keep(self, name: tuple[str, str], found: Postings) -> Postings:
        self._unpacked[name] = found
        self._unpacked_size += len(found.documents)
        while self._unpacked_size > KEPT_POSTINGS and len(self._unpacked) > 1:
            _name, oldest = self._unpacked.popitem(last=False)
            self._unpacked_size -= len(oldest.documents)
        return found

    def starting_with(self, field: str, prefix: str) -> Iterator[str]:
        """Yield the terms of `field` that begin with `prefix`."""
        start = prefix.encode()
        found = self._terms.terms_from(field, start)
        for _field, term in takewhile(lambda item: item[0] == field and item[1].startswith(start), found):
            yield term.decode()

    def kept(self, document: int) -> dict[str, Any]:
        """Return what was stored for checking: the digest, and the texts phrases are looked up in."""
        return self._reader.stored_fields(document)["kept"]

    def text(self, document: int, field: str) -> str:
        """Return the text of one field as a sequence to look phrases up in."""
        return self._sequence(document, field)

    def _read_sequence(self, document: int, field: str) -> str:
        return sequence_of(self.folded(document, field))

    def folded(self, document: int, field: str) -> str:
        """Return the folded text of one field."""
        return self.kept(document)["texts"].get(field, "")

    def living(self) -> Iterator[int]:
        """Yield the numbers of documents that are not deleted."""
        return (document for document in range(self.count) if document not in self.deleted)


class Snapshot:
    """All segments at one moment. Whoosh's readers share file positions, so one search at a time takes `lock`."""

    def __init__(self, index: FileIndex | None = None, version: tuple[Path, int] | None = None) -> None:
        self.version = version
        self.lock = RLock()
        reader = index.reader() if index else None
        leaves = reader.leaf_readers() if reader and reader.doc_count_all() else []
        self.segments = [Segment(leaf) for leaf, _base in leaves]
        self.fields = frozenset(index.schema.names()) if index else frozenset()
        self.count = sum(segment.count for segment in self.segments)
        self.frequency = lru_cache(maxsize=KEPT_RARITIES)(self._frequency)
        self.rarity = lru_cache(maxsize=KEPT_RARITIES)(self._rarity)
        self.holds = lru_cache(maxsize=KEPT_RARITIES)(self._holds)
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def _frequency(self, field: str, term: str) -> int:
        """Return how many documents hold `term` in `field`."""
        return sum(segment.frequency(field, term) for segment in self.segments)

    def _holds(self, field: str, terms: tuple[str, ...]) -> bool:
        """Tell whether every one of `terms` stands somewhere in `field`."""
        return all(self.frequency(field, term) for term in terms)

    def _rarity(self, field: str, term: str) -> float:
        """Return BM25's inverse document frequency."""
        frequency = self.frequency(field, term)
        return math.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5))

    def answer(self, question: Hashable, ask: Callable[[], Any]) -> Any:
        """Return what `ask` finds, from memory when the same was asked of this state of the index lately."""
        with self.lock:
            if question not in self._answers:
                self._answers[question] = ask()
                if len(self._answers) > KEPT_ANSWERS:
                    self._answers.popitem(last=False)
            return self._answers[question]

    def digests(self) -> dict[str, str]:
        """Return key → digest of every document."""
        with self.lock:
            return {
                segment.keys[document]: segment.kept(document)["digest"]
                for segment in self.segments
                for document in segment.living()
            }


_open: dict[Path, Snapshot] = {}
_opening = Lock()
_moment: ContextVar[dict[Path, Snapshot] | None] = ContextVar("search_backend_moment", default=None)


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Show all that is asked inside each index as it was when it was first looked at, and look only once."""
    token = _moment.set({})
    try:
        yield
    finally:
        _moment.reset(token)


def snapshot_of(folder: Folder) -> Snapshot:
    """Return the newest state of the index in `folder`, opened anew only when something was written."""
    seen = _moment.get()
    if seen is None:
        return _looked_at(folder)
    if folder.path not in seen:
        seen[folder.path] = _looked_at(folder)
    return seen[folder.path]


def _looked_at(folder: Folder) -> Snapshot:
    with _opening:
        for _attempt in range(ATTEMPTS):
            try:
                return _newest(folder)
            except (FileNotFoundError, EmptyIndexError):
                # A writer merged segments or swapped generations between two looks; the next look sees its work.
                time.sleep(PAUSE)
        return _newest(folder)


def _newest(folder: Folder) -> Snapshot:
    generation = folder.current()
    if generation is None:
        _open.pop(folder.path, None)
        return Snapshot()
    version = (generation, latest_commit(generation))
    known = _open.get(folder.path)
    if known is None or known.version != version:
        known = _open[folder.path] = Snapshot(open_index(generation), version)
    return known


def latest_commit(generation: Path) -> int:
    """Return the number of the newest commit, told from file names alone."""
    # Names, not paths: this is asked at every search, of each index.
    with os.scandir(generation) as entries:
        found = [COMMIT.match(entry.name) for entry in entries]
    return max((int(match[1]) for match in found if match), default=-1)
