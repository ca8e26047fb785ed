"""Who may see and keep a ledger.

本人 sees their own entries. A branch's secretary and deputy see and keep the branch's ledger. Those above see how many
entries a branch has and what they sum to, never a person's, except the secretary's and the deputy's own, for which nobody
else could answer. Nobody decides on their own points.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from members.models import Appointment, Member, Organization
from members.policies import BRANCH_OVERSEERS, TREE_OVERSEERS, User, member_policy
from members.querysets import MemberQuerySet
from members.requests import is_number
from study.ledger.homes import ledger_home, members_of
from study.models import PointAppeal, PointEntry, PointRule

KEEPERS = [*BRANCH_OVERSEERS, *TREE_OVERSEERS]


class LedgerPolicy:
    """May this user see or keep the ledger of this organisation?"""

    def kept_by(self, user: User) -> list[Organization]:
        """Return the organisations whose ledger `user` keeps: where they hold the post that answers for it."""
        found = {ledger_home(place).pk: ledger_home(place) for place in member_policy.overseen_by(user)}
        return sorted(found.values(), key=lambda place: place.path)

    def can_keep(self, user: User, home: Organization) -> bool:
        """Tell whether `user` keeps the ledger of `home`."""
        return any(place.pk == home.pk for place in self.kept_by(user))

    def can_view_sums(self, user: User, home: Organization) -> bool:
        """Tell whether `user` may see the sums of `home`: those who answer for it or for something above it."""
        return any(home.is_within(place) for place in member_policy.overseen_by(user))

    def people(self, user: User, home: Organization) -> MemberQuerySet:
        """Return whose entries in the ledger of `home` `user` may see as one who answers for it, by name."""
        if self.can_keep(user, home):
            former = PointEntry.objects.filter(organization=home, member=OuterRef("pk"))
            present = Q(pk__in=members_of(home).values("pk"))
            return Member.objects.filter(present | Q(Exists(former))).order_by("name", "pk")
        if self.can_view_sums(user, home):
            return Member.objects.filter(Q(Exists(self._answers_for(home)))).order_by("name", "pk")
        return Member.objects.none()

    def entries_visible_to(self, user: User) -> QuerySet[PointEntry]:
        """Return the entries `user` may see: their own, those of ledgers they keep, those of keepers below them."""
        if not isinstance(user, Member):
            return PointEntry.objects.none()
        return PointEntry.objects.filter(self._theirs(user))

    def appeals_visible_to(self, user: User) -> QuerySet[PointAppeal]:
        """Return the appeals `user` may see, by the same rule."""
        if not isinstance(user, Member):
            return PointAppeal.objects.none()
        return PointAppeal.objects.filter(self._theirs(user))

    def can_decide(self, user: User, home: Organization, member: Member | int) -> bool:
        """Tell whether `user` may correct entries of `member` in the ledger of `home` and answer their appeals."""
        pk = member if isinstance(member, int) else member.pk
        if not isinstance(user, Member) or user.pk == pk:
            return False
        return self.can_keep(user, home) or (
            self.can_view_sums(user, home) and self._answers_for(home, member=pk).exists()
        )

    def can_view_sheet(self, user: User, member: Member) -> bool:
        """Tell whether `user` may see the year-end sheet of `member`: their own, or of a ledger `user` keeps."""
        if not isinstance(user, Member):
            return False
        if user.pk == member.pk:
            return True
        return member.organization is not None and (
            self.people(user, ledger_home(member.organization)).filter(pk=member.pk).exists()
        )

    def _theirs(self, user: Member) -> Q:
        kept = [place.pk for place in self.kept_by(user)]
        found = Q(member=user) | Q(organization__in=kept)
        for place in member_policy.overseen_by(user):
            keeper = Appointment.objects.held_on(timezone.localdate()).of_posts(KEEPERS)
            keeper = keeper.filter(member=OuterRef("member"), organization=OuterRef("organization"))
            found |= Q(organization__path__startswith=place.path) & Q(Exists(keeper))
        return found

    def _answers_for(self, home: Organization, member: int | None = None) -> QuerySet[Appointment]:
        held = Appointment.objects.held_on(timezone.localdate()).of_posts(KEEPERS)
        held = held.filter(organization=home)
        return held.filter(member=OuterRef("pk") if member is None else member)


class PointRulePolicy:
    """Who may see and make rules: those who answer for the organisation; adopted ones are read by all below."""

    def made_by(self, user: User) -> list[Organization]:
        """Return the organisations `user` may make rules for."""
        return member_policy.overseen_by(user)

    def visible_to(self, user: User) -> QuerySet[PointRule]:
        """Return the adopted rules on the way to `user`, and all rules of organisations they answer for and below."""
        if not isinstance(user, Member):
            return PointRule.objects.none()
        found = Q(pk__in=[])
        if user.organization:
            found |= Q(pk__in=PointRule.objects.adopted().on_the_way_to(user.organization).values("pk"))
        for place in self.made_by(user):
            found |= Q(organization__path__startswith=place.path)
            found |= Q(pk__in=PointRule.objects.adopted().on_the_way_to(place).values("pk"))
        return PointRule.objects.filter(found)

    def can_view(self, user: User, rule: PointRule) -> bool:
        """Tell whether `user` may read `rule`."""
        return self.visible_to(user).filter(pk=rule.pk).exists()

    def can_change(self, user: User, rule: PointRule) -> bool:
        """Tell whether `user` may change, try, adopt or end `rule`: who answers for its organisation itself."""
        return any(place.pk == rule.organization_id for place in self.made_by(user))


def year_of(text: str, *, today: date) -> int:
    """Return the year a page asks for, this year where it says none that makes sense."""
    return int(text) if is_number(text) and 2000 <= int(text) <= today.year + 1 else today.year


ledger_policy = LedgerPolicy()
point_rule_policy = PointRulePolicy()
