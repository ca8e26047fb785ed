"""Following the library: a text a member opens is a text being read."""

from typing import Any

from django.utils import timezone

from library.signals import material_opened
from study.actions import open_material


def _opened(sender: type, material: Any, member: Any, request: Any = None, **kwargs: Any) -> None:
    # A device that fetches a text to keep it is not a person who reads it.
    if request is not None and request.headers.get("X-Keep"):
        return
    open_material(member=member, material=material, now=timezone.now())


def connect() -> None:
    """Listen to readers."""
    material_opened.connect(_opened, dispatch_uid="study.opened")
