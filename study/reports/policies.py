"""Who may see a report, and whom in it.

A report is seen by those who answer for its organisation or for one above it. Persons stand in it only for those who
answer for the branch itself. A member's own half-yearly report is theirs until it is handed in; then the branch reads it.
"""

from django.db.models import Q, QuerySet

from members.models import Member, Organization
from members.policies import User, member_policy
from study.ledger.policies import ledger_policy
from study.models import PersonalReport

PEOPLED = (Organization.Kind.BRANCH, Organization.Kind.GROUP)


class ReportPolicy:
    """May this user see this organisation's report?"""

    def organizations_of(self, user: User) -> list[Organization]:
        """Return the organisations `user` answers for, in tree order."""
        found = {place.pk: place for place in member_policy.overseen_by(user)}
        return sorted(found.values(), key=lambda place: place.path)

    def can_view(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` may see the report of `organization`."""
        return any(organization.is_within(place) for place in self.organizations_of(user))

    def is_from_above(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` looks at `organization` from above it."""
        return all(place.pk != organization.pk for place in self.organizations_of(user))

    def seen_from(self, user: User, organization: Organization) -> Organization | None:
        """Return the nearest organisation from which `user` looks down at `organization`.

        None for those who answer for it, and for those of its branch, who see its persons by name.
        """
        if not self.is_from_above(user, organization):
            return None
        above = [place for place in self.organizations_of(user) if organization.is_within(place)]
        nearest = max(above, key=lambda place: place.depth, default=None)
        return None if nearest is None or nearest.kind in PEOPLED else nearest

    def sees_names(self, user: User, organization: Organization) -> bool:
        """Tell whether `user` may see persons in the report: of a branch, who keeps its records."""
        return any(place.pk == organization.pk for place in self.named_by(user))

    def named_by(self, user: User) -> list[Organization]:
        """Return the branches and groups whose persons `user` may see by name, those below a branch with it."""
        return [place for place in self.organizations_of(user) if place.kind in PEOPLED]


class PersonalReportPolicy:
    """May this user see this member's own report?"""

    def visible_to(self, user: User) -> QuerySet[PersonalReport]:
        """Return the user's own, and those handed in to an organisation whose records they keep."""
        if not isinstance(user, Member):
            return PersonalReport.objects.none()
        kept = [place.pk for place in ledger_policy.kept_by(user)]
        handed_in = Q(organization__in=kept, handed_in_at__isnull=False)
        return PersonalReport.objects.filter(Q(member=user) | handed_in)

    def can_view(self, user: User, report: PersonalReport) -> bool:
        """Tell whether `user` may see `report`."""
        return self.visible_to(user).filter(pk=report.pk).exists()


report_policy = ReportPolicy()
personal_report_policy = PersonalReportPolicy()
