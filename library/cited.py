"""The page “被引用”: which articles of which texts refer to one article."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from library import reading
from library.citing import unit_of
from library.linking import back_links
from library.models import Citation, EditionPage, MaterialPage, Provision
from library.policies import material_policy
from library.structure import Node, parse

if TYPE_CHECKING:
    from library.querysets import CitationQuerySet

PLACES_PER_PAGE = 50
# Characters shown on each side of a reference.
AROUND = 60


@dataclass(frozen=True)
class Said:
    """A reference with the words around it."""

    before: str
    words: str
    after: str
    url: str


@dataclass(frozen=True)
class Place:
    """One article that refers here, and how it says so."""

    material: MaterialPage
    number: str
    url: str
    said: list[Said] = field(default_factory=list)


def show(request: HttpRequest, material: MaterialPage, address: str) -> HttpResponse:
    """List who refers to the article at `address` of `material`."""
    document = parse(material.body)
    node = document.find(address)
    if node is None:
        return reading.not_found(request, material, document, address)
    unit = document.find(unit_of(node.address)) or node
    visible = material_policy.visible_to(request.user)
    citations = back_links(_meant(material), reader_of=material.pk, visible=visible)
    keys = _places(citations.filter(target_unit=unit.address))
    page = Paginator(keys, PLACES_PER_PAGE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        "page": material,
        "material": material,
        "number": _label(unit),
        "address": unit.address,
        "text": unit.full_text().split("\n"),
        "places": page,
        "groups": _groups(page.object_list),
    }
    return render(request, "library/cited.html", context)


def _meant(material: MaterialPage) -> list[int]:
    """Return the pages others refer to when they mean this text: for the edition in force, also the regulation."""
    if not isinstance(material, EditionPage):
        return [material.pk]
    in_force = EditionPage.objects.current_on(timezone.localdate()).values_list("pk", flat=True)
    if material.pk not in in_force:
        return [material.pk]
    return [material.pk, *MaterialPage.objects.parent_of(material).values_list("pk", flat=True)]


def _label(node: Node) -> str:
    return node.number or node.heading or "这一段"


def _places(citations: "CitationQuerySet") -> list[list[Citation]]:
    """Return the references, those of one article together."""
    rows = citations.select_related("material").defer("material__body")
    ordered = rows.order_by("material__title", "material_id", "position", "start", "pk")
    return [list(group) for _key, group in groupby(ordered, key=lambda row: (row.material_id, row.unit))]


def _groups(places: Iterable[list[Citation]]) -> list[tuple[MaterialPage, list[Place]]]:
    places = list(places)
    words = _words({row for rows in places for row in rows})
    shown = [_place(rows, words) for rows in places]
    return [
        (next(iter(group := list(found))).material, group)
        for _pk, found in groupby(shown, key=lambda place: place.material.pk)
    ]


def _words(citations: set[Citation]) -> dict[tuple[int, str], Provision]:
    """Return the provisions that references stand in, and the articles around them."""
    materials = {row.material_id for row in citations}
    addresses = {row.address for row in citations} | {row.unit for row in citations}
    found = Provision.objects.filter(material_id__in=materials, address__in=addresses).defer("full_text")
    return {(provision.material_id, provision.address): provision for provision in found}


def _place(rows: list[Citation], words: dict[tuple[int, str], Provision]) -> Place:
    first = rows[0]
    unit = words.get((first.material_id, first.unit))
    number = (unit.number or unit.heading) if unit else ""
    base = first.material.url or "/"
    seen = {(row.address, row.start): row for row in reversed(rows)}
    said = [_said(row, words, base) for row in reversed(seen.values())]
    return Place(first.material, number or "正文", f"{base}#{first.unit}", said)


def _said(row: Citation, words: dict[tuple[int, str], Provision], base: str) -> Said:
    provision = words.get((row.material_id, row.address))
    text = provision.text if provision else row.text
    start, end = (row.start, row.end) if provision else (0, len(text))
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Said(
        before=("……" if start > AROUND else "") + before,
        words=text[start:end],
        after=after + ("……" if len(text) > end + AROUND else ""),
        url=f"{base}?{urlencode({'mark': text[start:end]})}#{row.address}",
    )
