"""Who may see whom.

本人 sees themselves; a branch secretary or deputy sees the branch with its groups; a committee's secretary and
members see their subtree; operators (超级管理员) see everybody, because they keep the accounts. Being an editor
opens no one's records.
"""

from datetime import date
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from members.models import Appointment, Member, Organization, Post
from members.querysets import MemberQuerySet

User = Member | AnonymousUser

BRANCH_OVERSEERS = [Post.BRANCH_SECRETARY, Post.BRANCH_DEPUTY]
TREE_OVERSEERS = [Post.COMMITTEE_SECRETARY, Post.COMMITTEE_MEMBER]


class MemberPolicy:
    """May this user see this person's study records?"""

    def overseen_by(self, user: User, *, on: date | None = None) -> list[Organization]:
        """Return the organisations whose members' records `user` may see by virtue of posts; one query."""
        if not isinstance(user, Member):
            return []
        held = Appointment.objects.held_on(on or timezone.localdate()).filter(member=user)
        overseeing = held.of_posts([*BRANCH_OVERSEERS, *TREE_OVERSEERS]).select_related("organization")
        return [appointment.organization for appointment in overseeing]

    def visible_to(self, user: User) -> MemberQuerySet:
        """Return the members whose records `user` may see."""
        if not isinstance(user, Member):
            return Member.objects.none()
        if user.is_superuser:
            return Member.objects.all()
        subtrees = [Q(organization__path__startswith=place.path) for place in self.overseen_by(user)]
        return Member.objects.filter(reduce(or_, subtrees, Q(pk=user.pk)))

    def can_view(self, user: User, member: Member) -> bool:
        """Tell whether `user` may see the records of `member`."""
        return self.visible_to(user).filter(pk=member.pk).exists()


member_policy = MemberPolicy()
