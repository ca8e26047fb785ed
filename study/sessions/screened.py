"""From 群众收看 to a session: one player, many attend, and nobody writes the list twice."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from members.models import Member
from study.models import Screening, SessionAttendance, SessionKind, StudySession
from study.sessions.actions import Details, pack_materials, plan_session, save_roll
from study.sessions.errors import EmptyRoll
from study.sessions.roll import branches_then, expected

Status = SessionAttendance.Status


@transaction.atomic
def session_from_screening(*, by: Member, screening: Screening, now: datetime) -> StudySession:
    """Return the session a screening was, made once: who was there is present, whoever else is expected is absent.

    Guests of other organisations get a row as well, which counts in their own branch; of those who belong nowhere it
    counts here. The secretary corrects absence to leave on the session's page.

    Raises:
        EmptyRoll: nobody is expected and nobody came.
    """
    known = StudySession.objects.filter(screening=screening).first()
    if known is not None:
        return known
    day = timezone.localdate(screening.started_at)
    details = Details(
        kind=SessionKind.COLLECTIVE,
        held_on=day,
        starts_at=timezone.localtime(screening.started_at).time().replace(second=0, microsecond=0),
        title=f"收看《{screening.lecture.title}》"[:120],
        host=screening.host,
    )
    number = uuid5(NAMESPACE_URL, f"screening:{screening.pk}")
    session = plan_session(
        by=by, organization=screening.organization, details=details, now=now, client_id=number
    )
    session.screening = screening
    session.save(update_fields=["screening"])
    pack_materials(session=session, materials=[screening.lecture])
    _mark_all(session, screening, by=by, now=now)
    return session


def _mark_all(session: StudySession, screening: Screening, *, by: Member, now: datetime) -> None:
    there = {one.member_id: one.member for one in screening.attendances.select_related("member")}
    due = {one.pk for one in expected(session.organization, kind=session.kind, on=session.held_on)}
    if not due and not there:
        raise EmptyRoll(session.organization.name)
    guests = [member for pk, member in there.items() if pk not in due]
    branches = branches_then(guests, on=session.held_on, otherwise=session.organization)
    SessionAttendance.objects.bulk_create(
        SessionAttendance(
            session=session, member=guest, branch=branches[guest.pk], recorded_by=by, recorded_at=now
        )
        for guest in guests
    )
    roll = {pk: Status.PRESENT if pk in there else Status.ABSENT for pk in due}
    number = uuid5(NAMESPACE_URL, f"screening:{screening.pk}:roll")
    save_roll(by=by, session=session, roll=roll, now=now, client_id=number, based_on=0)
