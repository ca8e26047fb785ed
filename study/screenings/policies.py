"""Who may host a screening, and who may see who was there.

Names stay with those who answer for the organisation itself, as they do on the rolls of sessions; organisations above
see the session that is made of a screening, and how many came.
"""

from django.db.models import Q, QuerySet

from library.policies import material_policy
from members.models import Member, Organization
from members.policies import User, member_policy
from members.querysets import MemberQuerySet
from study.models import Screening


class ScreeningPolicy:
    """Hosting follows the posts that answer for an organisation; a list is its host's, and of the posts closest to it."""

    def organizations_of(self, user: User) -> list[Organization]:
        """Return the organisations `user` may host for; one query."""
        return member_policy.overseen_by(user)

    def visible_to(self, user: User) -> QuerySet[Screening]:
        """Return the screenings `user` hosts, or of the organisation they hold a post in; of a branch its groups' too."""
        if not isinstance(user, Member):
            return Screening.objects.none()
        mine = Q(host=user)
        for place in self.organizations_of(user):
            is_branch = place.kind == Organization.Kind.BRANCH
            mine |= Q(organization__path__startswith=place.path) if is_branch else Q(organization=place)
        return Screening.objects.filter(mine)

    def can_view(self, user: User, screening: Screening) -> bool:
        """Tell whether `user` may see who was at `screening`."""
        return self.visible_to(user).filter(pk=screening.pk).exists()

    def members_to_tick(self, user: User, screening: Screening) -> MemberQuerySet:
        """Return whom `user` may register: members of the screening's organisation whose records they may see."""
        here = member_policy.visible_to(user).filter(
            organization__path__startswith=screening.organization.path, is_active=True
        )
        return here.order_by("name", "pk")

    def can_join(self, user: User, screening: Screening) -> bool:
        """Tell whether `user` may register with the code: a member who may watch the lecture."""
        return isinstance(user, Member) and material_policy.can_view(user, screening.lecture)


screening_policy = ScreeningPolicy()
