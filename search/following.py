"""Keeping the index after the database: what is saved is indexed once its transaction is through."""

from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelsearch import index
from modelsearch.tasks import insert_or_update_object_task


def follow(model: type[Model]) -> None:
    """Index objects of `model` when they are saved, once the transaction is through; set `search_auto_update = False`.

    modelsearch's own way indexes at once, so a transaction that is rolled back would leave its words in the index.
    """
    uid = f"search.following.{model._meta.label}"
    post_save.connect(_saved, sender=model, dispatch_uid=f"{uid}.saved")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"{uid}.deleted")


def _saved(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        about = (instance._meta.app_label, instance._meta.model_name, str(instance.pk))
        transaction.on_commit(lambda: insert_or_update_object_task.enqueue(*about))


def _deleted(instance: Model, **kwargs: Any) -> None:
    # Django takes the key away from the instance before the transaction is through.
    gone = copy(instance)
    transaction.on_commit(lambda: index.remove_object(gone))
