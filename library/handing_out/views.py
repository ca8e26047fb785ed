"""The editor's page that hands a text out to other channels."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from library.handing_out.article import Passage, paste_ready
from library.handing_out.phone_text import LENGTHS, phone_text
from library.models import MaterialPage, Provision
from library.policies import material_policy

LONGEST = 20_000


@require_GET
def hand_out(request: HttpRequest, material_id: int) -> HttpResponse:
    """Show a published text as 手机报 and as an article to paste, to those who may edit it."""
    material = get_object_or_404(MaterialPage, pk=material_id)
    if not material.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    limit = _limit(request.GET.get("limit", ""))
    passages = _passages(material)
    url = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + (material.url or "/")
    texts = [one.text for one in passages]
    said = phone_text(material.title, texts, source=_facts(material), url=url, limit=limit)
    context = {
        "material": material,
        "is_open": material_policy.can_view(AnonymousUser(), material),
        "limit": limit,
        "lengths": LENGTHS,
        "phone": said,
        "article": paste_ready(material.title, passages, facts=_facts(material), url=url),
    }
    return render(request, "library/admin/hand_out.html", context)


def _limit(asked: str) -> int:
    return min(max(int(asked), 1), LONGEST) if asked.isascii() and asked.isdecimal() else LENGTHS[0]


def _passages(material: MaterialPage) -> list[Passage]:
    rows = Provision.objects.filter(material=material.pk).order_by("position")
    found = []
    for row in rows.only("number", "heading", "text", "material"):
        if row.text:
            start = f"{row.number}　" if row.number and row.number not in row.text[: len(row.number)] else ""
            found.append(Passage(f"{start}{row.text}"))
        elif row.heading or row.number:
            found.append(Passage(f"{row.number}　{row.heading}".strip("　"), is_heading=True))
    return found


def _facts(material: MaterialPage) -> str:
    day = material.published_on
    said = f"{day.year}年{day.month}月{day.day}日" if day else ""
    return "　".join(part for part in (material.issuer, said, material.document_number) if part)
