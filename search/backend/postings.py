"""How terms lie in Whoosh's files: no positions, a weight worked out when the text is stored, large blocks.

A posting's weight already holds the term's frequency, the field's length and its boost, so a search multiplies and
adds and never looks at lengths. Whoosh's own matchers step through one posting at a time; here the postings of a term
are one array of numbers and another of weights.
"""

from array import array
from collections.abc import Iterable, Iterator
from pickle import dumps
from typing import Any, NamedTuple
from zlib import compress, decompress

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter
from whoosh.columns import VarBytesColumn
from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence
from whoosh.writing import SegmentWriter

BLOCK = 1 << 16
COMPRESSION = 1
# Blocks below this many bytes only grow when they are compressed.
WORTH_COMPRESSING = 160
# BM25 with a fixed pivot instead of the average length, which moves with every document.
SATURATION = 0.8
LENGTH_WEIGHT = 0.7
PIVOT = 80
# Weights are whole numbers of this grid on disk.
GRID = 32
HEAVIEST = (1 << 16) - 1
WORDS, PAIRS, COMPLETIONS = "w_", "p_", "a_"
_SIZES: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


class Postings(NamedTuple):
    """Documents, rising, and a weight for each."""

    documents: NDArray[np.int32]
    weights: NDArray[np.float32]


NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


class Terms(FieldType):
    """A field whose terms go to the pool directly."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Return nothing: Whoosh would take the terms one by one."""
        return iter(())


class Key(FieldType):
    """The primary key as text: found as a term, and read for many documents at once as a column."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, sortable=VarBytesColumn())

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Return the one posting of `value`."""
        yield value.encode(), 1, 1.0, b""


def schema_of(names: Iterable[str] = ()) -> Schema:
    """Return a schema with the key, what is kept for checking, and the term fields in `names`."""
    return Schema(key=Key(), kept=STORED(), **{name: Terms() for name in names})


def _packed(numbers: NDArray[Any]) -> bytes:
    """Return a byte that tells the size of a number, and the numbers in the smallest size that holds them."""
    largest = int(numbers.max())
    size = 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4
    return bytes((size,)) + numbers.astype(_SIZES[size]).tobytes()


class BlockMatcher(W3LeafMatcher):
    """Postings that can be read whole."""

    def read_all(self) -> Postings:
        """Return every posting."""
        documents: list[NDArray[np.int32]] = []
        weights: list[NDArray[np.float32]] = []
        while True:
            self._read_data()
            documents.append(self._ids)
            weights.append(self._weights)
            if self._lastblock:
                break
            self._next_block()
        if len(documents) == 1:
            return Postings(documents[0], weights[0])
        return Postings(np.concatenate(documents), np.concatenate(weights))

    def _read_data(self) -> None:
        length = self._nextoffset - self._dataoffset
        data = bytes(self._postfile.get(self._dataoffset, length))
        if self._compression:
            data = decompress(data)
        count = self._blocklength
        steps = np.frombuffer(data, _SIZES[data[0]], count, 1)
        after = 1 + count * data[0]
        weights = np.frombuffer(data, _SIZES[data[after]], offset=after + 1)
        self._ids = np.cumsum(steps, dtype=np.int32)
        self._weights: NDArray[np.float32] = np.broadcast_to(np.asarray(weights / GRID, np.float32), (count,))
        self._data = ()

    def _read_ids(self) -> None:
        self._read_data()

    def _read_weights(self) -> None:
        self._read_data()

    def id(self) -> int:
        """Return the number of the document the matcher stands on."""
        return int(super().id())


class BlockWriter(W3PostingsWriter):
    """Writes postings a block at a time."""

    _ids: Any
    _weights: Any
    _terminfo: Any

    def add_all(self, documents: NDArray[Any], weights: NDArray[Any]) -> None:
        """Write the postings of one term; `documents` rise, `weights` are whole numbers of the grid."""
        for start in range(0, len(documents), BLOCK):
            if start:
                self._write_block()
            self._ids = documents[start : start + BLOCK]
            self._weights = weights[start : start + BLOCK]
            self._maxweight = int(self._weights.max()) / GRID

    def max_id(self) -> int:
        """Return the last document of the block."""
        return int(self._ids[-1])

    def min_id(self) -> int:
        """Return the first document of the block."""
        return int(self._ids[0])

    def finish_postings(self) -> Any:
        """Write what is left, and return what is known of the term."""
        terminfo = self._terminfo
        self._write_block(last=True)
        terminfo.set_extent(self._startoffset, self._postfile.tell() - self._startoffset)
        self._terminfo = None
        return terminfo

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        weights = self._weights
        # Whoosh adds the weights up, one by one.
        self._weights = [int(weights.sum()) / GRID]
        self._terminfo.add_block(self)
        is_even = bool((weights == weights[0]).all())
        data = _packed(np.diff(self._ids, prepend=0)) + _packed(weights[:1] if is_even else weights)
        compression = COMPRESSION if len(data) >= WORTH_COMPRESSING else 0
        data = compress(data, compression) if compression else data
        about = dumps((len(self._ids), self.max_id(), self._maxweight, compression, 0, 0), 2)
        length = len(about) + len(data)
        self._postfile.write_int(-length if last else length)
        self._postfile.write(about)
        self._postfile.write(data)
        self._blockcount += 1
        self._new_block()


