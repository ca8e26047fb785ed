"""Work for the task queue."""

from django_tasks import task

from library.models import PocketBookFile


@task()
def make_file(file_id: int) -> None:
    """Build one file of a pocket book."""
    from library.pocketbooks.making import make

    # A book may be deleted while its file waits.
    file = PocketBookFile.objects.filter(pk=file_id).select_related("issue__book").first()
    if file is not None and file.state != PocketBookFile.State.READY:
        make(file)
