"""Verbs of study: what a member did is recorded here and nowhere else."""

from datetime import datetime

from django.db import transaction

from library.models import MaterialPage
from members.models import Member
from study.errors import TooSoonToFinish, WatchToFinish
from study.models import Progress
from study.pacing import seconds_to_finish
from study.retrying import again_when_locked


@again_when_locked
def open_material(*, member: Member, material: MaterialPage, now: datetime) -> None:
    """Record that `member` opened `material`; one statement when it was open before.

    Reading again what was finished keeps it finished.
    """
    known = Progress.objects.filter(member=member, material=material.pk)
    if known.update(last_read_at=now):
        return
    # Two tabs may open the same text for the first time at once; the second finds the first one's row.
    Progress.objects.get_or_create(
        member=member,
        material=MaterialPage(pk=material.pk),
        defaults={"started_at": now, "last_read_at": now},
    )


@again_when_locked
@transaction.atomic
def finish_material(*, member: Member, material: MaterialPage, now: datetime) -> Progress:
    """Record that `member` says they have read `material`; a second click changes nothing.

    Raises:
        TooSoonToFinish: the text was opened more recently than anybody could skim it.
        WatchToFinish: it is a lecture, which is finished by watching it.
    """
    if material.kind == MaterialPage.Kind.MICRO_LECTURE:
        raise WatchToFinish
    open_material(member=member, material=material, now=now)
    progress = Progress.objects.select_for_update().get(member=member, material=material.pk)
    if progress.finished_at:
        return progress
    if (now - progress.started_at).total_seconds() < seconds_to_finish(material.char_count):
        raise TooSoonToFinish(max(1, material.reading_minutes))
    progress.percent = 100
    progress.finished_at = now
    progress.save(update_fields=["percent", "finished_at"])
    return progress