class BlockFieldWriter(W3FieldWriter):
    """Hands whole terms on."""

    def add_term(self, term: bytes, documents: NDArray[Any], weights: NDArray[Any]) -> None:
        """Write one term of the field that was started."""
        self.start_term(term)
        self._postwriter.add_all(documents, weights)
        self.finish_term()


class BlockCodec(W3Codec):
    """Whoosh's own format with blocks of another kind."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=COMPRESSION)

    def field_writer(self, storage: Any, segment: Any) -> BlockFieldWriter:
        """Return a writer of whole terms."""
        return BlockFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> BlockWriter:
        """Return a writer of whole blocks."""
        return BlockWriter(dbfile, blocklimit=BLOCK, byteids=byteids, compression=COMPRESSION)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> BlockMatcher:
        """Return a matcher that can be read whole."""
        offset, length = terminfo.extent()
        return BlockMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class _Numbers(dict[str, int]):
    """A number for each term, given when it is first met."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class FieldPool:
    """The terms of one field in memory, as they stood in the texts; counted and weighed all at once at the end."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._terms = array("I")
        self._documents = array("I")
        self._lengths = array("I")
        self._boosts = array("f")
        self._ready: list[tuple[int, Postings]] = []

    def add(self, document: int, terms: Iterable[str], boost: float) -> None:
        """Add the terms of one document."""
        before = len(self._terms)
        self._terms.extend(map(self._numbers.__getitem__, terms))
        self._documents.append(document)
        self._lengths.append(len(self._terms) - before)
        self._boosts.append(boost)

    def add_ready(self, term: str, postings: Postings) -> None:
        """Add postings that have their weights."""
        self._ready.append((self._numbers[term], postings))

    def terms(self) -> Iterator[tuple[str, NDArray[Any], NDArray[Any]]]:
        """Yield the terms in order, each with its documents and weights."""
        numbers, documents, weights = self._weighed()
        order = np.lexsort((documents, numbers))
        documents, weights = documents[order], weights[order]
        ends = np.cumsum(np.bincount(numbers, minlength=len(self._numbers)))
        for term in sorted(self._numbers):
            number = self._numbers[term]
            start = ends[number - 1] if number else 0
            yield term, documents[start : ends[number]], weights[start : ends[number]]

    def _weighed(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        lengths = np.frombuffer(self._lengths, np.uint32)
        entries = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
        keys = np.frombuffer(self._terms, np.uint32).astype(np.int64) * max(len(lengths), 1) + entries
        keys, counts = np.unique(keys, return_counts=True)
        numbers, entries = np.divmod(keys, max(len(lengths), 1))
        damping = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths[entries] / PIVOT)
        scale = np.frombuffer(self._boosts, np.float32)[entries] * ((SATURATION + 1) * GRID)
        weights = _on_grid(scale * counts / (counts + damping))
        documents = np.frombuffer(self._documents, np.uint32).astype(np.int32)[entries]
        if not self._ready:
            return numbers, documents, weights
        ready = [np.full(len(found.documents), number) for number, found in self._ready]
        return (
            np.concatenate([numbers, *ready]),
            np.concatenate([documents, *(found.documents for _, found in self._ready)]),
            np.concatenate([weights, *(_on_grid(found.weights * GRID) for _, found in self._ready)]),
        )


def _on_grid(weights: NDArray[Any]) -> NDArray[np.uint16]:
    return np.clip(np.rint(weights), 1, HEAVIEST).astype(np.uint16)


class TermPool:
    """The terms of one segment in memory, by field."""

    def __init__(self) -> None:
        self._fields: dict[str, FieldPool] = {}

    def field(self, name: str) -> FieldPool:
        """Return the pool of one field."""
        return self._fields.setdefault(name, FieldPool())

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Add one posting; Whoosh does this with the key."""
        name, term, document, _weight, _ = posting
        self.field(name).add(document, (term.decode(),), 1.0)

    def write(self, field_writer: BlockFieldWriter, schema: Schema) -> None:
        """Write everything in order of field and term."""
        for name in sorted(self._fields):
            field_writer.start_field(name, schema[name])
            for term, documents, weights in self._fields[name].terms():
                field_writer.add_term(term.encode(), documents, weights)
            field_writer.finish_field()

    def cleanup(self) -> None:
        """Let go of the memory."""
        self._fields = {}


class BlockSegmentWriter(SegmentWriter):
    """Whoosh's writer with the pool above in place of sorting runs of tuples on disk."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=BlockCodec(), compound=False)
        self.pool = TermPool()

    def add_terms(self, field: str, terms: Iterable[str], boost: float = 1.0) -> None:
        """Add terms of the document that comes next."""
        self.pool.field(field).add(self.docnum, terms, boost)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.pool.write(self.fieldwriter, self.schema)
        self.fieldwriter.close()

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Take over the postings of a segment that is merged into this one."""
        terms = reader.codec().terms_reader(reader.storage(), reader.segment())
        moved = np.full(reader.doc_count_all(), -1, np.int32)
        if docmap is None:
            moved = np.arange(startdoc, startdoc + len(moved), dtype=np.int32)
        else:
            moved[list(docmap.keys())] = list(docmap.values())
        for (field, term), _info in terms.items():
            if field in self.schema:
                found = terms.matcher(field, term, self.schema[field].format).read_all()
                documents = moved[found.documents]
                kept = documents >= 0
                if kept.any():
                    postings = Postings(documents[kept], found.weights[kept])
                    self.pool.field(field).add_ready(term.decode(), postings)
