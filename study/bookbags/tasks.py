"""Work for the task queue."""

from django_tasks import task

from study.models import BagPack


@task()
def make_pack(pack_id: int) -> None:
    """Make the zip of a bag."""
    from study.bookbags.packing import make

    # A bag may be deleted while its zip waits.
    pack = BagPack.objects.filter(pk=pack_id).select_related("bag").first()
    if pack is not None and pack.state != BagPack.State.READY:
        make(pack)
