"""Who may see a cadence board, and whose figures are exact."""

from django.db.models import Q, QuerySet

from members.models import Member, Organization
from members.policies import User, member_policy
from study.sessions.policies import session_policy

WITHIN_BRANCH = (Organization.Kind.BRANCH, Organization.Kind.GROUP)


class BoardPolicy:
    """A board is for those who answer or record for the organisation, from it or from above."""

    def visible_to(self, user: User) -> QuerySet[Organization]:
        """Return the organisations whose board `user` may see, in tree order."""
        if not isinstance(user, Member):
            return Organization.objects.none()
        if user.is_superuser:
            return Organization.objects.all()
        seen = Q(pk__in=session_policy.organizations_of(user).values("pk"))
        for place in member_policy.overseen_by(user):
            seen |= Q(path__startswith=place.path)
        return Organization.objects.filter(seen)

    def can_view(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` may see the board of `organization`."""
        return self.visible_to(user).filter(pk=organization.pk).exists()

    def sees_people(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` may read names and small figures: whoever records for this branch or group."""
        return organization.kind in WITHIN_BRANCH and session_policy.may_record(user, organization)


board_policy = BoardPolicy()
