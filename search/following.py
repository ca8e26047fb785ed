"""Keeping the index after the database: what is saved is indexed once its transaction is through.

Nothing here can fail a save: what cannot be passed on is remembered, and caught up with.
"""

import logging
from copy import copy
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelsearch import index
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler

from search.backend import SearchBackend
from search.backend.checking import as_they_are
from search.catching_up import remember
from search.tasks import index_task

logger = logging.getLogger(__name__)


def take_over() -> None:
    """Follow every indexed model this way that modelsearch would follow in its own; before it begins to."""
    models: list[Any] = [one for one in get_indexed_models() if getattr(one, "search_auto_update", True)]
    for model in models:
        # Wagtail's plain page is among them: as one of those, too, every page is deleted.
        model.search_auto_update = False
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)
        follow(model)


def follow(model: type[Model]) -> None:
    """Index objects of `model` when they are saved, once the transaction is through; set `search_auto_update = False`.

    modelsearch's own way indexes at once, so a transaction that is rolled back would leave its words in the index.
    """
    uid = f"search.following.{model._meta.label}"
    post_save.connect(_saved, sender=model, dispatch_uid=f"{uid}.saved")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"{uid}.deleted")


def _saved(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        index_later(instance)


def _deleted(instance: Model, **kwargs: Any) -> None:
    forget_later(instance)


def index_later(instance: Model) -> None:
    """Index an object once this transaction is through."""
    transaction.on_commit(partial(_index, type(instance), instance.pk), robust=True)


def forget_later(instance: Model) -> None:
    """Take an object out of the index once this transaction is through."""
    # Django takes the key away from the instance before that.
    transaction.on_commit(partial(_forget, copy(instance)), robust=True)


def _index(model: type[Model], pk: Any) -> None:
    try:
        index_task.enqueue(model._meta.app_label, model._meta.model_name, str(pk))
    except Exception as error:
        logger.exception("%s %s could not be passed on to the index", model._meta.label, pk)
        remember(model, [str(pk)], error)


def bring_after_one(model: type[Model], key: str) -> None:
    """Bring every index that follows the database after one object, as what it is in the end: a page, as its kind."""
    saved: Any = model._default_manager.filter(pk=key).first()
    thing = saved and saved.get_indexed_instance()
    if not thing:
        return
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            bring_after(backend, type(thing), [key])
        except Exception:
            logger.exception("%s %s could not be written to the index of %s", model._meta.label, key, name)
            if not backend.catch_indexing_errors:
                raise


def bring_after(backend: Any, model: Any, keys: list[str]) -> None:
    """Have `backend` index objects of `model`, as they are in the database when it is its turn to write.

    What was read before that may be older than what another process has saved and indexed since.
    """
    if isinstance(backend, SearchBackend):
        backend.get_index_for_model(model).renew(keys, partial(as_they_are, [model], keys))
    elif things := list(model.get_indexed_objects().filter(pk__in=keys)):
        backend.add_bulk(model, things)


def _forget(gone: Model) -> None:
    # What the index itself refuses is logged by modelsearch, and remembered by whoever hears of it.
    index.remove_object(gone)
