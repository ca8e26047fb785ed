"""Middleware of the site itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.offline.owner import owner_of


class AdminContentSecurityPolicyMiddleware:
    """Allow style attributes, and nothing more, inside Wagtail's admin.

    The editor's rich-text field positions its toolbars with style attributes; scripts stay files only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark admin responses for django-csp, which adds the header afterwards."""
        response = self.get_response(request)
        if request.path.startswith(f"/{settings.ADMIN_PATH}"):
            vars(response)["_csp_update"] = {"style-src": settings.ADMIN_STYLE_SOURCES}
        return response


class NulMiddleware:
    """Take NUL out of addresses: PostgreSQL refuses a text that holds one instead of finding nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the mark of an unreadable character in its place."""
        asked = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = asked.replace("%00", "%EF%BF%BD").replace("\0", "%EF%BF%BD")
        if "\0" in request.path_info:
            request.path_info, request.path = (
                path.replace("\0", "\ufffd") for path in (request.path_info, request.path)
            )
        return self.get_response(request)


class DeviceOwnerMiddleware:
    """Say whose a page is to a device that asks for it to keep (`X-Keep`), so that it never keeps another person's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the owner to a device that asks."""
        response = self.get_response(request)
        if request.headers.get("X-Keep"):
            response["X-Owner"] = owner_of(request.user)
        return response
