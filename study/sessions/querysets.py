"""Reads of sessions and of who was there."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

if TYPE_CHECKING:
    from members.models import Member, Organization
    from study.models import StudySession

REACHED = ("present", "made_up")
MISSED = ("leave", "absent")


class SessionQuerySet(models.QuerySet):
    """Sessions that chain."""

    def held(self) -> "SessionQuerySet":
        """Return those that took place."""
        return self.filter(state="held")

    def between(self, first: date, last: date) -> "SessionQuerySet":
        """Return those on the days from `first` to `last`, both included."""
        return self.filter(held_on__range=(first, last))

    def latest_like(self, organization: "Organization", kind: str) -> "StudySession | None":
        """Return the latest session of an organisation that says where it is: one of this kind, or else of any."""
        told = self.filter(organization=organization).exclude(state="cancelled").exclude(place="")
        alike = Case(When(kind=kind, then=0), default=1)
        found: Any = told.order_by(alike, "-held_on", "-pk").first()
        latest: StudySession | None = found
        return latest

    def within(self, organization: "Organization") -> "SessionQuerySet":
        """Return those of `organization` and of everything below it."""
        return self.filter(organization__path__startswith=organization.path)

    def ahead_of(self, day: date) -> "SessionQuerySet":
        """Return planned sessions from `day` on, the next first."""
        return self.filter(state="planned", held_on__gte=day).order_by("held_on", "starts_at", "pk")

    def concerning(self, member: "Member", *, on: date) -> "SessionQuerySet":
        """Return sessions whose roll `member` stands on, or will stand on by place or post on day `on`."""
        above = member.organization.lineage[:-1] if member.organization else []
        return self.concerning_one(member.pk, member.organization_id, above=above, on=on)

    def concerning_one(
        self, member: int, place: int | None, *, above: list[str], on: date
    ) -> "SessionQuerySet":
        """Return the same for the member of this id, who belongs to `place`, which stands below the paths `above`."""
        from members.models import Appointment
        from study.models import SessionAttendance

        of_post = Appointment.objects.held_on(on).filter(
            member=member, organization=OuterRef("organization_id")
        )
        listed = SessionAttendance.objects.filter(member=member, session=OuterRef("pk"))
        here = Q(organization=place) | Q(
            organization__path__in=above, organization__kind__in=("branch", "general_branch")
        )
        return self.filter(Q(Exists(of_post)) | Q(Exists(listed)) | here)


class AttendanceQuerySet(models.QuerySet):
    """Attendance that chains."""

    def reached(self) -> "AttendanceQuerySet":
        """Return rows of those who were there or made it up."""
        return self.filter(status__in=REACHED, session__state="held")

    def missed(self) -> "AttendanceQuerySet":
        """Return rows of what was missed and has not been made up."""
        return self.filter(status__in=MISSED, session__state="held")

    def between(self, first: date, last: date) -> "AttendanceQuerySet":
        """Return rows of sessions on the days from `first` to `last`, both included."""
        return self.filter(session__held_on__range=(first, last))

    def counting_in(self, branch: "Organization") -> "AttendanceQuerySet":
        """Return rows of the members of `branch` as it was on each day, wherever they studied."""
        return self.filter(branch__path__startswith=branch.path)
