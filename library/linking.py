"""Which words of a text lead elsewhere, and which of its articles others refer to, as one reader may see it."""

from collections import Counter
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from library.lectures.links import lectures_on
from library.models import Citation
from library.rendering import Link, Links
from library.structure import split_reference

if TYPE_CHECKING:
    from library.models import MaterialPage
    from library.querysets import CitationQuerySet, MaterialQuerySet


def links_of(
    request: HttpRequest, material: "MaterialPage", *, works: list[int], visible: "MaterialQuerySet"
) -> Links:
    """Return the links of `material`; `works` are further pages others mean when they refer to this text."""
    if not material.pk:
        return Links()
    leads = Q(target_id=material.pk) | Q(target_id__in=visible.values("pk"))
    rows = (
        Citation.objects.filter(leads, material_id=material.pk, problem="")
        .order_by("position", "start", "pk")
        .values_list("address", "start", "text", "target_id", "target__url_path", "target_address")
    )
    address_of = _Addresses(material.url_path, material.get_url(request) or "/")
    leading: dict[str, list[Link]] = {}
    for (place, start, text), named in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        targets = list(named)
        own = targets[0][3] == material.pk
        base = "#" if own else address_of.work(targets[0][4])
        for first, last, address in split_reference(text, [row[5] for row in targets]):
            href = f"{base}{address}" + ("" if own or not address else "/")
            leading.setdefault(place, []).append(Link(start + first, start + last, text[first:last], href))
    cited = back_links([material.pk, *works], reader_of=material.pk, visible=visible)
    lectures = lectures_on([material.pk, *works], visible=visible, address_of=address_of.work)
    return Links(leading, _counted(cited), lectures)


def back_links(targets: list[int], *, reader_of: int, visible: "MaterialQuerySet") -> "CitationQuerySet":
    """Return references to provisions of `targets` that stand in texts the reader may see, superseded ones aside."""
    found = Citation.objects.to(targets).standing_in_force(timezone.localdate(), also=reader_of)
    return found.filter(material_id__in=visible.values("pk")).from_elsewhere()


def _counted(cited: "CitationQuerySet") -> dict[str, int]:
    places = cited.order_by().values_list("target_unit", "material_id", "unit").distinct()
    return dict(Counter(unit for unit, _material, _place in places))


class _Addresses:
    """Addresses of pages of one site, told by the address of one of them, so that none has to be loaded for it."""

    def __init__(self, url_path: str, url: str) -> None:
        same = (one == other for one, other in zip(reversed(url_path), reversed(url), strict=False))
        common = sum(1 for _ in takewhile(bool, same))
        self._tree, self._site = url_path[: len(url_path) - common], url[: len(url) - common]

    def work(self, url_path: str) -> str:
        """Return the address of the page at `url_path` of the tree."""
        return self._site + url_path.removeprefix(self._tree)
