"""Which organisation keeps whose ledger.

A branch keeps one for its members and those of its groups; where somebody stands directly under a committee or a general
branch, that one keeps it. Who moves takes nothing along: what was done before is entered where they belonged that day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from members.models import Member, Organization, Transfer
from members.querysets import MemberQuerySet

GROUP, BRANCH = Organization.Kind.GROUP, Organization.Kind.BRANCH


def ledger_home(organization: Organization) -> Organization:
    """Return the organisation that keeps the ledger of the members of `organization`."""
    if organization.kind != GROUP or organization.depth == 1:
        return organization
    parent = organization.get_parent()
    return parent if parent.kind == BRANCH else organization


def members_of(home: Organization) -> MemberQuerySet:
    """Return the active members whose ledger `home` keeps, by name."""
    own = Q(organization=home)
    if home.kind == BRANCH:
        own |= Q(organization__path__startswith=home.path, organization__kind=GROUP)
    return Member.objects.filter(own, is_active=True).order_by("name", "pk")


def places_of(home: Organization) -> set[int]:
    """Return the organisations whose members' ledger `home` keeps."""
    places = {home.pk}
    if home.kind == BRANCH:
        places |= set(home.get_descendants().filter(kind=GROUP).values_list("pk", flat=True))
    return places


class Belonging:
    """Where people belonged on any day, read once for many; `people` None means everybody."""

    def __init__(self, people: Collection[int] | None = None) -> None:
        members, moves = Member.objects.order_by(), Transfer.objects.order_by("on", "pk")
        if people is not None:
            members, moves = members.filter(pk__in=people), moves.filter(member__in=people)
        self.now = dict(members.values_list("pk", "organization_id"))
        self._moves: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for member, on, origin in moves.values_list("member_id", "on", "origin_id"):
            self._moves[member].append((on, origin))

    def place(self, member: int, day: date) -> int | None:
        """Return the organisation of `member` on `day`: where the first later move began, or where they are now."""
        for on, origin in self._moves.get(member, ()):
            if on > day:
                return origin
        return self.now.get(member)

    @property
    def movers(self) -> set[int]:
        """Return who ever moved."""
        return set(self._moves)


def people_of(home: Organization, *, since: date) -> list[int]:
    """Return the present members of a ledger by name, then who left it after `since`: whose acts may stand in it."""
    left = Transfer.objects.filter(origin__in=places_of(home), on__gt=since)
    present = list(members_of(home).values_list("pk", flat=True))
    return [*present, *sorted(set(left.values_list("member_id", flat=True)) - set(present))]


def homes_within(top: Organization, *, since: date | None = None) -> list[Organization]:
    """Return the organisations at or below `top` that keep a ledger for anybody, in tree order; three queries at most."""
    places = Organization.objects.filter(path__startswith=top.path)
    return homes_among(places, since=since)


def homes_among(places: Iterable[Organization], *, since: date | None = None) -> list[Organization]:
    """Return which of `places` keep a ledger for active members, or kept one for somebody who left after `since`.

    `places` hold whole branches with their groups.
    """
    known = {place.path: place for place in places}
    peopled = Member.objects.filter(is_active=True, organization__in=[one.pk for one in known.values()])
    paths = set(peopled.values_list("organization__path", flat=True))
    if since is not None:
        left = Transfer.objects.order_by().filter(on__gt=since).values_list("origin__path", flat=True)
        paths |= set(left.distinct()) & known.keys()
    homes = {home_path(path, known) for path in paths}
    return [known[path] for path in sorted(homes)]


def home_path(path: str, known: dict[str, Organization]) -> str:
    """Return the path of the ledger's home for members at `path`, from organisations in memory."""
    parent = known.get(path[: -Organization.steplen])
    is_in_branch = known[path].kind == GROUP and parent is not None and parent.kind == BRANCH
    return parent.path if is_in_branch and parent is not None else path
