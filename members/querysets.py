"""Reads: who is where, who holds what, who belongs to an audience."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from treebeard.mp_tree import MP_NodeManager

from members.statements import Statement

if TYPE_CHECKING:
    from members.models import Audience, Organization


class OrganizationManager(MP_NodeManager):
    """Organisations in tree order."""

    def branches_of(self, places: Iterable[int]) -> "dict[int, Organization]":
        """Return of each of these organisations the branch it is or lies in; without one, itself; two queries."""
        known = {place.pk: place for place in self.filter(pk__in=set(places))}
        paths = {path for place in known.values() for path in place.lineage}
        above = {place.path: place for place in self.filter(path__in=paths)}
        found = {}
        for pk, place in known.items():
            line = [above[path] for path in reversed(place.lineage)]
            found[pk] = next((one for one in line if one.kind == self.model.Kind.BRANCH), place)
        return found


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

    def placed_on(self, day: date) -> "MemberQuerySet":
        """Give each member `place_then`, the id of their organisation on `day`, whatever moved since.

        It is where the first move after `day` started, or else where they are now.
        """
        from members.models import Transfer

        later = Transfer.objects.filter(member=OuterRef("pk"), on__gt=day).order_by("on", "pk")
        then = Coalesce(
            Subquery(later.values("origin_id")[:1]),
            F("organization_id"),
            output_field=models.BigIntegerField(),
        )
        return self.annotate(place_then=then)

    def belonging_to(self, organization: "Organization", *, on: date) -> "MemberQuerySet":
        """Return who belonged to `organization` or below it on day `on`."""
        from members.models import Organization

        inside = Organization.objects.filter(path__startswith=organization.path)
        return self.placed_on(on).filter(place_then__in=inside.values("pk"))

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

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return one member; by number, as every request looks up who sent it, by a statement put together once."""
        from members.models import Member

        number = kwargs.get("pk")
        # Managers of an organisation's members, and the like, are of classes below this one.
        is_plain = type(self) is MemberManager and self.model is Member and self._db is None
        if is_plain and not args and len(kwargs) == 1 and type(number) is int and 0 < number < MOST_NUMBER:
            found = _BY_NUMBER(pk=number)
            if found:
                return found[0]
        return super().get(*args, **kwargs)


def _by_number(pk: int) -> MemberQuerySet:
    from members.models import Member

    return MemberQuerySet(Member).filter(pk=pk)


_BY_NUMBER = Statement(_by_number)
# No row's number is as large, and SQLite cannot be asked for one that is larger still.
MOST_NUMBER = 2**31
