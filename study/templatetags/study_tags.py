"""Small words templates of study need."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from library.models import MaterialPage
from study.models import Progress
from study.policies import progress_policy

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.filter
def weekday_zh(moment: datetime) -> str:
    """Return the Chinese name of the weekday of `moment` in local time, without 星期."""
    return WEEKDAYS[timezone.localtime(moment).weekday()]


@register.simple_tag(takes_context=True)
def own_progress(context: dict[str, Any], material: MaterialPage) -> Progress | None:
    """Return how far the person asking has come with `material`; None for nobody and in previews."""
    request = context["request"]
    if not material.pk or getattr(request, "is_preview", False):
        return None
    return progress_policy.visible_to(request.user).filter(material_id=material.pk).first()
