"""What the page editor's script asks for: the text read anew, and passages of the library to quote."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page

from library.models import GuidePage, LibraryIndexPage
from library.passages import find_passages
from library.policies import import_policy
from library.text_review import review_of
from members.requests import is_number


@require_POST
def text_review(request: HttpRequest) -> HttpResponse:
    """Return what stands beside a text, as it would be read now; nothing is kept."""
    page = _page_for(request)
    values: dict[str, Any] = {
        name: _day(request.POST.get(name)) for name in ("published_on", "effective_from")
    }
    values["title"] = request.POST.get("title", "")
    review = review_of(page, request.POST.get("text", ""), **values)
    reasons = {name: value for name, value in request.POST.items() if name.startswith("quotation-")}
    return render(request, "library/admin/text_aside.html", {"review": review, "typed": reasons})


@require_GET
def passages(request: HttpRequest) -> JsonResponse:
    """Return the provisions that fit what was typed, ready to be quoted."""
    library = LibraryIndexPage.objects.first()
    if library is None or not import_policy.can_import(request.user, library):
        raise PermissionDenied
    found = find_passages(request.GET.get("q", ""), day=_day(request.GET.get("day")), user=request.user)
    return JsonResponse({"passages": [vars(passage) for passage in found]})


def _page_for(request: HttpRequest) -> Any:
    """Return the page whose text is sent, or for one that does not exist yet an empty one."""
    number = request.POST.get("page", "")
    if is_number(number):
        page = get_object_or_404(Page, pk=int(number)).specific
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return page
    library = LibraryIndexPage.objects.first()
    if library is None or not import_policy.can_import(request.user, library):
        raise PermissionDenied
    return GuidePage()


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value or "")
    except ValueError:
        return None
