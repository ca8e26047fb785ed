"""Updates of the index that could not be written: remembered in the database, and tried again until they are there.

A worker tries again after a pause. Without one, the process that failed does at the end of a later request, and every
process does when it has just written something; either gives up after a few seconds, and tries again later.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any

from django.apps import apps
from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import F, Model
from django.utils import timezone
from django_tasks import default_task_backend
from modelsearch.backends import get_search_backend, get_search_backends_with_name
from modelsearch.index import get_indexed_models

from search.backend import SearchBackend
from search.backend.preparing import Document, prepare
from search.backend.signals import update_failed, update_written
from search.backend.storing import LOCK_SECONDS
from search.models import PendingUpdate
from search.tasks import FIRST_PAUSE, LONGEST_PAUSE, catch_up_task

logger = logging.getLogger(__name__)

BATCH = 500
LONGEST_ERROR = 300
# Seconds a request or a save may give to what others left behind, and may wait for another writer.
GIVEN = 2.0
PATIENCE = 0.2


class _Behind:
    """What this process knows of updates that are not written: when it is worth trying again."""

    def __init__(self) -> None:
        self._trying = Lock()
        self._due: float | None = None
        self._pause = FIRST_PAUSE

    def wait(self) -> None:
        """Something could not be written; try again after a pause."""
        if self._due is None:
            self._due = monotonic() + self._pause

    def is_due(self) -> bool:
        """Tell whether the pause is over."""
        return self._due is not None and monotonic() >= self._due

    def is_trying(self) -> bool:
        """Tell whether a thread of this process is at it."""
        return self._trying.locked()

    def try_now(self) -> None:
        """Write what is remembered, as far as it goes quickly; whoever asked for it notices nothing."""
        if not self._trying.acquire(blocking=False):
            return
        try:
            self._settle(catch_up(given=GIVEN, patience=PATIENCE))
        except Exception:
            logger.exception("what is missing in the index could not be caught up with")
        finally:
            self._trying.release()

    def _settle(self, left: int) -> None:
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if left else FIRST_PAUSE
        self._due = monotonic() + self._pause if left else None


_behind = _Behind()


def listen() -> None:
    """Remember every update the backend could not write, and try again when there is an occasion."""
    update_failed.connect(_remember, dispatch_uid="search.catching_up.failed")
    update_written.connect(_after_writing, dispatch_uid="search.catching_up.written")
    request_finished.connect(_after_request, dispatch_uid="search.catching_up.request")


def _after_request(**kwargs: Any) -> None:
    if _behind.is_due():
        _behind.try_now()


def _after_writing(**kwargs: Any) -> None:
    """Try again once the transaction is through: what it changed must not be indexed before."""
    if not _behind.is_trying():
        transaction.on_commit(_try_if_behind, robust=True)


def _try_if_behind() -> None:
    if PendingUpdate.objects.exists():
        _behind.try_now()


def _remember(index: str, backend: Any, keys: list[str], error: Exception, **kwargs: Any) -> None:
    _keep(_alias_of(backend), index, keys, error)


def remember(model: type[Model], keys: list[str], error: Exception) -> None:
    """Remember objects of `model` that could not be passed on to any index that follows the database."""
    for alias, backend in get_search_backends_with_name(with_auto_update=True):
        if isinstance(backend, SearchBackend):
            _keep(alias, backend.get_index_for_model(model).name, keys, error)


def _keep(alias: str, index: str, keys: list[str], error: Exception) -> None:
    said = str(error)[:LONGEST_ERROR]
    rows = [PendingUpdate(backend=alias, model=index, key=key, last_error=said) for key in keys]
    try:
        PendingUpdate.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
        _behind.wait()
        try_later(FIRST_PAUSE)
    except DatabaseError:
        logger.exception("no place to remember updates of %s; check_search_index --repair finds them", index)


def _alias_of(backend: Any) -> str:
    path = vars(backend).get("path")
    names = (name for name, known in get_search_backends_with_name() if vars(known).get("path") == path)
    return next(names, "default")


def try_later(seconds: int) -> None:
    """Try again after a pause, where the task backend can wait; where it cannot, the next occasion is taken."""
    if default_task_backend.supports_defer:
        when = timezone.now() + timedelta(seconds=seconds)
        catch_up_task.using(run_after=when).enqueue(seconds)


def catch_up(*, given: float = float("inf"), patience: float = LOCK_SECONDS) -> int:
    """Index what is remembered, as it is in the database now; return how many updates are left.

    Stops after `given` seconds, and waits no longer than `patience` seconds for another writer.
    """
    until = monotonic() + given
    groups = PendingUpdate.objects.values_list("backend", "model").distinct().order_by("backend", "model")
    for alias, label in list(groups):
        pending = PendingUpdate.objects.filter(backend=alias, model=label).order_by("attempts", "pk")
        while monotonic() < until and (batch := list(pending[:BATCH])):
            if not _write(alias, label, batch, patience):
                break
    return PendingUpdate.objects.count()


def _write(alias: str, label: str, batch: list[PendingUpdate], patience: float) -> bool:
    """Write what a batch is about, as it is now; tell whether any of it is done. What fails keeps its reason."""
    keys = [row.key for row in batch]
    failed: dict[str, Exception] = {}

    def read() -> tuple[list[Document], list[str]]:
        documents, gone = _documents(label, keys, failed)
        return documents, sorted(gone)

    try:
        index = get_search_backend(alias).get_index_for_model(apps.get_model(label))
        index.renew(keys, read, wait=patience)
    except Exception as error:
        logger.warning("index of %s still cannot be written: %s", label, error)
        failed = dict.fromkeys(keys, error)
    for row in batch:
        if row.key in failed:
            said = str(failed[row.key])[:LONGEST_ERROR]
            PendingUpdate.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, last_error=said)
    done = [row.pk for row in batch if row.key not in failed]
    PendingUpdate.objects.filter(pk__in=done).delete()
    return bool(done)


def _documents(label: str, keys: list[str], failed: dict[str, Exception]) -> tuple[list[Document], set[str]]:
    """Return the documents of what is there, and the keys of what is gone; what fails is added to `failed`."""
    documents, gone = [], set(keys)
    for thing in _things(apps.get_model(label), keys):
        gone.discard(str(thing.pk))
        try:
            documents.append(prepare(thing))
        except Exception as error:
            logger.warning("%s %s still cannot be indexed: %s", label, thing.pk, error)
            failed[str(thing.pk)] = error
    return documents, gone


def _things(root: type[Model], keys: list[str]) -> Iterator[Any]:
    for model in get_indexed_models():
        if issubclass(model, root):
            yield from model.get_indexed_objects().filter(pk__in=keys)
