"""Pages of the operator's desk."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from members.models import Audience

MEMBERS_PER_PAGE = 50


def audience_members(request: HttpRequest, audience_id: int) -> HttpResponse:
    """Show who is in an audience today."""
    if not request.user.has_perm("members.change_audience"):
        raise PermissionDenied
    audience = get_object_or_404(Audience.objects.select_related("subtree"), pk=audience_id)
    members = audience.members(on=timezone.localdate()).select_related("organization")
    page = Paginator(members.order_by("organization__path", "name"), MEMBERS_PER_PAGE).get_page(
        request.GET.get("p")
    )
    return render(request, "members/admin/audience_members.html", {"audience": audience, "page": page})
