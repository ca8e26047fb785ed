"""What is done in the background."""

import time

from django_tasks import task

from quizzes.binding.importing import run_import
from quizzes.binding.library_texts import sources
from quizzes.binding.searching import search_some
from quizzes.models import QuestionUpload

# Seconds: how long an import may go on to look for sources; the page of the bank looks for the rest.
SEARCH_SECONDS = 2.0


@task()
def import_upload(upload_id: int) -> str:
    """Bring an upload in and begin to look for the sources of what came; return its state."""
    upload = run_import(upload=QuestionUpload.objects.get(pk=upload_id))
    if upload.state == QuestionUpload.State.DONE:
        search_some(bank=upload.bank, known=sources(), until=time.monotonic() + SEARCH_SECONDS)
    return upload.state
