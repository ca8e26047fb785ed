"""Lists of materials: filters from the address bar, a page at a time."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from library.models.material import MaterialPage

MATERIALS_PER_PAGE = 20
LISTED_KINDS = [(kind.value, kind.label) for kind in MaterialPage.Kind if kind != MaterialPage.Kind.EDITION]


def material_list(request: HttpRequest, *, topic: Any = None) -> dict[str, Any]:
    """Return the context of a list: one page of materials the reader may see, and the filters chosen."""
    from library.policies import material_policy

    materials = material_policy.visible_to(request.user).listed().with_standing(timezone.localdate())
    # PostgreSQL refuses a NUL instead of finding nothing.
    chosen = {name: request.GET.get(name, "").replace("\0", "�") for name in ("kind", "topic", "status")}
    if topic is not None:
        materials = materials.on_topic(topic.pk)
    elif chosen["topic"]:
        materials = materials.filter(topics__slug=chosen["topic"])
    if chosen["kind"]:
        materials = materials.filter(kind=chosen["kind"])
    if chosen["status"]:
        materials = materials.filter(standing=chosen["status"])
    kept = urlencode({name: value for name, value in chosen.items() if value})
    ordered = materials.distinct().order_by("-published_on", "title")
    return {
        "materials": Paginator(ordered, MATERIALS_PER_PAGE).get_page(request.GET.get("p")),
        "chosen": chosen,
        "filter_query": f"{kept}&" if kept else "",
        "kinds": LISTED_KINDS,
        "statuses": MaterialPage.Status.choices,
    }
