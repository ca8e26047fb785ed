"""The verb of watching: what a browser says it played is recorded as far as the server's clock allows."""

from datetime import datetime

from django.core import signing
from django.db import transaction

from library.models import MicroLecturePage
from members.models import Member
from study import stretches
from study.actions import open_material
from study.models import Progress, Watched, WatchingClock
from study.retrying import again_when_locked
from study.watching import ranges
from study.watching.ranges import Range

SALT = "study.watching"
# An open page is believed for so long; then it has to be loaded again.
TICKET_SECONDS = 24 * 3600
# One kept on a device to be watched without a line.
KEPT_SECONDS = 30 * 24 * 3600


def ticket_for(*, member: Member, lecture: MicroLecturePage, now: datetime, kept: bool = False) -> str:
    """Return a signed note for the page: who opened which lecture when, and whether a device keeps it."""
    return signing.dumps([member.pk, lecture.pk, now.timestamp(), kept], salt=SALT)


def opened_at(ticket: str, *, member: Member, lecture: MicroLecturePage, now: datetime) -> float | None:
    """Return when the page with this note was opened, in seconds since 1970; None when it is not this person's."""
    try:
        who, what, when, kept = signing.loads(ticket, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    fresh = 0 <= now.timestamp() - when <= (KEPT_SECONDS if kept else TICKET_SECONDS)
    return when if (who, what) == (member.pk, lecture.pk) and fresh else None


@again_when_locked
@transaction.atomic
def record_watched(
    *,
    member: Member,
    lecture: MicroLecturePage,
    played: list[Range],
    position: float,
    opened: float,
    now: datetime,
    said_at: datetime | None = None,
) -> tuple[Watched, Progress]:
    """Add what was played to what `member` has watched, as far as the clock allows.

    `played` and `position` are the browser's claims in seconds; `opened` is when its page was opened, in seconds since
    1970. New parts cannot be longer than twice the time since then in which no other lecture was watched; what is cut
    off now may be claimed again and counts when the time has passed. The same report twice changes nothing. One that
    waited on a device since `said_at` does not take back where another device has come to.
    """
    open_material(member=member, material=lecture, now=now)
    clock, _ = WatchingClock.objects.select_for_update().get_or_create(member=member)
    watched, _ = Watched.objects.select_for_update().get_or_create(
        member=member, lecture=lecture, defaults={"reported_at": now.fromtimestamp(opened, tz=now.tzinfo)}
    )
    duration = lecture.recording.duration if lecture.recording else 0.0
    known = [(start, end) for start, end in watched.ranges]
    new = ranges.beyond(ranges.within(played, duration), known)
    credited = _spend(clock, new, opened=opened, now=now.timestamp())
    joined = ranges.union([*known, *credited])
    watched.ranges = [[round(start, 2), round(end, 2)] for start, end in joined]
    if said_at is None or said_at >= watched.reported_at:
        watched.position = min(max(0.0, position), duration)
    watched.reported_at = max(now, watched.reported_at)
    watched.save()
    return watched, _follow(member, lecture, joined, duration, now)


def _spend(clock: WatchingClock, new: list[Range], *, opened: float, now: float) -> list[Range]:
    """Return what of `new` the time since `opened` can account for, and enter that time as spent.

    The latest is spent first, so that what was watched earlier without a line still finds its time.
    """
    unspent = stretches.free(opened, now + ranges.AHEAD_SECONDS, clock.counted)
    seconds = stretches.seconds_of(unspent)
    credited = ranges.cut(new, ranges.allowed(seconds))
    if credited:
        spent = stretches.last_of(unspent, min(stretches.seconds_of(credited), seconds))
        clock.counted = stretches.keep(clock.counted, spent, since=now - KEPT_SECONDS)
        clock.save(update_fields=["counted"])
    return credited


def _follow(
    member: Member, lecture: MicroLecturePage, joined: list[Range], duration: float, now: datetime
) -> Progress:
    progress = Progress.objects.select_for_update().get(member=member, material=lecture.pk)
    progress.percent = max(progress.percent, ranges.percent_of(joined, duration))
    if progress.finished_at is None and ranges.is_finished(joined, duration):
        progress.finished_at = now
    progress.last_read_at = now
    progress.save()
    return progress
