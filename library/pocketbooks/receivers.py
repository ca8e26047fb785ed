"""Following Wagtail: a book that is published is issued, and built anew when a text it holds is published."""

import logging
from typing import Any

from django.db import transaction
from wagtail.signals import page_published

from library.pocketbooks.errors import BookError

logger = logging.getLogger(__name__)


def _published(sender: type, instance: Any, **kwargs: Any) -> None:
    from library.models import MaterialPage, PinnedText, PocketBookPage
    from library.pocketbooks.issuing import issue_book
    from library.pocketbooks.tasks import offer_rebuilds

    # A page scheduled for later is "published" at once but does not live yet; its day comes with another signal.
    if not isinstance(instance, MaterialPage) or not instance.live:
        return
    if not isinstance(instance, PocketBookPage):
        if PinnedText.objects.filter(material__isnull=False).exists():
            transaction.on_commit(lambda: offer_rebuilds.enqueue(material_id=instance.pk))
        return
    try:
        issue_book(book=instance)
    except BookError as error:
        # The form refuses such a book; one that came another way is published without an edition and says so.
        logger.warning("pocket book %s was published but not issued: %s", instance.pk, error)


def connect() -> None:
    """Listen to publishing."""
    page_published.connect(_published, dispatch_uid="library.pocketbooks.published")
