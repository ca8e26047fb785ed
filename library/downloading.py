"""Files of a text: Akoma Ntoso, Markdown, Word; made once for each text and what leads from it."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from library import standing
from library.exporting import Imprint, Reference, akoma_ntoso, markdown, word
from library.linking import links_of
from library.models import EditionPage, MaterialPage, RegulationPage
from library.policies import material_policy
from library.structure import Document, parse

CACHE_SECONDS = 24 * 3600
CACHE_SHAPE = 1
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
References = Mapping[str, list[Reference]]
Make = Callable[[Document, Imprint, References], bytes]

# What a file is called below a text: its ending, its type, and how it is made.
FILES: dict[str, tuple[str, str, Make]] = {
    "download/akn.xml": ("xml", "application/akn+xml", akoma_ntoso),
    "download/text.md": (
        "md",
        "text/markdown; charset=utf-8",
        lambda document, imprint, references: markdown(document, imprint).encode(),
    ),
    "download/text.docx": ("docx", DOCX, lambda document, imprint, references: word(document, imprint)),
}


def download(request: HttpRequest, material: MaterialPage, address: str) -> HttpResponse:
    """Hand out one of the files of a text that Wagtail lets the reader see."""
    ending, content_type, make = FILES[address]
    imprint = imprint_of(request, material)
    references = _references(request, material) if ending == "xml" else {}
    said = repr((CACHE_SHAPE, material.body, imprint, sorted(references.items()), address))
    data = made_once(
        f"file:{hashlib.sha256(said.encode()).hexdigest()}",
        lambda: make(parse(material.body), imprint, references),
    )
    return file_response(data, f"{imprint.title}.{ending}", content_type)


def made_once(key: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from the cache when it was made before."""
    data = cache.get(key)
    if data is None:
        data = make()
        cache.set(key, data, CACHE_SECONDS)
    return data


def file_response(data: bytes, filename: str, content_type: str) -> HttpResponse:
    """Return a download named `filename`."""
    header = content_disposition_header(as_attachment=True, filename=filename)
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": header or ""})


def imprint_of(request: HttpRequest, material: MaterialPage) -> Imprint:
    """Return what an exported text says of itself."""
    work = RegulationPage.objects.parent_of(material).first() if isinstance(material, EditionPage) else None
    day = _day_of(material)
    first = min([day, *_edition_days(work)])
    return Imprint(
        title=material.title,
        kind=MaterialPage.Kind.REGULATION if work else material.kind,
        slug=(work or material).slug,
        edition_date=day,
        work_date=first,
        url=material.full_url or request.build_absolute_uri(material.get_url(request)),
        short_title=work.short_title if work else "",
        issuer=material.issuer,
        document_number=material.document_number,
        source=material.source_name,
        status=standing.status_today(material),
        adopted_on=getattr(material, "adopted_on", None),
        effective_from=getattr(material, "effective_from", None),
        published_on=material.published_on,
    )


def _edition_days(work: RegulationPage | None) -> list[date]:
    if work is None:
        return []
    return list(EditionPage.objects.child_of(work).live().values_list("effective_from", flat=True))


def _day_of(material: MaterialPage) -> date:
    known = getattr(material, "effective_from", None) or material.published_on
    return known or timezone.localdate(material.first_published_at)


def _references(request: HttpRequest, material: MaterialPage) -> References:
    visible = material_policy.visible_to(request.user)
    links = links_of(request, material, works=[], visible=visible)
    return {
        address: [Reference(link.start, link.end, _absolute(request, link.href)) for link in found]
        for address, found in links.leading.items()
    }


def _absolute(request: HttpRequest, href: str) -> str:
    return href if href.startswith("#") else request.build_absolute_uri(href)
