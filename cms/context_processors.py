"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.offline.owner import owner_of

REMEMBERED_SECONDS = 60


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the site's name, whether the reader chose large type, and whether to show the way to the desk.

    No query but for the last, which is asked when a template asks and remembered for a minute: it only shows links.
    """
    return {
        "may_edit": SimpleLazyObject(lambda: _may_edit(request)),
        "device_owner": SimpleLazyObject(lambda: owner_of(request.user)),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "demo": bool(getattr(settings, "DEMO_PASSWORD", "")),
        "large_type": request.COOKIES.get("large_type") == "1",
    }


def _may_edit(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    key = f"may-edit:{user.pk}"
    return bool(cache.get_or_set(key, lambda: user.has_perm("wagtailadmin.access_admin"), REMEMBERED_SECONDS))
