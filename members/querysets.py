"""Reads: who is where, who holds what, who belongs to an audience."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from treebeard.mp_tree import MP_NodeManager

if TYPE_CHECKING:
    from members.models import Audience, Organization


class OrganizationManager(MP_NodeManager):
    """Organisations in tree order."""


class AppointmentQuerySet(models.QuerySet):
    """Appointments that chain."""

    def held_on(self, day: date) -> "AppointmentQuerySet":
        """Return appointments in force on `day`."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def of_posts(self, posts: Sequence[str]) -> "AppointmentQuerySet":
        """Return appointments to any of `posts`."""
        return self.filter(post__in=posts)


class MemberQuerySet(models.QuerySet):
    """Members that chain."""

    def within(self, organization: "Organization") -> "MemberQuerySet":
        """Return members of `organization` and of everything below it."""
        return self.filter(organization__path__startswith=organization.path)

    def holding(self, posts: list[str], *, on: date) -> "MemberQuerySet":
        """Return members who hold any of `posts` on day `on`."""
        from members.models import Appointment

        held = Appointment.objects.held_on(on).of_posts(posts).filter(member=OuterRef("pk"))
        return self.filter(Exists(held))

    def in_audience(self, audience: "Audience", *, on: date) -> "MemberQuerySet":
        """Return active members who fit every condition of `audience` on day `on`."""
        members = self.filter(is_active=True)
        if audience.posts:
            members = members.holding(audience.posts, on=on)
        if audience.fields:
            members = members.filter(organization__field__in=audience.fields)
        if audience.categories:
            members = members.filter(category__in=audience.categories)
        if audience.mobile_only:
            members = members.filter(is_mobile=True)
        return members.within(audience.subtree) if audience.subtree else members


_MemberManagerBase = UserManager.from_queryset(MemberQuerySet)


class MemberManager(_MemberManagerBase):
    """Django's account creation with our reads."""
