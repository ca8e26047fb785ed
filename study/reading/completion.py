"""What a branch sees of its members' reading: whether something is finished, and on which day. Nothing else.

Above the branch there are no names: how many finished it, by organisation and the one rule about small groups.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Min, Q
from django.utils import timezone

from library.models import MaterialPage
from members.models import Member, Organization
from members.policies import User, member_policy
from members.querysets import MemberQuerySet
from study.models import Progress, Recommendation
from study.querysets import ProgressQuerySet
from study.reports.policies import PEOPLED, report_policy
from study.small_groups import Share, share, split_small, total


@dataclass(frozen=True)
class Completion:
    """A member and the day they finished a text, None while they have not."""

    member: Member
    day: date | None


@dataclass(frozen=True)
class PlaceCount:
    """How many of an organisation, or of small ones put together, finished a text."""

    label: str
    share: Share


@dataclass(frozen=True)
class CountsBelow:
    """The same of everything right below an organisation, and altogether."""

    organization: Organization
    rows: list[PlaceCount]
    total: Share


class CompletionPolicy:
    """May this user see who finished what? Those who answer for a branch, of its members; those above see how many."""

    def visible_to(self, user: User) -> MemberQuerySet:
        """Return the members whose finished readings `user` may see by name; none for somebody without such a post."""
        places = report_policy.named_by(user)
        if not places:
            return Member.objects.none()
        within = reduce(or_, (Q(organization__path__startswith=place.path) for place in places))
        return Member.objects.filter(within, is_active=True)

    def counted_for(self, user: User) -> list[Organization]:
        """Return the organisations above branches of which `user` may see how many finished something, in tree order."""
        return [place for place in report_policy.organizations_of(user) if place.kind not in PEOPLED]

    def can_view(self, user: User) -> bool:
        """Tell whether there is anything for `user` to see."""
        return bool(member_policy.overseen_by(user))


completion_policy = CompletionPolicy()


def required_materials() -> list[MaterialPage]:
    """Return the live texts, books and lectures that are required of anybody, by title."""
    required = Recommendation.objects.filter(strength=Recommendation.Strength.REQUIRED)
    return list(MaterialPage.objects.live().filter(recommendations__in=required).distinct().order_by("title"))


def completions(user: User, material: MaterialPage) -> list[Completion]:
    """Return who of the members `user` may see by name finished `material` (any edition of a regulation), by branch and name."""
    members = completion_policy.visible_to(user).select_related("organization")
    finished = _finished(material).filter(member__in=members.values("pk"))
    days = dict(finished.values_list("member").annotate(first=Min("finished_at")))
    return [
        Completion(member, timezone.localdate(days[member.pk]) if member.pk in days else None)
        for member in members.order_by("organization__path", "name", "pk")
    ]


def counts_below(user: User, material: MaterialPage) -> list[CountsBelow]:
    """Return for each organisation `user` answers for above branches how many below it finished `material`; three queries."""
    tops = completion_policy.counted_for(user)
    if not tops:
        return []
    below = reduce(or_, (Q(path__startswith=top.path) for top in tops))
    labels = {place.path: place.label for place in Organization.objects.filter(below)}
    members = Member.objects.order_by().filter(is_active=True, organization__path__in=labels)
    done = _finished(material).values("member")
    people = list(
        members.values_list("organization__path").annotate(
            whole=Count("pk"), part=Count("pk", filter=Q(pk__in=done))
        )
    )
    return [_below(top, labels, people) for top in tops]


def _finished(material: MaterialPage) -> ProgressQuerySet:
    texts = MaterialPage.objects.filter(path__startswith=material.path).values("pk")
    return Progress.objects.order_by().filter(material__in=texts, finished_at__isnull=False)


def _below(top: Organization, labels: dict[str, str], people: list[tuple[str, int, int]]) -> CountsBelow:
    """Return the counts of what stands right below `top`, each with its whole subtree, and of who stands at `top` itself."""
    end = len(top.path) + Organization.steplen
    wholes: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for path, whole, part in people:
        if path.startswith(top.path):
            wholes[path[:end]] += whole
            parts[path[:end]] += part
    shown, hidden = split_small(sorted(wholes), wholes.__getitem__)
    rows = [
        PlaceCount(
            f"{labels[path]}直属" if path == top.path else labels[path],
            share(parts[path], wholes[path], within_branch=False),
        )
        for path in shown
    ]
    if hidden:
        together = [sum(counts[path] for path in hidden) for counts in (parts, wholes)]
        label = f"人数少的 {len(hidden)} 个党组织合计"
        rows.append(PlaceCount(label, share(together[0], together[1], within_branch=False)))
    return CountsBelow(top, rows, total([row.share for row in rows]))
