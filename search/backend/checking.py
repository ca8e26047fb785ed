"""Whether the index says what the database says, and making it so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from modelsearch.index import get_indexed_models

from search.backend.indexing import Index, Rebuilder
from search.backend.preparing import Document, prepare
from search.backend.searching import among
from search.backend.signals import about_to_prepare

BATCH = 500


@dataclass
class Difference:
    """Where one index and the database differ: keys not in the index, there with another text, or there for nothing."""

    index: Index
    models: list[Any]
    documents: int = 0
    expected: int = 0
    missing: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)
    orphaned: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphaned)


def differences(backend: Any) -> list[Difference]:
    """Return one difference, perhaps empty, for every index of `backend`."""
    about_to_prepare.send(type(backend))
    by_name: dict[str, Difference] = {}
    for model in get_indexed_models():
        index = backend.get_index_for_model(model)
        by_name.setdefault(index.name, Difference(index, [])).models.append(model)
    return [_compared(difference) for difference in by_name.values()]


def _compared(difference: Difference) -> Difference:
    known = difference.index.snapshot().digests()
    expected = {document.key: document.digest() for document in _documents(difference.models)}
    difference.documents = len(known)
    difference.expected = len(expected)
    difference.missing = expected.keys() - known.keys()
    difference.orphaned = known.keys() - expected.keys()
    difference.stale = {key for key, digest in expected.items() if key in known and known[key] != digest}
    return difference


def _documents(models: list[Any]) -> Iterator[Document]:
    for model in models:
        for instance in model.get_indexed_objects().order_by("pk").iterator(chunk_size=BATCH):
            yield prepare(instance)


def repair(difference: Difference) -> None:
    """Bring the index after the database: what differs, or everything where most of it does."""
    wanted = difference.missing | difference.stale
    if len(wanted) * 2 > difference.expected:
        _rebuild(difference)
        return
    keys = sorted(wanted | difference.orphaned)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        difference.index.renew(batch, partial(as_they_are, difference.models, batch))


def as_they_are(models: list[Any], keys: list[str]) -> tuple[list[Document], list[str]]:
    """Return the documents of objects as they are in the database now, and the keys of those that are not there."""
    documents = [
        prepare(thing)
        for model in models
        for thing in among(model.get_indexed_objects(), keys).order_by("pk")
    ]
    return documents, sorted(set(keys) - {document.key for document in documents})


def _rebuild(difference: Difference) -> None:
    rebuilder = Rebuilder(difference.index)
    building = rebuilder.start()
    for model in difference.models:
        building.add_model(model)
        batch: list[Any] = []
        for instance in model.get_indexed_objects().order_by("pk").iterator(chunk_size=BATCH):
            batch.append(instance)
            if len(batch) >= BATCH:
                building.add_items(model, batch)
                batch = []
        building.add_items(model, batch)
    rebuilder.finish()
