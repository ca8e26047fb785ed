"""Makers of what the ledger's tests stand on."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from members.models import Member, Organization
from study.ledger.booking import book_evidence
from study.ledger.reckoning import Clause, Kind, clauses_json
from study.ledger.rule_actions import adopt_rule, save_draft, try_on_last_year
from study.ledger.tasks import try_rule
from study.models import PointEntry, PointRule, Progress, SessionAttendance, StudySession
from tests.people import People
from tests.replaying import once_in_fixtures
from tests.study.builders import NOW, long_guide

TODAY = NOW.date()
YEAR = date(2026, 1, 1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = (Clause(Kind.MATERIAL, 2, 6), Clause(Kind.QUIZ, 1), Clause(Kind.QUIZ_PASSED, 2))


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def draft(place: Organization, *clauses: Clause, **fields: Any) -> PointRule:
    """Return a stored draft of `place`."""
    values = {
        "title": "积分办法（示例）",
        "starts_on": YEAR,
        "clauses": clauses_json(clauses or PLAIN),
    } | fields
    return PointRule.objects.create(organization=place, **values)


@once_in_fixtures
def adopted(place: Organization, *clauses: Clause, **fields: Any) -> PointRule:
    """Return a rule of `place` in force, adopted as the command does it but without asking who."""
    from study.ledger.verifying import rule_digest

    rule = draft(place, *clauses, **fields)
    PointRule.objects.filter(pk=rule.pk).update(digest=rule_digest(rule), adopted_at=moment(rule.starts_on))
    rule.refresh_from_db()
    return rule


def adopt_properly(by: Member, rule: PointRule) -> PointRule:
    """Try and adopt a draft through the verbs."""
    save_draft(by=by, rule=rule, values={name: getattr(rule, name) for name in FIELDS})
    try_on_last_year(by=by, rule=rule, year=2025)
    # The test's transaction never ends, so that what waits for its end is done here.
    try_rule.call(rule_id=rule.pk, year=2025)
    rule.refresh_from_db()
    return adopt_rule(by=by, rule=rule, now=NOW)


FIELDS = ("title", "basis", "starts_on", "ends_on", "valid_months", "clauses")


@once_in_fixtures
def finished(member: Member, *, on: date, slug: str) -> Progress:
    """Return the progress of `member` in a text of their own, read to its end on a day."""
    text = long_guide(slug=slug, title=f"导读{slug}（示例）")
    return read(member, text, on=on)


def read(member: Member, text: Any, *, on: date) -> Progress:
    """Return the progress of `member` in `text`, read to its end on a day."""
    then = moment(on)
    return Progress.objects.create(
        member=member,
        material_id=text.pk,
        started_at=then - timedelta(minutes=20),
        last_read_at=then,
        finished_at=then,
        percent=100,
    )


@once_in_fixtures
def book(people: People, *, today: date = TODAY) -> list[PointEntry]:
    """Enter what counts in the ledger of 本人's branch."""
    return book_evidence(home=people.branch, now=moment(today, 20), today=today)


def held(place: Organization, *, by: Member, on: date, **fields: Any) -> StudySession:
    """Return a session of `place` that took place on a day."""
    values = {"title": "学习新规定", "state": StudySession.State.HELD} | fields
    return StudySession.objects.create(
        organization=place, held_on=on, created_by=by, created_at=moment(on), **values
    )


def attend(session: StudySession, member: Member, branch: Organization, **fields: Any) -> SessionAttendance:
    """Return the line of `member` in the roll of `session`."""
    return SessionAttendance.objects.create(
        session=session,
        member=member,
        branch=branch,
        recorded_by=session.created_by,
        recorded_at=session.created_at,
        **fields,
    )
