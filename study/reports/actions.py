"""Verbs of personal reports: keep the draft, hand it in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Member
from study.ledger.homes import ledger_home
from study.models import PersonalReport
from study.reports.errors import Empty, HandedIn, NoBranch, NotBegun
from study.reports.periods import Period


@transaction.atomic
def save_report(*, member: Member, period: Period, body: str, now: datetime) -> PersonalReport:
    """Keep the draft of `member` for a half-year.

    Raises:
        NotBegun: the half-year lies in the future.
        HandedIn: it was handed in.
    """
    if period.first > timezone.localdate(now):
        raise NotBegun(period.label)
    report, _ = PersonalReport.objects.select_for_update().get_or_create(
        member=member, period=period.code, defaults={"body": body, "saved_at": now}
    )
    if report.is_handed_in:
        raise HandedIn
    report.body, report.saved_at = body, now
    report.save(update_fields=["body", "saved_at"])
    return report


@transaction.atomic
def hand_in_report(*, member: Member, period: Period, body: str, now: datetime) -> PersonalReport:
    """Keep what is written and give it to the branch; pressed twice, it is handed in once.

    Raises:
        Empty: nothing is written.
        NoBranch: the member belongs to no organisation.
        NotBegun, HandedIn: as for a draft.
    """
    if not body.strip():
        raise Empty
    if member.organization is None:
        raise NoBranch
    known = PersonalReport.objects.filter(member=member, period=period.code).first()
    if known is not None and known.is_handed_in and known.body == body:
        return known
    report = save_report(member=member, period=period, body=body, now=now)
    report.organization, report.handed_in_at = ledger_home(member.organization), now
    report.save(update_fields=["organization", "handed_in_at"])
    return report
