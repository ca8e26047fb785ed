"""Verbs of sessions: plan, record, mark who was there, call off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from library.models import MaterialPage, TopicPage
from members.models import Member, Organization
from study.models import (
    BookBag,
    SessionAttendance,
    SessionKind,
    SessionMaterial,
    SessionSubmission,
    StudySession,
)
from study.sessions.errors import (
    AlreadyHeld,
    Cancelled,
    ChangedMeanwhile,
    DayHasRoll,
    EmptyRoll,
    NotComeYet,
    NumberTaken,
    OnlyCommittees,
    OrganizationClosed,
    RollChanged,
    WrongRoll,
)
from study.sessions.meanwhile import Fingerprints, fingerprints, merge
from study.sessions.roll import branches_then, expected
from study.sessions.studied import is_every_members

Status = SessionAttendance.Status


@dataclass(frozen=True)
class Details:
    """What a session is about; an empty title is written from kind and topic."""

    kind: str
    held_on: date
    title: str = ""
    starts_at: time | None = None
    place: str = ""
    host: Member | None = None
    speaker: Member | None = None
    topic: TopicPage | None = None
    book_bag: BookBag | None = None
    agenda: str = ""
    record: str = ""
    resolutions: str = ""

    def columns(self) -> dict[str, object]:
        """Return the values of the session's columns."""
        return details_of(self) | {"title": self.title or self.own_title()}

    def own_title(self) -> str:
        """Return the title nobody had to type: the topic's, or the kind and the month.

        A title is read by the whole branch and by those above, so a topic that is not everybody's does not name one.
        """
        label = str(SessionKind(self.kind).label)
        if self.topic and is_every_members(self.topic):
            return f"{label}：{self.topic.title}"[:120]
        return f"{self.held_on:%Y年}{self.held_on.month}月{label}"


@dataclass(frozen=True)
class Words:
    """What is written down together with the roll."""

    record: str = ""
    resolutions: str = ""


NO_WORDS = Words()
NOTHING_OPENED: Fingerprints = MappingProxyType({})


@transaction.atomic
def plan_session(
    *,
    by: Member,
    organization: Organization,
    details: Details,
    now: datetime,
    client_id: UUID | None = None,
) -> StudySession:
    """Write down a session to come, or one whose attendance follows; the same `client_id` gives the same session.

    Raises:
        OrganizationClosed, OnlyCommittees: there can be no such session.
        NumberTaken: `client_id` belongs to somebody else's session.
    """
    _refuse_impossible(organization, details)
    made = {
        "organization": organization,
        "created_by": by,
        "created_at": now,
        "host": details.host or by,
    }
    values = details.columns() | made
    if client_id is None:
        return StudySession.objects.create(**values)
    session, _ = StudySession.objects.select_for_update().get_or_create(client_id=client_id, defaults=values)
    if session.created_by_id != by.pk or session.organization_id != organization.pk:
        raise NumberTaken
    return session


@transaction.atomic
def record_session(
    *,
    by: Member,
    organization: Organization,
    details: Details,
    roll: Mapping[int, str],
    now: datetime,
    client_id: UUID,
) -> StudySession:
    """Write down a session that took place with its attendance in one go; sent twice, it is recorded once.

    Raises:
        NotComeYet: its day lies ahead.
        WrongRoll, EmptyRoll: the list names strangers, or nobody.
    """
    session = _recorded(by, organization, client_id) or _planned_for(organization, details, client_id)
    session = session or plan_session(
        by=by, organization=organization, details=details, now=now, client_id=client_id
    )
    if session.roll_version == 0:
        save_roll(by=by, session=session, roll=roll, now=now, client_id=client_id, based_on=0)
        session.refresh_from_db()
    return session


def _recorded(by: Member, organization: Organization, client_id: UUID) -> StudySession | None:
    """Return what `by` recorded under this number before."""
    known = StudySession.objects.filter(client_id=client_id, organization=organization, roll_saved_by=by)
    return known.first()


def _planned_for(organization: Organization, details: Details, client_id: UUID) -> StudySession | None:
    """Return the session that was planned for this day, so that nobody records a second one beside it.

    What was planned stays; what was entered now is put in where something was.
    """
    planned = StudySession.objects.select_for_update().filter(
        organization=organization,
        kind=details.kind,
        held_on=details.held_on,
        state=StudySession.State.PLANNED,
    )
    session = planned.order_by("pk").first()
    if session is None or StudySession.objects.filter(client_id=client_id).exists():
        return None
    for field in fields(details):
        if value := getattr(details, field.name):
            setattr(session, field.name, value)
    session.client_id = client_id
    session.save()
    return session


@transaction.atomic
def save_roll(
    *,
    by: Member,
    session: StudySession,
    roll: Mapping[int, str],
    now: datetime,
    client_id: UUID,
    based_on: int,
    words: Words = NO_WORDS,
) -> StudySession:
    """Mark who was there; `roll` maps a member's id to a status, whoever it leaves out of the expected was present.

    `based_on` is the version of the list the sender began from. A `client_id` accepted before changes nothing.
    `words` are added to the minutes and resolutions; what others wrote in between stays.

    Raises:
        NotComeYet, Cancelled: nobody can have been there.
        RollChanged: somebody saved the list in between.
        WrongRoll, EmptyRoll: the list names strangers, or nobody.
    """
    session = StudySession.objects.select_for_update().select_related("organization").get(pk=session.pk)
    earlier = SessionSubmission.objects.filter(client_id=client_id).first()
    if earlier is not None:
        if earlier.session_id != session.pk:
            raise NumberTaken
        return session
    _refuse_roll(session, based_on=based_on, now=now)
    _mark(session, roll, by=by, now=now)
    SessionSubmission.objects.create(client_id=client_id, session=session, sent_by=by, received_at=now)
    session.state = StudySession.State.HELD
    session.roll_version += 1
    session.roll_saved_at, session.roll_saved_by = now, by
    session.record = _added(session.record, words.record)
    session.resolutions = _added(session.resolutions, words.resolutions)
    columns = ["state", "roll_version", "roll_saved_at", "roll_saved_by", "record", "resolutions"]
    session.save(update_fields=columns)
    return session


