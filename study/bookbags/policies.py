"""Who may see a book bag, and who may tick who received it."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Audience, Member
from members.policies import User, member_policy
from members.querysets import MemberQuerySet
from study.models import BookBag


class BagPolicy:
    """A bag is its audience's, and of those who hand it out; a draft is the editors'."""

    def visible_to(self, user: User) -> QuerySet[BookBag]:
        """Return published bags for everybody, for an audience `user` is in, or that `user` may hand out."""
        if not isinstance(user, Member):
            return BookBag.objects.none()
        if user.has_perm("study.change_bookbag"):
            return BookBag.objects.all()
        published = BookBag.objects.filter(is_published=True)
        if member_policy.overseen_by(user):
            return published
        posts = user.posts_on(timezone.localdate())
        audiences = Audience.objects.filter(book_bags__is_published=True).select_related("subtree").distinct()
        mine = [one.pk for one in audiences if one.includes(user, posts=posts)]
        return published.filter(Q(audience__isnull=True) | Q(audience__in=mine))

    def can_view(self, user: User, bag: BookBag) -> bool:
        """Tell whether `user` may see `bag`."""
        return self.visible_to(user).filter(pk=bag.pk).exists()

    def receivers(self, user: User, bag: BookBag) -> MemberQuerySet:
        """Return whom `user` may tick: those of the bag's audience in the organisations `user` answers for."""
        overseen = member_policy.overseen_by(user)
        if not overseen:
            return Member.objects.none()
        within = reduce(or_, (Q(organization__path__startswith=place.path) for place in overseen))
        members = Member.objects.filter(within, is_active=True)
        if bag.audience is not None:
            members = members.in_audience(bag.audience, on=timezone.localdate())
        return members.select_related("organization").order_by("organization__path", "name", "pk")


bag_policy = BagPolicy()
