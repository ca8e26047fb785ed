"""Verbs of screenings: begin one, join by code, tick who is there, end it."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction

from library.models import MicroLecturePage
from members.models import Member, Organization
from study.models import Attendance, Screening
from study.screenings.errors import NotYourOrganization, TooManyTries, WrongCode
from study.screenings.policies import screening_policy
from study.ticks import changed

# The code holds while the lecture runs and for the talk after it.
AFTERWARDS = timedelta(minutes=45)
CODE_DIGITS = 6
WRONG_CODES = 10
WRONG_CODES_SECONDS = 600


@transaction.atomic
def start_screening(
    *, host: Member, lecture: MicroLecturePage, organization: Organization | None, now: datetime
) -> Screening:
    """Begin a screening; pressed twice, it is the same one.

    Raises:
        NotYourOrganization: `host` does not answer for `organization`.
    """
    if organization is None or organization not in screening_policy.organizations_of(host):
        raise NotYourOrganization
    # Pressed twice at once, the second waits for the first.
    Organization.objects.select_for_update().get(pk=organization.pk)
    under_way = Screening.objects.filter(
        host=host, lecture=lecture, organization=organization, closes_at__gt=now
    ).first()
    if under_way is not None:
        return under_way
    length = timedelta(seconds=lecture.recording.duration if lecture.recording else 0)
    return Screening.objects.create(
        lecture=lecture,
        organization=organization,
        host=host,
        code=_free_code(now),
        started_at=now,
        closes_at=now + length + AFTERWARDS,
    )


def join_screening(*, member: Member, code: str, now: datetime) -> Screening:
    """Register `member` as present by the code on the screen; entered twice, it counts once.

    Raises:
        WrongCode: no such screening is going on, or its lecture is closed to them.
        TooManyTries: ten wrong codes within ten minutes.
    """
    key = f"screening-tries:{member.pk}"
    if cache.get(key, 0) >= WRONG_CODES:
        raise TooManyTries
    going_on = Screening.objects.filter(code=code, started_at__lte=now, closes_at__gt=now)
    screening = going_on.select_related("lecture", "organization").first()
    if screening is None or not screening_policy.can_join(member, screening):
        cache.add(key, 0, WRONG_CODES_SECONDS)
        cache.incr(key)
        raise WrongCode
    own_word = {"how": Attendance.How.CODE, "recorded_by": member, "recorded_at": now}
    there, made = Attendance.objects.get_or_create(screening=screening, member=member, defaults=own_word)
    if not made and there.how == Attendance.How.TICKED:
        # What they said themselves is not taken back by a host's list.
        Attendance.objects.filter(pk=there.pk).update(**own_word)
    return screening


@transaction.atomic
def tick_members(
    *,
    by: Member,
    screening: Screening,
    present: Iterable[Member],
    was: Collection[int] | None = None,
    now: datetime,
) -> int:
    """Register those `by` ticked, and take back ticks that are gone; return how many are present now.

    Who entered the code stays: that is their own word. Only members `by` may tick are touched, and of them only those
    whose tick was changed on the page that showed the ids `was` ticked; None means that the list is as it stands now.
    """
    may = set(screening_policy.members_to_tick(by, screening).values_list("pk", flat=True))
    ticked = screening.attendances.filter(how=Attendance.How.TICKED, member_id__in=may)
    wanted = [member.pk for member in present]
    added, removed = changed(wanted, was, ticked.values_list("member_id", flat=True))
    ticked.filter(member_id__in=removed).delete()
    new = [
        Attendance(
            screening=screening, member_id=pk, how=Attendance.How.TICKED, recorded_by=by, recorded_at=now
        )
        for pk in sorted(added & may)
    ]
    # Whoever entered the code, or was ticked by another, is there already.
    Attendance.objects.bulk_create(new, ignore_conflicts=True)
    return screening.attendances.count()


def end_screening(*, screening: Screening, now: datetime) -> Screening:
    """Let the code hold no longer; a second time changes nothing."""
    if screening.closes_at > now:
        screening.closes_at = now
        screening.save(update_fields=["closes_at"])
    return screening


def _free_code(now: datetime) -> str:
    taken = set(Screening.objects.filter(closes_at__gt=now).values_list("code", flat=True))
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if code not in taken:
            return code
