"""Small words templates of study need."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from library.models import MaterialPage, Provision
from study.models import Progress
from study.policies import progress_policy
from study.reading.units import units_of

register = template.Library()

WEEKDAYS = "一二三四五六日"
UNREAD_SHOWN = 6


@register.filter
def weekday_zh(moment: datetime) -> str:
    """Return the Chinese name of the weekday of `moment` in local time, without 星期."""
    return WEEKDAYS[timezone.localtime(moment).weekday()]


@register.simple_tag(takes_context=True)
def own_progress(context: dict[str, Any], material: MaterialPage) -> Progress | None:
    """Return how far the person asking has come with `material`; None for nobody and in previews; one query a page."""
    request = context["request"]
    if not material.pk or getattr(request, "is_preview", False):
        return None
    known: dict[int, Progress | None] = vars(request).setdefault("own_progress", {})
    if material.pk not in known:
        known[material.pk] = progress_policy.visible_to(request.user).filter(material_id=material.pk).first()
        if known[material.pk] is None and "X-Keep" in request.headers and request.user.is_authenticated:
            # A copy to be read without a line: nothing is recorded yet, and what will be is reported from it.
            known[material.pk] = Progress(member=request.user, material_id=material.pk)
    return known[material.pk]


@register.simple_tag
def unread(progress: Progress, material: MaterialPage) -> list[Provision]:
    """Return the first provisions of a text that were not read yet, at most six; none before anything was read."""
    if not progress.seen:
        return []
    missing = [one for one in units_of(material) if one not in set(progress.seen)][:UNREAD_SHOWN]
    rows = Provision.objects.filter(material_id=material.pk, address__in=missing)
    return list(rows.only("number", "heading", "address", "full_text").order_by("position"))


@register.simple_tag
def place_called(progress: Progress) -> str:
    """Return what the place is called where the reader was last: 第十二条, or its first words; "" for none."""
    if not progress.address:
        return ""
    place = Provision.objects.filter(material_id=progress.material_id, address=progress.address).first()
    return called(place) if place else ""


@register.filter
def called(provision: Provision) -> str:
    """Return what a provision is called in a list: its number, its heading, or its first words."""
    return provision.number or provision.heading or f"“{(provision.full_text or provision.text)[:12]}……”"
