"""Who may see a session, who may record it, and who reads the names on its roll.

A branch's secretary, deputy, organisation and publicity members record for the branch and its groups, a group's
leader for the group, a committee's secretary and members for the committee itself. Organisations above see that a
session took place, what was studied and how many came; names stay with those who record. Members see the sessions
of their own organisations, and themselves on the roll.
"""

from datetime import date

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone

from members.models import Appointment, Member, Organization, Post
from members.policies import User, member_policy
from study.models import MakeUpCohort, SessionFile, StudySession
from study.sessions.querysets import SessionQuerySet

WITH_GROUPS = [
    Post.BRANCH_SECRETARY,
    Post.BRANCH_DEPUTY,
    Post.ORGANIZATION_MEMBER,
    Post.PUBLICITY_MEMBER,
]
ITSELF = [Post.GROUP_LEADER, Post.COMMITTEE_SECRETARY, Post.COMMITTEE_MEMBER]
RECORDERS = frozenset((*WITH_GROUPS, *ITSELF))


class SessionPolicy:
    """May this user see or record this session?"""

    def organizations_of(self, user: User) -> QuerySet[Organization]:
        """Return the organisations `user` records for, in tree order; closed ones too, for their past."""
        if not isinstance(user, Member):
            return Organization.objects.none()
        held = Appointment.objects.held_on(timezone.localdate()).filter(member=user)
        with_groups = held.of_posts([*WITH_GROUPS]).values_list("organization__path", flat=True)
        here = Q(pk__in=held.of_posts([*ITSELF]).values("organization"))
        for path in set(with_groups):
            here |= Q(path__startswith=path)
        return Organization.objects.filter(here)

    def may_record(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` records for `organization`."""
        return self.organizations_of(user).filter(pk=organization.pk).exists()

    def recorded_by(self, member: Member | int, *, on: date | None = None) -> Exists:
        """Return, to annotate sessions with, whether `member` records each; the same as may_record, without a query.

        `member` may be an id, and `on` another day than today.
        """
        held = Appointment.objects.held_on(on or timezone.localdate()).filter(member=member)
        held = held.annotate(of=ExpressionWrapper(OuterRef("organization__path"), output_field=CharField()))
        below = Q(post__in=WITH_GROUPS, of__startswith=F("organization__path"))
        return Exists(held.filter(below | Q(post__in=ITSELF, of=F("organization__path"))))

    def visible_to(self, user: User) -> SessionQuerySet:
        """Return the sessions `user` records, oversees, or belongs to."""
        if not isinstance(user, Member):
            return StudySession.objects.none()
        if user.is_superuser:
            return StudySession.objects.all()
        own = StudySession.objects.concerning(user, on=timezone.localdate()).values("pk")
        seen = Q(organization__in=self.organizations_of(user).values("pk")) | Q(pk__in=own)
        for place in member_policy.overseen_by(user):
            seen |= Q(organization__path__startswith=place.path)
        return StudySession.objects.filter(seen)

    def can_view(self, user: User, session: StudySession) -> bool:
        """Tell whether `user` may see `session`, without the names."""
        return self.visible_to(user).filter(pk=session.pk).exists()

    def can_change(self, user: User, session: StudySession) -> bool:
        """Tell whether `user` may record `session`, and so read its names."""
        return self.may_record(user, session.organization)

    def oversees(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` answers for `organization` from it or from above, or keeps the site."""
        if not isinstance(user, Member):
            return False
        if user.is_superuser:
            return True
        return any(organization.is_within(place) for place in member_policy.overseen_by(user)) or (
            self.may_record(user, organization)
        )


class SessionFilePolicy:
    """A file of a session is for those who may see the session."""

    def visible_to(self, user: User) -> QuerySet[SessionFile]:
        """Return the files of sessions `user` may see."""
        seen = session_policy.visible_to(user).filter(pk=OuterRef("session"))
        return SessionFile.objects.filter(Exists(seen))

    def can_view(self, user: User, file: SessionFile) -> bool:
        """Tell whether `user` may open `file`."""
        return self.visible_to(user).filter(pk=file.pk).exists()


class CohortPolicy:
    """A make-up cohort names people, so it is for those who record for its organisation."""

    def visible_to(self, user: User) -> QuerySet[MakeUpCohort]:
        """Return the cohorts of the organisations `user` records for."""
        mine = session_policy.organizations_of(user).values("pk")
        return MakeUpCohort.objects.filter(organization__in=mine)

    def can_view(self, user: User, cohort: MakeUpCohort) -> bool:
        """Tell whether `user` may see `cohort`."""
        return self.visible_to(user).filter(pk=cohort.pk).exists()


session_policy = SessionPolicy()
session_file_policy = SessionFilePolicy()
cohort_policy = CohortPolicy()
