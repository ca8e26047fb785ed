"""Bringing the search index after the rows; a fault of the index never loses a save (the nightly check repairs)."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import Any

from django.db.models.signals import post_delete, post_save
from modelsearch.backends import get_search_backends_with_name

from library.batch import Batch, current_batch
from library.models import (
    EditionPage,
    GuidePage,
    MaterialPage,
    MicroLecturePage,
    PocketBookPage,
    Provision,
    RegulationPage,
    SpeechPage,
)
from search.following import bring_after, forget_later, index_later

logger = logging.getLogger(__name__)

# Objects of one commit of the index: fewer would leave it more segments to merge, more would take more memory.
BATCH = 4000
KINDS: tuple[type[MaterialPage], ...] = (
    RegulationPage,
    EditionPage,
    SpeechPage,
    GuidePage,
    PocketBookPage,
    MicroLecturePage,
)


def follow(units: list[Provision], gone: list[Provision]) -> None:
    """Index `units` and forget `gone`, now, or when the batch that is under way ends."""
    batch = current_batch()
    if batch is None:
        _index(Provision, [unit.pk for unit in units])
        _forget(gone)
        return
    batch.units.update(unit.pk for unit in units)
    batch.gone.update({provision.pk: provision for provision in gone})


def follow_rows(model: type[Any], rows: list[Any], gone: list[Any]) -> None:
    """Index `rows` of `model` and forget `gone`, at once."""
    _index(model, [row.pk for row in rows])
    _forget(gone)


def settle(batch: Batch) -> None:
    """Index what a batch has left."""
    for pks in _chunks(sorted(batch.units)):
        _index(Provision, pks)
    _forget(provision for pk, provision in batch.gone.items() if pk not in batch.units)
    for kind in KINDS:
        for pks in _chunks(sorted(batch.pages)):
            _index(kind, list(kind.objects.filter(pk__in=pks).values_list("pk", flat=True)))


def connect() -> None:
    """Index pages when they are saved or deleted, once the transaction is through; in a batch, when it ends."""
    for kind in KINDS:
        post_save.connect(_saved, sender=kind, dispatch_uid=f"library.indexed.{kind.__name__}")
        post_delete.connect(_deleted, sender=kind, dispatch_uid=f"library.removed.{kind.__name__}")


def _saved(instance: MaterialPage, raw: bool = False, **kwargs: Any) -> None:
    batch = current_batch()
    if batch is not None:
        batch.pages.add(instance.pk)
    elif not raw:
        # A transaction that is rolled back must not leave its words in the index, nor take a page out of it.
        index_later(instance)


def _deleted(instance: MaterialPage, **kwargs: Any) -> None:
    forget_later(instance)


def _index(model: type[Any], pks: list[int]) -> None:
    if pks:
        _tell(lambda backend: bring_after(backend, model, [str(pk) for pk in pks]))


def _forget(rows: Iterable[Any]) -> None:
    for row in rows:
        _tell(partial(_delete, row))


def _delete(row: Any, backend: Any) -> None:
    backend.delete(row)


def _tell(change: Callable[[Any], None]) -> None:
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            change(backend)
        except Exception:
            logger.exception("search index could not follow the library; run check_search_index --repair")


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, BATCH)):
        yield chunk
