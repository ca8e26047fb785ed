"""Following Wagtail: a text that goes live gets its provisions, one that is withdrawn loses them."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import page_published, page_unpublished

from library import citing
from library.models import EditionPage, MaterialPage
from library.publishing import rebuild_provisions, remove_provisions


def _published(sender: type, instance: Any, **kwargs: Any) -> None:
    # Wagtail says “published” of a text that is only put on the calendar, too.
    if not instance.live:
        return
    if isinstance(instance, MaterialPage) and (instance.body or instance.provisions.exists()):
        rebuild_provisions(material=instance)
    if isinstance(instance, MaterialPage) and not isinstance(instance, EditionPage):
        citing.learn_names(work=instance)


def _unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, MaterialPage):
        remove_provisions(material=instance)
        citing.forget_work(work=instance)


def connect() -> None:
    """Listen to publishing, withdrawal and deletion."""
    page_published.connect(_published, dispatch_uid="library.published")
    page_unpublished.connect(_unpublished, dispatch_uid="library.unpublished")
    pre_delete.connect(_unpublished, dispatch_uid="library.deleted")
