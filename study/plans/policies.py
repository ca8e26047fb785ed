"""Who may see and change plans.

A plan is its member's alone. What the member handed in is seen, read only, by those who answer for the organisation the
member was in then or is in now; of these, those of the organisation it was handed in to review it. An annual plan is its
organisation's until it is published; then it is everybody's below, and of those who answer for an organisation above.
"""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Audience, Member, Organization
from members.policies import User, member_policy
from members.querysets import MemberQuerySet
from study.models import AnnualPlan, PlanFiling, PlanTemplate, StudyPlan
from study.plans.querysets import PlanFilingQuerySet, StudyPlanQuerySet


class PlanPolicy:
    """May this user see and change this plan? Only their own."""

    def visible_to(self, user: User) -> StudyPlanQuerySet:
        """Return the user's own plans."""
        if not isinstance(user, Member):
            return StudyPlan.objects.none()
        return StudyPlan.objects.filter(member=user)

    def can_view(self, user: User, plan: StudyPlan) -> bool:
        """Tell whether `plan` is the user's own."""
        return isinstance(user, Member) and plan.member_id == user.pk


class FilingPolicy:
    """May this user look at what somebody else handed in, and review it?"""

    def visible_to(self, user: User) -> PlanFilingQuerySet:
        """Return the filings of members of the organisations `user` answers for, then or now; not their own."""
        places = member_policy.overseen_by(user)
        if not places or not isinstance(user, Member):
            return PlanFiling.objects.none()
        then = [Q(organization__path__startswith=place.path) for place in places]
        now = [Q(plan__member__organization__path__startswith=place.path) for place in places]
        return PlanFiling.objects.filter(reduce(or_, [*then, *now])).exclude(plan__member=user)

    def can_view(self, user: User, filing: PlanFiling) -> bool:
        """Tell whether `user` may look at `filing`."""
        return self.visible_to(user).filter(pk=filing.pk).exists()

    def looks_as(self, user: User, filing: PlanFiling) -> Organization | None:
        """Return for which organisation `user` looks at `filing`: the reviewing one, else the nearest."""
        places = member_policy.overseen_by(user)
        home = filing.plan.member.organization
        covering = [
            place
            for place in places
            if filing.organization.is_within(place) or (home is not None and home.is_within(place))
        ]
        return max(covering, key=lambda place: (place.pk == filing.reviewed_by_id, place.depth), default=None)

    def can_review(self, user: User, filing: PlanFiling) -> bool:
        """Tell whether `user` may decide on `filing`: it was handed in to an organisation they answer for."""
        if not isinstance(user, Member) or filing.plan.member_id == user.pk:
            return False
        return filing.reviewed_by_id in {place.pk for place in member_policy.overseen_by(user)}


class AnnualPlanPolicy:
    """May this user see this annual plan, and who may write one?"""

    def organizations_of(self, user: User) -> list[Organization]:
        """Return the organisations whose annual plans `user` writes; one query."""
        return member_policy.overseen_by(user)

    def visible_to(self, user: User) -> QuerySet[AnnualPlan]:
        """Return published plans from above and below, and drafts of one's own organisations."""
        if not isinstance(user, Member):
            return AnnualPlan.objects.none()
        mine = self.organizations_of(user)
        home = user.organization.lineage if user.organization else []
        seen = Q(published_at__isnull=False, organization__path__in=home)
        for place in mine:
            seen |= Q(published_at__isnull=False, organization__path__startswith=place.path)
            seen |= Q(published_at__isnull=False, organization__path__in=place.lineage)
            seen |= Q(organization=place)
        return AnnualPlan.objects.filter(seen)

    def can_view(self, user: User, plan: AnnualPlan) -> bool:
        """Tell whether `user` may see `plan`."""
        return self.visible_to(user).filter(pk=plan.pk).exists()

    def can_change(self, user: User, plan: AnnualPlan) -> bool:
        """Tell whether `user` answers for the organisation whose plan it is."""
        return plan.organization_id in {place.pk for place in self.organizations_of(user)}

    def offered_to(self, user: User, *, on: date | None = None) -> list[AnnualPlan]:
        """Return the published plans of this year and later that `user` may start from, the nearest first."""
        if not isinstance(user, Member) or user.organization is None:
            return []
        today = on or timezone.localdate()
        plans = AnnualPlan.objects.filter(
            published_at__isnull=False,
            year__gte=today.year,
            organization__path__in=user.organization.lineage,
        )
        plans = plans.select_related("audience__subtree", "organization").order_by(
            "year", "-organization__depth"
        )
        return [plan for plan in plans if _fits(plan.audience, user, today)]

    def receivers(self, user: User, plan: AnnualPlan) -> MemberQuerySet:
        """Return to whom `user` may hand `plan` out: its audience within its organisation, themselves included."""
        if not self.can_change(user, plan):
            return Member.objects.none()
        members = Member.objects.filter(is_active=True).within(plan.organization)
        if plan.audience is not None:
            members = members.in_audience(plan.audience, on=timezone.localdate())
        return members.select_related("organization").order_by("organization__path", "name", "pk")


class TemplatePolicy:
    """May this user start from this template? A published one whose audience they are in."""

    def offered_to(self, user: User) -> list[PlanTemplate]:
        """Return the templates for `user`."""
        if not isinstance(user, Member):
            return []
        today = timezone.localdate()
        templates = PlanTemplate.objects.filter(is_published=True).select_related("audience__subtree")
        return [template for template in templates if _fits(template.audience, user, today)]


def _fits(audience: Audience | None, member: Member, today: date) -> bool:
    return audience is None or audience.includes(member, posts=member.posts_on(today))


plan_policy = PlanPolicy()
filing_policy = FilingPolicy()
annual_plan_policy = AnnualPlanPolicy()
template_policy = TemplatePolicy()
