"""Verbs of study: what a member did is recorded here and nowhere else."""

from datetime import datetime, timedelta

from django.db import transaction

from library.models import MaterialPage
from members.models import Member
from study import pacing, stretches
from study.errors import TimeCountedElsewhere, TooSoonToFinish, WatchToFinish
from study.models import Progress, ReadingClock
from study.retrying import again_when_locked

SAME_MOMENT = timedelta(minutes=1)


@again_when_locked
def open_material(*, member: Member, material: MaterialPage, now: datetime) -> Progress:
    """Record that `member` opened `material`, and return how far they have come; one statement within a minute.

    Reading again what was finished keeps it finished.
    """
    known = Progress.objects.filter(member=member, material=material.pk)
    progress = known.first()
    if progress is None:
        # Two tabs may open the same text for the first time at once; the second finds the first one's row.
        return Progress.objects.get_or_create(
            member=member,
            material=MaterialPage(pk=material.pk),
            defaults={"started_at": now, "last_read_at": now},
        )[0]
    # People are shown the minute; turning a page back and forth is no reason to write.
    if now - progress.last_read_at >= SAME_MOMENT:
        known.update(last_read_at=now)
        progress.last_read_at = now
    return progress


@again_when_locked
@transaction.atomic
def finish_material(*, member: Member, material: MaterialPage, now: datetime) -> Progress:
    """Record that `member` says they have read `material`; a second click changes nothing.

    What is left of the text is paid for with the member's time since it was opened in which nothing else was read, so
    that of ten texts opened together they finish one after the other. This asks for no script: the server alone knows
    when a text was opened, and paper counts like a screen.

    Raises:
        TooSoonToFinish: the text was opened more recently than anybody could skim it.
        TimeCountedElsewhere: it was opened long enough ago, but that time went into other texts.
        WatchToFinish: it is a lecture, which is finished by watching it.
    """
    if material.kind == MaterialPage.Kind.MICRO_LECTURE:
        raise WatchToFinish
    # The clock comes first, as it does for a report, or the two could wait for each other.
    clock, _ = ReadingClock.objects.select_for_update().get_or_create(member=member)
    open_material(member=member, material=material, now=now)
    progress = Progress.objects.select_for_update().get(member=member, material=material.pk)
    if progress.finished_at:
        return progress
    _pay(clock, progress, material, now)
    progress.percent = 100
    progress.spare = 0
    progress.finished_at = now
    progress.save(update_fields=["percent", "spare", "finished_at"])
    return progress


def _pay(clock: ReadingClock, progress: Progress, material: MaterialPage, now: datetime) -> None:
    """Enter the time that what is left of `material` takes; `clock` is locked.

    The latest is taken, so that what was read earlier without a line still finds its time.
    """
    left = pacing.chars_to_finish(material.char_count, percent=progress.percent, spare=progress.spare)
    needed = pacing.seconds_to_finish(left)
    if not needed:
        return
    until = now.timestamp()
    opened = max(progress.started_at.timestamp(), until - pacing.KEPT_SECONDS)
    if until - opened < needed:
        raise TooSoonToFinish(max(1, material.reading_minutes))
    unspent = stretches.free(opened, until, clock.counted)
    missing = needed - stretches.seconds_of(unspent)
    if missing > 0:
        raise TimeCountedElsewhere(pacing.minutes_to_read(pacing.chars_readable(missing)))
    spent = stretches.last_of(unspent, needed)
    clock.counted = stretches.keep(clock.counted, spent, since=until - pacing.KEPT_SECONDS)
    clock.save(update_fields=["counted"])
