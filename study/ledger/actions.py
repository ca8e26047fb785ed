"""Verbs of the ledger: counter an entry, appeal, answer; entering evidence stands in `booking`."""

from datetime import datetime

from django.db import IntegrityError, transaction

from members.models import Member, Organization
from study.ledger.booking import append, counter_line, lock_head
from study.ledger.errors import (
    AlreadyCountered,
    AppealAnswered,
    AppealWaits,
    NotOneself,
    NotTheirEntry,
    NotYourLedger,
)
from study.ledger.policies import ledger_policy
from study.models import PointAppeal, PointEntry

State = PointAppeal.State


@transaction.atomic
def counter_entry(*, by: Member, entry: PointEntry, reason: str, now: datetime) -> PointEntry:
    """Add the entry that takes `entry` back; countering a counter-entry brings the points back.

    Raises:
        NotOneself, NotYourLedger: `by` may not decide on it.
        AlreadyCountered: it was countered before.
    """
    _require_decider(by, entry.organization, entry.member)
    head = lock_head(entry.organization)
    if PointEntry.objects.filter(corrects=entry).exists():
        raise AlreadyCountered(entry.sequence)
    line = counter_line(entry, reason=reason, by=by)
    return append(head, [line], now=now)[0]


def file_appeal(
    *, member: Member, home: Organization, entry: PointEntry | None, words: str, now: datetime
) -> PointAppeal:
    """Record an objection of `member` to their `entry`, or to something missing from the ledger of `home`.

    The same words about something missing, sent again while they wait, are one appeal.

    Raises:
        NotTheirEntry: the entry is another's.
        AppealWaits: an appeal against it waits already.
    """
    if entry is not None and entry.member_id != member.pk:
        raise NotTheirEntry
    try:
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=member.pk)
            waiting = PointAppeal.objects.filter(member=member, entry=None, words=words, state=State.OPEN)
            known = waiting.first() if entry is None else None
            return known or PointAppeal.objects.create(
                organization=entry.organization if entry else home,
                member=member,
                entry=entry,
                words=words,
                filed_at=now,
            )
    except IntegrityError as error:
        raise AppealWaits from error


@transaction.atomic
def answer_appeal(
    *, by: Member, appeal: PointAppeal, is_upheld: bool, answer: str, now: datetime
) -> PointAppeal:
    """Answer an appeal once; upheld against an entry, that entry is countered in the same transaction.

    Raises:
        NotOneself, NotYourLedger: `by` may not decide on it.
        AppealAnswered: somebody answered before.
        AlreadyCountered: the entry was countered since.
    """
    _require_decider(by, appeal.organization, appeal.member)
    state = State.UPHELD if is_upheld else State.DECLINED
    taken = PointAppeal.objects.filter(pk=appeal.pk, state=State.OPEN).update(
        state=state, answer=answer, answered_by=by, answered_at=now
    )
    if not taken:
        raise AppealAnswered
    if is_upheld and appeal.entry is not None:
        counter_entry(by=by, entry=appeal.entry, reason=f"申诉成立：{answer}"[:200], now=now)
    appeal.refresh_from_db()
    return appeal


def _require_decider(by: Member, home: Organization, member: Member) -> None:
    if by.pk == member.pk:
        raise NotOneself
    if not ledger_policy.can_decide(by, home, member):
        raise NotYourLedger
