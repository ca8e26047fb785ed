"""Small words the page of a lecture needs."""

from typing import Any

from django import template
from django.utils import timezone

from library.models import MicroLecturePage
from media.captions import say_clock
from members.models import Member, Organization
from study.models import Progress, Watched
from study.policies import progress_policy
from study.screenings.policies import screening_policy
from study.watching.actions import ticket_for

register = template.Library()


@register.simple_tag(takes_context=True)
def own_watching(context: dict[str, Any], lecture: MicroLecturePage) -> dict[str, Any] | None:
    """Return how far the person asking has watched `lecture`; None for nobody and in previews; two queries."""
    request = context["request"]
    user = request.user
    if not lecture.pk or not isinstance(user, Member) or getattr(request, "is_preview", False):
        return None
    watched = Watched.objects.filter(member=user, lecture=lecture).first()
    progress: Progress | None = progress_policy.visible_to(user).filter(material_id=lecture.pk).first()
    at = int(watched.position) if watched else 0
    duration = lecture.recording.duration if lecture.recording else 0
    return {
        "ticket": ticket_for(
            member=user, lecture=lecture, now=timezone.now(), kept="X-Keep" in request.headers
        ),
        "percent": progress.percent if progress else 0,
        "finished_at": progress.finished_at if progress else None,
        # At the end, one begins again.
        "position": at if at < duration - 5 else 0,
        "clock": say_clock(at * 1000),
    }


@register.simple_tag(takes_context=True)
def may_host(context: dict[str, Any]) -> list[Organization]:
    """Return the organisations the person asking may hold a screening for; one query."""
    return screening_policy.organizations_of(context["request"].user)
