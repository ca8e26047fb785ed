"""To whom a plan is handed in: the organisation that reviews it.

A member's plan is reviewed by their branch; whoever leads a branch or a committee, or is a leading cadre of one, has
theirs reviewed by the organisation above it. Groups review nothing. Closed organisations are passed over.
"""

from datetime import date

from members.models import Appointment, Member, Organization, Post
from study.plans.errors import NoOrganization, NoSuperior, OrganizationClosed

LEADING = [
    Post.BRANCH_SECRETARY,
    Post.BRANCH_DEPUTY,
    Post.COMMITTEE_SECRETARY,
    Post.COMMITTEE_MEMBER,
    Post.LEADING_CADRE,
    Post.CENTRAL_GROUP,
]


def place_of(member: Member, *, on: date) -> Organization:
    """Return the organisation whose member's plan this is: where they lead, else where they belong.

    Raises:
        NoOrganization: the account belongs nowhere.
        OrganizationClosed: the organisation exists no longer.
    """
    held = Appointment.objects.held_on(on).of_posts(LEADING).filter(member=member)
    leading = held.select_related("organization").order_by("organization__depth", "pk").first()
    place = leading.organization if leading else member.organization
    if place is None:
        raise NoOrganization
    if place.closed_on and not place.exists_on(on):
        raise OrganizationClosed(
            place.label, place.closed_on, "请先由组织部门把您转到新的党组织，再上报计划。"
        )
    return place


def reviewer_of(member: Member, *, on: date) -> Organization:
    """Return the organisation that reviews `member`'s plan on `on`; at most three queries.

    Raises:
        NoOrganization, OrganizationClosed: as `place_of`.
        NoSuperior: there is nobody above.
    """
    place = place_of(member, on=on)
    leads = Appointment.objects.held_on(on).of_posts(LEADING).filter(member=member, organization=place)
    above = list(place.get_ancestors().order_by("-depth"))
    chain = above if leads.exists() else [place, *above]
    for organization in chain:
        if organization.kind != Organization.Kind.GROUP and organization.exists_on(on):
            return organization
    raise NoSuperior(place.label)
