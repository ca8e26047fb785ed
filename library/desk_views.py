"""The editor's desk: a draft against the text that is live, and references that lead nowhere."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from library.comparing import compared, draft_pair, name_of
from library.models import Citation, EditionPage, LibraryIndexPage, MaterialPage, Provision
from library.policies import import_policy

NAMES_PER_PAGE = 50
PLACES_SHOWN = 5


@require_GET
def compare_draft(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a draft against its live text, or, for a new edition, against the newest other one."""
    page = get_object_or_404(MaterialPage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft, live = draft_pair(page)
    context: dict[str, Any] = {"page": page, "live": live, "only_changed": "all" not in request.GET}
    if live is not None:
        context |= {
            "sides": compared(live.body, draft.body),
            "old_name": f"现行：{name_of(live)}" if isinstance(live, EditionPage) else "现行",
            "new_name": "草稿" if live.pk == page.pk else f"草稿：{name_of(draft)}",
        }
    return render(request, "library/admin/compare_draft.html", context)


@require_GET
def unresolved_citations(request: HttpRequest) -> HttpResponse:
    """List references that lead nowhere: what they say, and where they stand."""
    library = LibraryIndexPage.objects.first()
    if library is None or not import_policy.can_import(request.user, library):
        raise PermissionDenied
    problem = request.GET.get("problem", "")
    citations = Citation.objects.unresolved().filter(material__live=True)
    if problem in Citation.Problem.values:
        citations = citations.filter(problem=problem)
    # A mere mention of a name (《登记表》) is rarely worth an editor's time; a reference to an article is.
    if "mentions" not in request.GET:
        citations = citations.exclude(target_unit="")
    page = Paginator(_grouped(citations), NAMES_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "rows": page,
        "found": [_row(group, citations) for group in page.object_list],
        "problems": Citation.Problem.choices,
        "problem": problem,
        "mentions": "mentions" in request.GET,
    }
    return render(request, "library/admin/unresolved_citations.html", context)


def _grouped(citations: QuerySet) -> QuerySet:
    """Return what is written, how often, the most frequent first; what a text says of itself, by text."""
    groups = citations.order_by().values("name", "problem", "target_id", "target__title")
    return groups.annotate(places=Count("pk")).order_by("-places", "name", "target_id")


def _row(group: dict[str, Any], citations: QuerySet) -> dict[str, Any]:
    same = citations.filter(name=group["name"], problem=group["problem"], target_id=group["target_id"])
    places = list(
        same.select_related("material")
        .defer("material__body")
        .order_by("material", "position", "start")[:PLACES_SHOWN]
    )
    numbers = _numbers(places)
    return {
        "name": group["name"] or group["target__title"],
        "own": not group["name"],
        "problem": Citation.Problem(group["problem"]).label,
        "count": group["places"],
        "more": group["places"] - len(places),
        "places": [(row, numbers.get((row.material_id, row.unit), "")) for row in places],
    }


def _numbers(citations: list[Citation]) -> dict[tuple[int, str], str]:
    found = Provision.objects.filter(
        material_id__in={row.material_id for row in citations}, address__in={row.unit for row in citations}
    )
    return {
        (pk, address): number for pk, address, number in found.values_list("material_id", "address", "number")
    }
