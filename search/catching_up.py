"""Updates of the index that could not be written: remembered in the database, and tried again until they are there."""

import logging
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone
from django_tasks import default_task_backend
from modelsearch.backends import get_search_backend, get_search_backends_with_name
from modelsearch.index import get_indexed_models

from search.backend.preparing import Document, prepare
from search.backend.signals import update_failed
from search.models import PendingUpdate
from search.tasks import FIRST_PAUSE, catch_up_task

logger = logging.getLogger(__name__)

BATCH = 500
LONGEST_ERROR = 300


def listen() -> None:
    """Remember every update the backend could not write."""
    update_failed.connect(_remember, dispatch_uid="search.catching_up.failed")


def _remember(
    index: str, backend: Any, documents: list[Document], removed: list[str], error: Exception, **kwargs: Any
) -> None:
    keys = [document.key for document in documents] + list(removed)
    said = str(error)[:LONGEST_ERROR]
    rows = [PendingUpdate(backend=_alias_of(backend), model=index, key=key, last_error=said) for key in keys]
    try:
        PendingUpdate.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
        try_later(FIRST_PAUSE)
    except DatabaseError:
        logger.exception("no place to remember updates of %s; check_search_index --repair finds them", index)


def _alias_of(backend: Any) -> str:
    path = vars(backend).get("path")
    names = (name for name, known in get_search_backends_with_name() if vars(known).get("path") == path)
    return next(names, "default")


def try_later(seconds: int) -> None:
    """Try again after a pause, where the task backend can wait; where it cannot, the nightly check does."""
    if default_task_backend.supports_defer:
        when = timezone.now() + timedelta(seconds=seconds)
        catch_up_task.using(run_after=when).enqueue(seconds)


def catch_up() -> int:
    """Index what is remembered, as it is in the database now; return how many updates are left."""
    groups = PendingUpdate.objects.values_list("backend", "model").distinct().order_by("backend", "model")
    for alias, label in list(groups):
        pending = PendingUpdate.objects.filter(backend=alias, model=label).order_by("pk")
        while batch := list(pending[:BATCH]):
            if not _write(alias, label, [row.key for row in batch], [row.pk for row in batch]):
                break
    return PendingUpdate.objects.count()


def _write(alias: str, label: str, keys: list[str], rows: list[int]) -> bool:
    root = apps.get_model(label)
    documents = {}
    for model in get_indexed_models():
        if issubclass(model, root):
            for thing in model.get_indexed_objects().filter(pk__in=keys):
                documents[str(thing.pk)] = prepare(thing)
    gone = [key for key in keys if key not in documents]
    remembered = PendingUpdate.objects.filter(pk__in=rows)
    try:
        get_search_backend(alias).get_index_for_model(root).change(list(documents.values()), gone)
    except Exception as error:
        logger.warning("index of %s still cannot be written: %s", label, error)
        remembered.update(attempts=F("attempts") + 1, last_error=str(error)[:LONGEST_ERROR])
        return False
    remembered.delete()
    return True
