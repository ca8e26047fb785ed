"""A member's notes beside the text they read."""

from typing import Any

from django import template
from django.db.models import Q

from library.models import MaterialPage
from members.models import Member
from study.models import Note
from study.notes.policies import note_policy

register = template.Library()

SHOWN = 50


@register.simple_tag(takes_context=True)
def own_notes(context: dict[str, Any], material: MaterialPage) -> list[Note] | None:
    """Return the reader's notes on `material`, the latest 50; None for nobody and in previews; one query."""
    request = context["request"]
    if not material.pk or not isinstance(request.user, Member) or getattr(request, "is_preview", False):
        return None
    here = Q(material_id=material.pk) | Q(doubt_material_id=material.pk)
    return list(note_policy.visible_to(request.user).filter(here)[:SHOWN])
