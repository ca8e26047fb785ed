"""The manifest, the service worker, the page of what this device keeps, and what its scripts ask for."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.offline.contents import Contents, Gathering
from cms.offline.owner import owner_of
from library.models import MaterialPage, TopicPage
from library.policies import material_policy, topic_policy
from study.bookbags.policies import bag_policy
from study.sessions.policies import session_policy

WORKER = "cms/offline/worker.js"
# What the page for “no line” is made of; modules are asked for by their plain names when another imports them.
STYLES = ("cms/css/tokens.css", "cms/css/base.css", "cms/offline/offline.css")
SCRIPTS = tuple(
    f"cms/offline/{name}.js"
    for name in ("store", "queue", "keeping", "keep", "elsewhere", "leaving", "device", "page")
)
ICON = "cms/favicon.svg"
PAGE = "cms/offline/page.html"
MOST_KEYS = 200


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the site as an app to install."""
    icons = [
        {
            "src": static(f"cms/icons/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any",
        }
        for size in (192, 512)
    ]
    mask = static("cms/icons/maskable-512.png")
    icons.append({"src": mask, "sizes": "512x512", "type": "image/png", "purpose": "maskable"})
    name = settings.WAGTAIL_SITE_NAME
    said = {
        "id": "/",
        "name": f"{name}学习",
        "short_name": name,
        "description": "读原文，学条文，知而后行；没有网络也能学。",
        "lang": "zh-Hans",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fffdf9",
        "theme_color": "#fffdf9",
        "icons": icons,
        "shortcuts": [
            {"name": "本机保存的资料", "url": reverse("cms:offline")},
            {"name": "今日复习", "url": reverse("quizzes:review")},
        ],
    }
    return JsonResponse(
        said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker from the root, so that its scope is the whole site; never from a stale cache."""
    shell = {"cache": f"shell|{_version()}", "page": reverse("cms:offline"), "files": _files()}
    script = f"const SHELL = {json.dumps(shell)};\n{_source(WORKER).decode()}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what this device keeps; the same page for everybody, because it is also shown without a line."""
    return render(request, PAGE)


@require_safe
@never_cache
def who(request: HttpRequest) -> JsonResponse:
    """Tell a device who is logged in, and hand it a fresh token to send with."""
    return JsonResponse({"owner": owner_of(request.user), "token": get_token(request)})


@require_safe
@never_cache
def contents(request: HttpRequest, kind: str, pk: int) -> JsonResponse:
    """Return what a device keeps of a material, a topic or a bag."""
    found = _contents(Gathering(request, now=timezone.now()), kind, pk)
    if found is None:
        raise Http404("没有这份内容，或者它不对您开放。")
    return JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False})


@require_safe
@never_cache
def changes(request: HttpRequest) -> JsonResponse:
    """Return by key how what is kept would read today; null for what is gone or closed."""
    gathering = Gathering(request, now=timezone.now())
    answer: dict[str, Any] = {}
    for key in request.GET.getlist("key")[:MOST_KEYS]:
        kind, _, pk = key.partition("-")
        found = (
            _contents(gathering, kind, int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) < 10 else None
        )
        answer[key] = found and {
            "fingerprint": found.fingerprint,
            "pages": [vars(one) for one in found.pages],
        }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _contents(gathering: Gathering, kind: str, pk: int) -> Contents | None:
    user, closed = gathering.user, gathering.closed
    if kind == "material":
        material = material_policy.visible_to(user, closed=closed).filter(pk=pk).specific().first()
        return gathering.material(material) if isinstance(material, MaterialPage) else None
    if kind == "topic":
        topic = topic_policy.visible_to(user, closed=closed).filter(pk=pk).first()
        return gathering.topic(topic) if isinstance(topic, TopicPage) else None
    if kind == "bag":
        bag = bag_policy.visible_to(user).filter(pk=pk).first()
        return gathering.bag(bag) if bag else None
    if kind == "roll":
        place = session_policy.organizations_of(user).filter(pk=pk).first()
        return gathering.roll(place) if place else None
    return None


def _files() -> list[str]:
    named = [static(name) for name in (*STYLES, *SCRIPTS, ICON)]
    imported = [f"{settings.STATIC_URL}{name}" for name in SCRIPTS]
    return list(dict.fromkeys([*named, *imported]))


def _version() -> str:
    """Return the fingerprint of the worker and everything it keeps; a change makes devices fetch it all anew."""
    return _compute_version() if settings.DEBUG else _known_version()


@lru_cache(maxsize=1)
def _known_version() -> str:
    return _compute_version()


def _compute_version() -> str:
    sources = b"\x00".join(_source(name) for name in (*STYLES, *SCRIPTS, WORKER))
    return hashlib.sha256(sources + render_to_string(PAGE, {}).encode()).hexdigest()[:16]


def _source(name: str) -> bytes:
    found = finders.find(name)
    # Collected files are all a production machine may have.
    return Path(str(found) if found else f"{settings.STATIC_ROOT}/{name}").read_bytes()