def _added(there: str, new: str) -> str:
    """Return what is there with `new` below it, unless it says so already."""
    return there if new in there else f"{there}\n{new}".strip()


def _refuse_roll(session: StudySession, *, based_on: int, now: datetime) -> None:
    if session.state == StudySession.State.CANCELLED:
        raise Cancelled
    if not session.has_come(timezone.localdate(now)):
        raise NotComeYet(session.held_on)
    if based_on < session.roll_version and session.roll_saved_by and session.roll_saved_at:
        raise RollChanged(str(session.roll_saved_by), session.roll_saved_at)


def _mark(session: StudySession, roll: Mapping[int, str], *, by: Member, now: datetime) -> None:
    rows = {row.member_id: row for row in session.attendances.all()}
    due = {
        member.pk: member for member in expected(session.organization, kind=session.kind, on=session.held_on)
    }
    strangers = set(roll) - set(due) - set(rows)
    if strangers:
        raise WrongRoll(list(Member.objects.filter(pk__in=strangers).values_list("name", flat=True)))
    if not due and not rows:
        raise EmptyRoll(session.organization.name)
    new = [member for pk, member in due.items() if pk not in rows]
    branches = branches_then(new, on=session.held_on, otherwise=session.organization)
    made = []
    for member in new:
        row = SessionAttendance(session=session, member=member, branch=branches[member.pk])
        made.append(_set(row, roll.get(member.pk, Status.PRESENT), by=by, now=now))
    SessionAttendance.objects.bulk_create(made)
    changed = [
        _set(row, roll[pk], by=by, now=now)
        for pk, row in rows.items()
        if roll.get(pk, row.status) != row.status
    ]
    SessionAttendance.objects.bulk_update(changed, ["status", "made_up_on", "recorded_by", "recorded_at"])


def _set(row: SessionAttendance, status: str, *, by: Member, now: datetime) -> SessionAttendance:
    row.status, row.recorded_by, row.recorded_at = status, by, now
    row.made_up_on = timezone.localdate(now) if status == Status.MADE_UP else None
    return row


@transaction.atomic
def update_session(
    *, session: StudySession, details: Details, now: datetime, opened: Fingerprints = NOTHING_OPENED
) -> StudySession:
    """Change what a session was about; what others changed meanwhile and this form did not stays.

    `opened` are the fingerprints of the values the form began from; where it says nothing, `session` does.

    Raises:
        ChangedMeanwhile: somebody else changed the same thing in another way.
        AlreadyHeld: it took place and is moved into the future.
        DayHasRoll: it took place and would become a kind with another roll.
        OrganizationClosed, OnlyCommittees: there can be no such session.
    """
    began = fingerprints(details_of(session)) | dict(opened)
    locked = StudySession.objects.select_for_update(of=("self",)).select_related("organization")
    session = locked.get(pk=session.pk)
    stored = details_of(session)
    changes, crossed = merge(entered=details_of(details), stored=stored, opened=began)
    if crossed:
        raise ChangedMeanwhile(session, crossed)
    details = Details(**stored | changes)
    if "title" in changes:
        changes["title"] = details.columns()["title"]
    _refuse_impossible(session.organization, details)
    if session.is_held:
        if details.held_on > timezone.localdate(now):
            raise AlreadyHeld
        central = SessionKind.CENTRAL_GROUP
        if (session.kind == central) != (details.kind == central):
            raise DayHasRoll
    for name, value in changes.items():
        setattr(session, name, value)
    session.save(update_fields=list(changes))
    return session


def details_of(session: StudySession | Details) -> dict[str, Any]:
    """Return what a session is about, by the names of `Details`."""
    return {field.name: getattr(session, field.name) for field in fields(Details)}


def cancel_session(*, session: StudySession, reason: str) -> StudySession:
    """Call off a session that has not taken place; a second time changes nothing.

    Raises:
        AlreadyHeld: it took place.
    """
    planned = StudySession.objects.filter(pk=session.pk, state=StudySession.State.PLANNED)
    planned.update(state=StudySession.State.CANCELLED, cancel_reason=reason)
    session.refresh_from_db()
    if session.is_held:
        raise AlreadyHeld
    return session


@transaction.atomic
def pack_materials(*, session: StudySession, materials: Iterable[MaterialPage]) -> None:
    """Make the session's pack these materials in this order."""
    StudySession.objects.select_for_update().get(pk=session.pk)
    session.pack.all().delete()
    SessionMaterial.objects.bulk_create(
        SessionMaterial(session=session, material_id=material.pk, position=place)
        for place, material in enumerate(materials)
    )


def _refuse_impossible(organization: Organization, details: Details) -> None:
    if not organization.exists_on(details.held_on):
        closed = (
            organization.closed_on
            if organization.closed_on and details.held_on > organization.closed_on
            else None
        )
        raise OrganizationClosed(organization.name, closed, organization.founded_on)
    if details.kind == SessionKind.CENTRAL_GROUP and organization.kind != Organization.Kind.COMMITTEE:
        raise OnlyCommittees(organization.name)
