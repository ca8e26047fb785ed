"""Verbs of book bags: tick who received one, have its zip made."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from members.models import Member
from study.bookbags.contents import gather
from study.bookbags.policies import bag_policy
from study.models import BagDelivery, BagPack, BookBag
from study.ticks import changed

# After this a worker that took a zip is taken for dead.
PATIENCE = timedelta(minutes=30)


@transaction.atomic
def tick_deliveries(
    *, by: Member, bag: BookBag, received: Iterable[Member], was: Collection[int] | None = None, now: datetime
) -> int:
    """Set and take back ticks among those `by` answers for; a tick set before keeps who set it and when.

    `was` are the ids ticked on the page `received` was sent from, so that what others did since stays; None means that
    the list is as it stands now. Returns how many of them have received the bag.
    """
    mine = set(bag_policy.receivers(by, bag).values_list("pk", flat=True))
    known = bag.deliveries.filter(member__in=mine)
    wanted = [member.pk for member in received]
    added, removed = changed(wanted, was, known.values_list("member_id", flat=True))
    known.filter(member__in=removed).delete()
    BagDelivery.objects.bulk_create(
        [BagDelivery(bag=bag, member_id=pk, ticked_by=by, ticked_at=now) for pk in sorted(added & mine)],
        ignore_conflicts=True,
    )
    return known.count()


def request_pack(*, bag: BookBag, now: datetime) -> BagPack:
    """Have the zip of the bag as it is now made, unless it is there or under way; return its record."""
    from study.bookbags.tasks import make_pack

    pack = BagPack.objects.get_or_create(
        bag=bag,
        digest=gather(bag).digest,
        defaults={"changed_at": now, "state": BagPack.State.FAILED},
    )[0]
    State = BagPack.State
    free = Q(state=State.FAILED) | Q(state__in=[State.WAITING, State.BUILDING], changed_at__lt=now - PATIENCE)
    # Of two who ask at once, one changes the state and sends the task.
    taken = BagPack.objects.filter(free, pk=pack.pk).update(
        state=State.WAITING, percent=0, stage="", error="", changed_at=now
    )
    if taken:
        transaction.on_commit(lambda: make_pack.enqueue(pack_id=pack.pk))
        pack.refresh_from_db()
    return pack
