"""What a branch sees of its members' reading: whether something is finished, and on which day. Nothing else."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils import timezone

from library.models import MaterialPage
from members.models import Member
from members.policies import User, member_policy
from members.querysets import MemberQuerySet
from study.models import Progress, Recommendation


@dataclass(frozen=True)
class Completion:
    """A member and the day they finished a text, None while they have not."""

    member: Member
    day: date | None


class CompletionPolicy:
    """May this user see who finished what? Those who answer for an organisation, of its members."""

    def visible_to(self, user: User) -> MemberQuerySet:
        """Return the members whose finished readings `user` may see; none for somebody without such a post."""
        if not member_policy.overseen_by(user):
            return Member.objects.none()
        return member_policy.visible_to(user).filter(is_active=True)

    def can_view(self, user: User) -> bool:
        """Tell whether there is anything for `user` to see."""
        return bool(member_policy.overseen_by(user))


completion_policy = CompletionPolicy()


def required_materials() -> list[MaterialPage]:
    """Return the live texts, books and lectures that are required of anybody, by title."""
    required = Recommendation.objects.filter(strength=Recommendation.Strength.REQUIRED)
    return list(MaterialPage.objects.live().filter(recommendations__in=required).distinct().order_by("title"))


def completions(user: User, material: MaterialPage) -> list[Completion]:
    """Return who of the members `user` may see finished `material` (any edition of a regulation), by branch and name."""
    members = completion_policy.visible_to(user).select_related("organization")
    texts = MaterialPage.objects.filter(path__startswith=material.path).values("pk")
    finished = Progress.objects.filter(
        member__in=members.values("pk"), material__in=texts, finished_at__isnull=False
    )
    days = dict(finished.order_by().values_list("member").annotate(first=Min("finished_at")))
    return [
        Completion(member, timezone.localdate(days[member.pk]) if member.pk in days else None)
        for member in members.order_by("organization__path", "name", "pk")
    ]
