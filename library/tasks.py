"""What is done in the background."""

from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from library.bulk_import import advance_batch
from library.models import ImportBatch

# Seconds: how long an upload may keep its sender waiting, one step of a browser that asks how far it is, and one step
# of a worker, after which the search index follows.
UPLOAD_SECONDS = 2.0
POLL_SECONDS = 1.0
WORKER_SECONDS = 20.0
# A batch nobody has moved for this long has no worker; whoever looks at it moves it on.
STALLED_SECONDS = 30


@task()
def run_batch(batch_id: int) -> int:
    """Bring in the files of a batch: all of them in a worker, the first few where tasks run inside the request."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if runs_in_requests():
        return advance_batch(batch=batch, seconds=UPLOAD_SECONDS)
    done = 0
    while step := advance_batch(batch=batch, seconds=WORKER_SECONDS):
        done += step
    return done


def runs_in_requests() -> bool:
    """Tell whether a task runs inside the request that asks for it."""
    return isinstance(run_batch.get_backend(), ImmediateBackend)


def lend_a_hand(batch: ImportBatch) -> None:
    """Move a batch on for a moment where no worker does."""
    quiet = (timezone.now() - batch.moved_at).total_seconds()
    if runs_in_requests() or quiet > STALLED_SECONDS:
        advance_batch(batch=batch, seconds=POLL_SECONDS)
