"""Lists of ticks that several people keep: a page changes only what was changed on it, however old it is.

A page names in hidden fields called `was` whom it showed ticked. Who is ticked and was not is added, who was and is not is
taken away; everybody else stays as somebody else may have left them in the meantime.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from members.models import Member
from members.querysets import MemberQuerySet
from members.requests import is_number

WAS_FIELD = "was"


def ticked_before(data: Any) -> set[int]:
    """Return whom the page that sent `data` showed ticked; what is no number is nobody."""
    said = data.getlist(WAS_FIELD) if hasattr(data, "getlist") else []
    return {int(one) for one in said if is_number(one)}


def may_stand(members: MemberQuerySet, before: Collection[int]) -> MemberQuerySet:
    """Return `members` and whoever was ticked before: their tick may be sent again when they are no longer on the list."""
    return Member.objects.filter(Q(pk__in=members.order_by().values("pk")) | Q(pk__in=before))


def changed(
    ticked: Collection[int], before: Collection[int] | None, known: Collection[int]
) -> tuple[set[int], set[int]]:
    """Return who was added and who was taken away since the page was opened; without a page, since `known`."""
    began = set(known if before is None else before)
    return set(ticked) - began, began - set(ticked)
