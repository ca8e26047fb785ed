"""The verb of reading: what a browser reports is recorded as far as the clock and a reader's speed allow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from library.models import MaterialPage
from members.models import Member
from members.statements import Statement, store
from study import pacing, stretches
from study.actions import open_material
from study.errors import ReportFromTheFuture, ReportTooOld
from study.models import Progress, ReadingClock
from study.reading.units import Units, units_of
from study.retrying import again_when_locked


@dataclass(frozen=True)
class Beat:
    """What a browser reports: the place at the top of its window, the provisions read, how long its tab was visible.

    `visible` is in seconds and `at` the moment of the report by the browser's clock, None for now. Both are claims.
    """

    address: str = ""
    seen: tuple[str, ...] = ()
    visible: float = 0.0
    at: datetime | None = None


@again_when_locked
@transaction.atomic
def record_beat(*, member: Member, material: MaterialPage, beat: Beat, now: datetime) -> Progress:
    """Record what `member` read of `material`; the same report again changes nothing.

    What the time cannot account for yet is left out of `Progress.seen` and may be reported again.

    Raises:
        ReportFromTheFuture: the browser's clock is more than a minute ahead.
        ReportTooOld: the report waited for more than a week.
    """
    at = _moment(beat, now)
    clock = _clock(member)
    # What was opened first on a copy without a line was opened when the report says.
    began = at - timedelta(seconds=min(max(0.0, beat.visible), pacing.MOST_SECONDS_A_REPORT))
    progress = _progress(member, material, began)
    seconds = _account(clock, beat, at=at, opened=progress.started_at, now=now)
    units = units_of(material)
    before = (progress.address, len(progress.seen), progress.spare)
    _count(progress, units, beat, seconds)
    _move(progress, beat, at)
    if before == (progress.address, len(progress.seen), progress.spare):
        return progress
    if progress.finished_at is None and progress.percent >= pacing.FINISHED_PERCENT:
        progress.finished_at = max(at, progress.started_at)
    store(progress, "address", "seen", "spare", "percent", "last_read_at", "finished_at")
    return progress


def _moment(beat: Beat, now: datetime) -> datetime:
    if beat.at is None:
        return now
    ahead = (beat.at - now).total_seconds()
    if ahead > pacing.FUTURE_SECONDS:
        raise ReportFromTheFuture(beat.at)
    if ahead < -pacing.OLDEST_SECONDS:
        raise ReportTooOld(beat.at)
    return min(beat.at, now)


def _account(clock: ReadingClock, beat: Beat, *, at: datetime, opened: datetime, now: datetime) -> float:
    """Return how many seconds of the report count, and enter them; `clock` is locked, one report after the other.

    What happened before the server heard of the text was read on a copy without a line, and counts in its own time.
    """
    moment = at.timestamp()
    since = opened.timestamp() if opened < at else 0.0
    claimed = pacing.seconds_counted(at=moment, visible=beat.visible, since=since)
    new = stretches.free(moment - claimed, moment, clock.counted)
    if new:
        clock.counted = stretches.keep(clock.counted, new, since=now.timestamp() - pacing.KEPT_SECONDS)
        store(clock, "counted")
    return stretches.seconds_of(new)


def _clock(member: Member) -> ReadingClock:
    """Return the member's clock, locked."""
    found = _CLOCK(member=member.pk)
    return found[0] if found else ReadingClock.objects.select_for_update().get_or_create(member=member)[0]


def _progress(member: Member, material: MaterialPage, now: datetime) -> Progress:
    """Return the member's place, locked: “读完了” may be pressed at the same moment."""
    found = _PLACE(member=member.pk, material=material.pk)
    if not found:
        open_material(member=member, material=material, now=now)
        found = _PLACE(member=member.pk, material=material.pk)
    progress: Progress = found[0]
    return progress


def _locked_clock(member: int) -> QuerySet:
    return ReadingClock.objects.select_for_update().filter(member=member)


def _locked_place(member: int, material: int) -> QuerySet:
    return Progress.objects.select_for_update().filter(member=member, material=material).order_by()


_CLOCK, _PLACE = Statement(_locked_clock), Statement(_locked_place)


def _count(progress: Progress, units: Units, beat: Beat, seconds: float) -> None:
    """Take in what was claimed as far as the characters go that `seconds` add to what was left over."""
    most = max(pacing.MOST_SPARE_CHARS, max(units.values(), default=0))
    budget = min(most, progress.spare + pacing.chars_readable(seconds))
    said = set(beat.seen)
    claimed = [(address, chars) for address, chars in units.items() if address in said]
    taken, progress.spare = pacing.take_in(claimed, known=set(progress.seen), budget=budget)
    if taken:
        progress.seen = [*progress.seen, *taken]
        progress.percent = max(progress.percent, pacing.percent_seen(units.items(), set(progress.seen)))


def _move(progress: Progress, beat: Beat, at: datetime) -> None:
    """Follow the device that was read on last."""
    if at < progress.last_read_at:
        return
    progress.address = beat.address[:200] or progress.address
    progress.last_read_at = at
