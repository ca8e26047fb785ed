"""Who may read what.

A live material is everybody's unless an editor restricted it (Wagtail's page privacy): to people who log in, to groups,
or by a password. Materials behind a password never show in lists, counts or search, because nobody can be asked for one
there.

A page past its day (`expire_at`) is nobody's, from that moment on and not from the next run of `publish_scheduled`; a
regulation takes its editions with it.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from library.models import MaterialPage, Provision, TopicPage
from library.querysets import MaterialQuerySet, ProvisionQuerySet
from members.models import Member
from members.statements import Statement

User = Member | AnonymousUser


def closed_paths(user: User) -> list[str]:
    """Return the tree paths of pages whose subtree `user` may not read, past ones among them; one query.

    Every page of the site asks this.
    """
    now = timezone.now()
    if not user.is_authenticated:
        return _CLOSED_TO_ANYBODY(now=now)
    return _PAST(now=now) if user.is_superuser else _CLOSED_TO_MEMBER(member=user.pk, now=now)


def _past(now: datetime) -> QuerySet:
    return past_pages(now).values_list("path", flat=True)


def _closed(restrictions: QuerySet, now: datetime) -> QuerySet:
    return restrictions.values_list("page__path", flat=True).union(_past(now))


def _closed_to_anybody(now: datetime) -> QuerySet:
    return _closed(PageViewRestriction.objects.all(), now)


def _closed_to_member(member: int, now: datetime) -> QuerySet:
    return _closed(restrictions_for(member), now)


def restrictions_for(member: int) -> QuerySet:
    """Return the restrictions that keep the member of this id out: passwords, and groups that they are not in."""
    groups = Member.groups.through.objects.filter(member=member).values("group")
    opening = PageViewRestriction.groups.through.objects.filter(
        pageviewrestriction=OuterRef("pk"), group__in=groups
    )
    restrictions = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN)
    return restrictions.exclude(Exists(opening), restriction_type=PageViewRestriction.GROUPS)


_PAST = Statement(_past)
_CLOSED_TO_ANYBODY = Statement(_closed_to_anybody)
_CLOSED_TO_MEMBER = Statement(_closed_to_member)


def past_pages(now: datetime) -> PageQuerySet:
    """Return the pages past their day that would still show something: live ones, and regulations with editions."""
    would_show = Q(live=True, numchild=0) | Q(materialpage__kind=MaterialPage.Kind.REGULATION, numchild__gt=0)
    return Page.objects.filter(would_show, expire_at__lte=now).order_by()


def below(paths: list[str], prefix: str = "") -> Q:
    """Return the condition of standing in one of these subtrees."""
    return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in paths))


class MaterialPolicy:
    """May this user read this material?"""

    def visible_to(
        self, user: User, *, closed: list[str] | None = None, of: MaterialQuerySet | None = None
    ) -> MaterialQuerySet:
        """Return live materials `user` may read; `closed` are the user's closed paths when they are known.

        `of` are live materials already, that only what is closed is to be taken away from.
        """
        materials = MaterialPage.objects.live() if of is None else of.all()
        closed = closed_paths(user) if closed is None else closed
        return materials.exclude(below(closed)) if closed else materials

    def can_view(self, user: User, material: Page, *, closed: list[str] | None = None) -> bool:
        """Tell whether `user` may read `material`."""
        closed = closed_paths(user) if closed is None else closed
        return material.live and not any(material.path.startswith(path) for path in closed)


class TopicPolicy:
    """May this user see this topic, its title included? As a material: live, and not restricted by an editor."""

    def visible_to(self, user: User, *, closed: list[str] | None = None) -> PageQuerySet:
        """Return live topics `user` may see; `closed` as above."""
        topics = TopicPage.objects.live()
        closed = closed_paths(user) if closed is None else closed
        return topics.exclude(below(closed)) if closed else topics

    def can_view(self, user: User, topic: Page, *, closed: list[str] | None = None) -> bool:
        """Tell whether `user` may see `topic`."""
        closed = closed_paths(user) if closed is None else closed
        return topic.live and not any(topic.path.startswith(path) for path in closed)


class ProvisionPolicy:
    """May this user read this provision? As its material."""

    def visible_to(
        self, user: User, *, closed: list[str] | None = None, of: ProvisionQuerySet | None = None
    ) -> ProvisionQuerySet:
        """Return provisions of the materials `user` may read; `closed` as above, `of` other provisions than all.

        Provisions exist only for live texts, so only restrictions are left to take away; they are named by
        material, which every search backend can filter on.
        """
        closed = closed_paths(user) if closed is None else closed
        provisions = Provision.objects.all() if of is None else of.all()
        if not closed:
            return provisions
        hidden = MaterialPage.objects.filter(below(closed)).values_list("pk", flat=True)
        return provisions.exclude(material_id__in=list(hidden))

    def can_view(self, user: User, provision: Provision) -> bool:
        """Tell whether `user` may read `provision`."""
        return material_policy.can_view(user, provision.material)


class SourcePolicy:
    """May this user download the captured original of a material? Those who may edit the material."""

    def can_view(self, user: User, material: Page) -> bool:
        """Tell whether `user` may have the original file."""
        return user.is_authenticated and material.permissions_for_user(user).can_edit()


class ImportPolicy:
    """May this user bring documents in? Those who may add pages to the library."""

    def can_import(self, user: User, library: Page) -> bool:
        """Tell whether `user` may import under `library`."""
        return user.is_authenticated and library.permissions_for_user(user).can_add_subpage()


material_policy = MaterialPolicy()
topic_policy = TopicPolicy()
provision_policy = ProvisionPolicy()
source_policy = SourcePolicy()
import_policy = ImportPolicy()
