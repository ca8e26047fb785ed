"""Who uses a smartphone: asked by the branch and noted with the day, so that nobody is taken for reached by a screen."""

from collections.abc import Mapping
from datetime import date

from members.models import Member, Organization
from members.querysets import MemberQuerySet


def members_of(organization: Organization) -> MemberQuerySet:
    """Return the Party members of an organisation and its groups, by name."""
    party = Member.objects.within(organization).exclude(category=Member.Category.ACTIVIST)
    return party.filter(is_active=True).select_related("organization").order_by("name", "pk")


def note_smartphones(*, organization: Organization, answers: Mapping[int, bool | None], today: date) -> int:
    """Note what members of `organization` answered; returns how many changed. An unchanged answer keeps its day."""
    changed = [
        member
        for member in members_of(organization)
        if member.pk in answers and answers[member.pk] != member.has_smartphone
    ]
    for member in changed:
        member.has_smartphone = answers[member.pk]
        member.smartphone_noted_on = today if answers[member.pk] is not None else None
    Member.objects.bulk_update(changed, ["has_smartphone", "smartphone_noted_on"])
    return len(changed)
