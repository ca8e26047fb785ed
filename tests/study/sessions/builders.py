"""Makers of sessions for tests."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from members.models import Member, Organization
from study.models import SessionAttendance, StudySession
from study.sessions.actions import Details, plan_session, record_session, save_roll
from tests.study.builders import NOW

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def log_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def details(**fields: Any) -> Details:
    return Details(**{"kind": "collective", "held_on": YESTERDAY} | fields)


def planned(by: Member, place: Organization, **fields: Any) -> StudySession:
    return plan_session(by=by, organization=place, details=details(**fields), now=NOW)


def held(
    by: Member,
    place: Organization,
    roll: dict[int, str] | None = None,
    number: UUID | None = None,
    **fields: Any,
) -> StudySession:
    """Record a session that took place; who is left out of `roll` was there."""
    return record_session(
        by=by,
        organization=place,
        details=details(**fields),
        roll=roll or {},
        now=NOW,
        client_id=number or uuid4(),
    )


def mark(by: Member, session: StudySession, roll: dict[int, str], **fields: Any) -> StudySession:
    values = {"based_on": session.roll_version, "client_id": uuid4(), "now": NOW} | fields
    return save_roll(by=by, session=session, roll=roll, **values)


def statuses(session: StudySession) -> dict[str, str]:
    rows = SessionAttendance.objects.filter(session=session).select_related("member")
    return {row.member.name: row.status for row in rows}


def join(name: str, place: Organization, **fields: Any) -> Member:
    return Member.objects.create_user(f"u-{name}", name=name, organization=place, **fields)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)
