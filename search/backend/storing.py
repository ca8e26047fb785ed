"""The index on disk: a folder of generations, a file naming the current one, and one writer at a time."""

import gc
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from whoosh.index import FileIndex, create_in
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.filelock import FileLock, try_for

from search.analysis import beginnings, index_tokens, normalize
from search.backend.errors import IndexBusy, RebuildRunning
from search.backend.mapping import open_index
from search.backend.postings import (
    COMPLETIONS,
    PAIRS,
    WORDS,
    BlockSegmentWriter,
    Terms,
    schema_of,
)
from search.backend.preparing import Document

# Written into every generation's name: a generation of another format is as good as none.
FORMAT = "4"
LOCK_SECONDS = 30.0
LOCK_DELAY = 0.01
# Segments of about one size are merged when there are this many of them.
SEGMENTS_PER_SIZE = 8
# A rebuild closes a segment after this many documents, which bounds its memory.
DOCUMENTS_PER_SEGMENT = 20_000


class Folder:
    """One index on disk. What is being built stands beside what is in use, and a renamed file swaps them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Path | None:
        """Return the generation in use, if there is one."""
        try:
            name = (self.path / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        generation = self.path / name
        return generation if name.startswith(f"{FORMAT}-") and generation.is_dir() else None

    def new_generation(self, fields: Iterable[str]) -> Path:
        """Return a new, empty generation that nobody uses yet."""
        generation = self.path / f"{FORMAT}-{uuid4().hex[:12]}"
        generation.mkdir(parents=True)
        create_in(str(generation), schema_of(fields))
        return generation

    def use(self, generation: Path) -> None:
        """Make `generation` the current one and remove the others; call it with the folder locked."""
        fresh = self.path / "current.new"
        fresh.write_text(generation.name, encoding="ascii")
        fresh.replace(self.path / "current")
        self.remove_generations(keep={generation})

    def remove_generations(self, keep: set[Path | None]) -> None:
        """Remove every generation but those in `keep`; readers that still have their files open are not disturbed."""
        for generation in self.path.iterdir() if self.path.exists() else ():
            if generation.is_dir() and generation not in keep:
                shutil.rmtree(generation, ignore_errors=True)

    @contextmanager
    def locked(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Be the only writer among all threads and processes.

        Raises:
            IndexBusy: another writer did not finish within `seconds`.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.path / "write.lock"))
        if not try_for(lock.acquire, timeout=seconds, delay=LOCK_DELAY):
            raise IndexBusy(str(self.path), seconds)
        try:
            yield
        finally:
            lock.release()

    def claim_rebuild(self) -> FileLock:
        """Return the lock that lets its holder rebuild alone, for as long as it is held.

        Raises:
            RebuildRunning: somebody else holds it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.path / "rebuild.lock"))
        if lock.acquire():
            return lock
        # One that failed in this process holds the lock until its frames are collected.
        gc.collect()
        if not lock.acquire():
            raise RebuildRunning(str(self.path))
        return lock


class Session:
    """One round of writing to one generation: put and remove, then commit once.

    With `documents_per_segment` it commits by itself from time to time, and never merges; that is for building a
    generation nobody reads yet.
    """

    def __init__(self, generation: Path, documents_per_segment: int = 0) -> None:
        self._index: FileIndex = open_index(generation)
        self._limit = documents_per_segment
        self._open()

    def _open(self) -> None:
        self._writer = BlockSegmentWriter(self._index)
        self._readers = self._index.reader().leaf_readers() if self._index.doc_count_all() else []
        self._pending: set[str] = set()

    def add_fields(self, fields: Iterable[str]) -> None:
        """Make room for fields the generation does not know."""
        unknown = [name for name in fields if name not in self._writer.schema]
        if unknown and self._pending:
            self._reopen()
        for name in unknown:
            self._writer.add_field(name, Terms())

    def put(self, documents: Iterable[Document]) -> None:
        """Store documents in place of what stood under their keys."""
        latest = {document.key: document for document in documents}
        if self._pending & latest.keys() or (self._limit and len(self._pending) >= self._limit):
            self._reopen()
        self.add_fields({name for document in latest.values() for name in _field_names(document)})
        self.remove(latest)
        for document in latest.values():
            _store(self._writer, document)
        self._pending.update(latest)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove what stands under `keys`."""
        wanted = list(keys)
        if not self._pending.isdisjoint(wanted):
            self._reopen()
        for key in wanted:
            for reader, base in self._readers:
                self._remove_from(reader, base, key)

    def _remove_from(self, reader: Any, base: int, key: str) -> None:
        try:
            matcher = reader.postings("key", key)
        except TermNotFound:
            return
        if matcher.is_active():
            self._writer.delete_document(base + matcher.id())

    def commit(self) -> None:
        """Make everything visible at once."""
        self._writer.commit(mergetype=_keep if self._limit else merge_by_size)
        self._close_readers()

    def cancel(self) -> None:
        """Forget what was put and removed since the last commit."""
        self._writer.cancel()
        self._close_readers()

    def _reopen(self) -> None:
        self.commit()
        self._open()

    def _close_readers(self) -> None:
        for reader, _base in self._readers:
            reader.close()


@contextmanager
def writing(generation: Path) -> Iterator[Session]:
    """Write to `generation`: everything is committed at the end, or nothing."""
    session = Session(generation)
    try:
        yield session
    except BaseException:
        session.cancel()
        raise
    session.commit()


def _keep(writer: BlockSegmentWriter, segments: list[Any]) -> list[Any]:
    return segments


def merge_by_size(writer: BlockSegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge segments of about one size when there are many, so that every document is rewritten a few times in all."""
    by_size: dict[int, list[Any]] = {}
    for segment in segments:
        by_size.setdefault(_living(segment).bit_length() // 3, []).append(segment)
    merged = [segment for group in by_size.values() if len(group) >= SEGMENTS_PER_SIZE for segment in group]
    merged += [segment for segment in segments if _is_mostly_gone(segment) and segment not in merged]
    for segment in merged:
        if _living(segment):
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in merged]


def _living(segment: Any) -> int:
    return segment.doc_count_all() - segment.deleted_count()


def _is_mostly_gone(segment: Any) -> bool:
    return segment.deleted_count() * 2 > segment.doc_count_all()


def _field_names(document: Document) -> list[str]:
    names = [prefix + name for name in document.searched for prefix in (WORDS, PAIRS)]
    return names + [COMPLETIONS + name for name in document.completed]


def _store(writer: BlockSegmentWriter, document: Document) -> None:
    texts: dict[str, str] = {}
    for name, text in document.searched.items():
        found = index_tokens(text)
        boost = document.boosts.get(name, 1.0)
        writer.add_terms(WORDS + name, found.words, boost)
        writer.add_terms(PAIRS + name, found.pairs, boost)
        texts[PAIRS + name] = found.folded
    for name, text in document.completed.items():
        folded = normalize(text)
        writer.add_terms(COMPLETIONS + name, beginnings(folded))
        texts[COMPLETIONS + name] = folded
    writer.add_document(key=document.key, kept={"digest": document.digest(), "texts": texts})
