"""Following marks that come after handing in: a person's on a written answer, or corrected ones.

Whether a paper passed may be known only when its last answer was marked, and may change when marks are corrected. The
points of a pass follow at once: they are entered when it is there, countered when a correction took it away, and brought
back when another one gave it back. What a person countered stays countered.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from members.models import Organization
from quizzes.models import Attempt, QuizPage
from study.ledger.booking import Line, append, booked_by, counter_line, line_of, lock_head, still_due
from study.ledger.homes import Belonging, ledger_home
from study.ledger.reckoning import Kind, key_of
from study.models import PointEntry
from study.retrying import again_when_locked

LOST = "成绩更正以后没有达到合格线"
REGAINED = "成绩再次更正以后达到合格线"


@again_when_locked
@transaction.atomic
def follow_marks(*, attempt: Attempt, now: datetime) -> list[PointEntry]:
    """Let the ledger say of a marked paper what its marks say; told the same twice, it adds nothing."""
    if attempt.quiz.kind == QuizPage.Kind.DAILY or attempt.submitted_at is None:
        return []
    if _agree(_entries(attempt), _has_passed(attempt)):
        return []
    home = _home(attempt)
    if home is None:
        return []
    head = lock_head(home)
    # Read again: another who entered may have been waited for.
    entries, passed = _entries(attempt), _has_passed(attempt)
    if _agree(entries, passed):
        return []
    lines = _corrections(entries, passed=passed) if entries else _earned(attempt, home, now=now)
    return append(head, lines, now=now)


def _key(attempt: Attempt) -> str:
    return key_of(Kind.QUIZ_PASSED, attempt.member_id, str(attempt.quiz_id))


def _entries(attempt: Attempt) -> list[PointEntry]:
    """Return what the ledgers hold of this member's pass of this quiz, the latest last."""
    rows = PointEntry.objects.filter(member=attempt.member_id, evidence=_key(attempt))
    return list(rows.select_related("organization", "rule").order_by("pk"))


def _has_passed(attempt: Attempt) -> bool:
    """Tell whether any paper the member handed in of this quiz passed."""
    papers = Attempt.objects.submitted().filter(member=attempt.member_id, quiz=attempt.quiz_id)
    return any(paper.is_passed for paper in papers)


def _agree(entries: Sequence[PointEntry], passed: bool) -> bool:
    return (sum(entry.points for entry in entries) > 0) == passed


def _home(attempt: Attempt) -> Organization | None:
    """Return the organisation whose ledger holds the pass, or else that of the member's place when they handed in."""
    entries = _entries(attempt)
    if entries:
        return entries[-1].organization
    day: date = timezone.localdate(attempt.submitted_at)
    place = Belonging([attempt.member_id]).place(attempt.member_id, day)
    organization = Organization.objects.filter(pk=place).first()
    return ledger_home(organization) if organization else None


def _earned(attempt: Attempt, home: Organization, *, now: datetime) -> list[Line]:
    waiting = still_due(home, today=timezone.localdate(now), member=attempt.member)
    return [line_of(one) for one in waiting if one.evidence.key == _key(attempt)]


def _corrections(entries: Sequence[PointEntry], *, passed: bool) -> list[Line]:
    """Return the line that counters a pass that is gone, or counters that again; none against a person's decision."""
    last = entries[-1]
    if not passed:
        return [counter_line(last, reason=LOST, by=None)]
    if last.recorded_by_id is not None or not _has_room(last):
        return []
    return [counter_line(last, reason=REGAINED, by=None)]


def _has_room(countered: PointEntry) -> bool:
    """Tell whether the year's cap still has room for what was countered; another act may have taken it."""
    year = countered.happened_on.year
    booked = booked_by([countered.member_id], since=date(year, 1, 1))[countered.member_id]
    clause = countered.rule.as_rule().clause(countered.kind)
    return clause is not None and clause.has_room(booked.counted[(countered.rule_id, countered.kind, year)])
