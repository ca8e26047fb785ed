"""Small pages of the site itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off for this browser and go back to where the reader was."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    large = request.POST.get("large_type") == "1"
    response.set_cookie(
        "large_type", "1" if large else "0", max_age=YEAR_SECONDS, samesite="Lax", httponly=True
    )
    return response
