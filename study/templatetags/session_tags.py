"""What a member's own pages say of sessions."""

from typing import Any

from django import template

from members.models import Member
from members.policies import member_policy
from study.cadence.policies import WITHIN_BRANCH
from study.sessions.policies import session_policy

register = template.Library()


@register.simple_tag(takes_context=True)
def session_duties(context: dict[str, Any]) -> dict[str, Any] | None:
    """Return the organisation the person asking answers for and what they may do there; None for most people."""
    user = context["request"].user
    if not isinstance(user, Member):
        return None
    place = session_policy.organizations_of(user).first()
    records = place is not None
    if place is None:
        place = min(member_policy.overseen_by(user), key=lambda one: one.path, default=None)
    if place is None:
        return None
    return {"place": place, "records": records, "names": records and place.kind in WITHIN_BRANCH}
