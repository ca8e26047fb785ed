"""Work for the task queue."""

import logging

from django.db.models import Q
from django_tasks import task

from library.models import MaterialPage, PocketBookFile, PocketBookPage

logger = logging.getLogger(__name__)


@task()
def make_file(file_id: int) -> None:
    """Build one file of a pocket book."""
    from library.pocketbooks.making import make

    # A book may be deleted while its file waits.
    file = PocketBookFile.objects.filter(pk=file_id).select_related("issue__book").first()
    if file is not None and file.state != PocketBookFile.State.READY:
        make(file)


@task()
def offer_rebuilds(material_id: int) -> None:
    """Build the next edition of every book that holds this text, or another edition of the same regulation."""
    from library.pocketbooks.errors import BookError
    from library.pocketbooks.issuing import offer_rebuild

    material = MaterialPage.objects.filter(pk=material_id).first()
    if material is None:
        return
    held = Q(issues__pinned__material=material_id)
    if material.kind == MaterialPage.Kind.EDITION:
        above = material.path[: -MaterialPage.steplen]
        held |= Q(issues__pinned__material__path__startswith=above)
    for book in PocketBookPage.objects.live().filter(held).distinct():
        try:
            offer_rebuild(book=book)
        except BookError as error:
            # The book's page names the text that no longer holds; one odd book keeps no other waiting.
            logger.warning("pocket book %s could not be built anew: %s", book.pk, error)
