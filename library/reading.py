"""Serving a text: the page, a provision's address, a provision as JSON, and a 404 that helps."""

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render as render_template
from django.utils import timezone

from library import standing
from library.linking import links_of
from library.policies import closed_paths, material_policy, topic_policy
from library.rendering import Links, RenderedText, render
from library.signals import material_opened
from library.structure import Document, Kind, int_to_chinese, parse

if TYPE_CHECKING:
    from library.models import EditionPage, MaterialPage, RegulationPage, TopicPage
    from library.querysets import MaterialQuerySet

CACHE_SECONDS = 24 * 3600
CACHE_SHAPE = 2
ADDRESS = re.compile(r"^[a-z][A-Za-z0-9_.-]*(?:/[a-z][A-Za-z0-9_.-]*)*$")
ARTICLE_ADDRESS = re.compile(r"^art_(\d+)((?:_\d+)*)(?:/|$)")


def is_address(components: list[str]) -> bool:
    """Tell whether path components below a text can name a provision."""
    return bool(components) and bool(ADDRESS.match("/".join(components)))


def is_day(component: str) -> bool:
    """Tell whether a path component is the day of an edition."""
    try:
        date.fromisoformat(component)
    except ValueError:
        return False
    return True


def rendered(material: "MaterialPage", *, base: str, links: Links) -> RenderedText:
    """Return the text of `material` as HTML, from the cache when it was rendered before with these links."""
    digest = hashlib.sha256(material.body.encode()).hexdigest()
    key = f"text:{CACHE_SHAPE}:{digest}:{links.digest}:{quote(base)}"
    text = cache.get(key)
    if text is None:
        text = render(parse(material.body), base=base, links=links)
        cache.set(key, text, CACHE_SECONDS)
    return text


def show(
    request: HttpRequest,
    material: "MaterialPage",
    *,
    work: "RegulationPage | None" = None,
    closed: list[str] | None = None,
) -> HttpResponse:
    """Show the reading page of `material`; `work` is the regulation that was asked for and whose edition it is."""
    base = material.get_url(request) or "/"
    # Addresses below the page itself are short ones; a page shown for another day names the edition.
    short = request.path == base or (work is not None and _day(request) is None)
    page = work or material
    work = work or _work(material)
    closed = closed_paths(request.user) if closed is None else closed
    visible = material_policy.visible_to(request.user, closed=closed)
    editions = _editions(work, visible)
    if page != material and material not in editions:
        # Wagtail asked about the regulation; an edition closed for itself is asked about at its own address.
        return HttpResponseRedirect(base)
    now = standing.standing_of(material, editions, timezone.localdate(), work=work)
    links = links_of(request, material, works=list(now.stands_for), visible=visible)
    topics = list(page.topics.all()) if page.pk else []
    context = {
        **page.get_context(request),
        "page": page,
        "material": material,
        "work": work,
        "standing": now,
        "too_early": _too_early(request, material),
        "compare_query": _compare_query(material, editions, now.current),
        "source_sha256": _source_sum(material, editions),
        "text": rendered(material, base="" if short else base, links=links),
        "editions": editions,
        "neighbours": _neighbours(page, topics, visible),
        # A closed topic keeps its title to itself.
        "topics": [topic for topic in topics if topic_policy.can_view(request.user, topic, closed=closed)],
        "share_url": request.build_absolute_uri(base),
    }
    if request.user.is_authenticated and not getattr(request, "is_preview", False):
        material_opened.send(sender=type(material), material=material, member=request.user, request=request)
    return render_template(request, "library/reading_page.html", context)


def go_to_provision(
    request: HttpRequest, material: "MaterialPage", address: str, *, page: "MaterialPage"
) -> HttpResponse:
    """Send the browser to the provision in the text `page` shows, or say helpfully that there is none."""
    wants_json = address.endswith(".json")
    document = parse(material.body)
    node = document.find(address.removesuffix(".json"))
    if node is None:
        return not_found(request, material, document, address.removesuffix(".json"))
    if wants_json:
        return JsonResponse(
            {
                "title": material.title,
                "edition": material.slug if material.kind == "edition" else "",
                "eid": node.eid,
                "address": node.address,
                "kind": str(node.kind),
                "number": node.number,
                "heading": node.heading,
                "text": node.full_text(),
                "url": request.build_absolute_uri(f"{material.get_url(request)}{node.address}/"),
            },
            json_dumps_params={"ensure_ascii": False},
        )
    query = {"at": request.GET["at"]} if _day(request) else {}
    suffix = f"?{urlencode(query)}" if query else ""
    return HttpResponseRedirect(f"{page.get_url(request)}{suffix}#{node.address}")


def not_found(
    request: HttpRequest, material: "MaterialPage", document: Document, address: str
) -> HttpResponse:
    """Answer 404 with what there is instead (“本版没有第二百条，共 133 条”)."""
    asked = ARTICLE_ADDRESS.match(address)
    total = document.counts.get(Kind.ARTICLE, 0)
    if asked and total:
        after = "".join(f"之{int_to_chinese(int(part))}" for part in asked.group(2).split("_") if part)
        number = int(asked.group(1))
        name = f"第{int_to_chinese(number)}条" if number < 100_000 else f"第 {number} 条"
        sentence = f"本版没有{name}{after}，共 {total} 条。"
        if document.find(f"art_{asked.group(1)}{asked.group(2)}"):
            sentence = f"本版的{name}{after}里没有这一款或这一项。"
    else:
        sentence = "这份资料里没有这个地址，可能文字已经改过。"
    context = {"material": material, "sentence": sentence, "page": material}
    return render_template(request, "library/no_such_provision.html", context, status=404)


def edition_shown(request: HttpRequest, regulation: "RegulationPage") -> "EditionPage":
    """Return the edition a reader of `regulation` gets: in force today, or on `?at=`; else the earliest one.

    Raises:
        Http404: no edition is published.
    """
    from library.models import EditionPage

    day = _day(request) or timezone.localdate()
    editions = EditionPage.objects.child_of(regulation)
    edition = editions.in_force_on(day).first() or editions.live().order_by("effective_from").first()
    if edition is None:
        raise Http404(f"《{regulation.title}》还没有发布正文。")
    return edition


def below(address: str) -> str:
    """Return what an address adds to the address of its text: a folder, or a file for programs."""
    return address if "." in address.rpartition("/")[2] else f"{address}/"


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        return None


def _too_early(request: HttpRequest, material: "MaterialPage") -> date | None:
    """Return the day that was asked for when the text was not in force yet on it."""
    day = _day(request)
    begins = getattr(material, "effective_from", None)
    return day if day and begins and day < begins else None


def _work(material: "MaterialPage") -> "RegulationPage | None":
    from library.models import RegulationPage

    if material.kind != "edition":
        return None
    return RegulationPage.objects.parent_of(material).first()


def _editions(work: "RegulationPage | None", visible: "MaterialQuerySet") -> list[Any]:
    from library.models import EditionPage

    if work is None:
        return []
    open_to_reader = visible.child_of(work).values("pk")
    editions = EditionPage.objects.filter(pk__in=open_to_reader).defer("body")
    summed = editions.annotate(source_sha256=F("source_document__sha256"))
    return list(summed.order_by("-effective_from"))


def _compare_query(
    material: "MaterialPage", editions: list["EditionPage"], current: "EditionPage | None"
) -> str:
    """Return which two editions a reader of this one compares: it and the one in force, or the one before it."""
    ids = [edition.pk for edition in editions]
    if material.pk not in ids or len(ids) == 1:
        return ""
    place = ids.index(material.pk)
    other = current or editions[place + 1 if place + 1 < len(editions) else place - 1]
    old, new = sorted((editions[place], other), key=lambda edition: edition.effective_from)
    return urlencode({"old": old.slug, "new": new.slug})


def _source_sum(material: "MaterialPage", editions: list[Any]) -> str:
    """Return the SHA-256 of the captured original; the row itself is heavy, it holds the text that was read."""
    from library.models import SourceDocument

    if not material.source_document_id:
        return ""
    for edition in editions:
        if edition.source_document_id == material.source_document_id:
            return str(edition.source_sha256)
    sums = SourceDocument.objects.filter(pk=material.source_document_id).values_list("sha256", flat=True)
    return sums.first() or ""


def _neighbours(
    page: "MaterialPage", topics: list["TopicPage"], visible: "MaterialQuerySet"
) -> list["MaterialPage"]:
    """Return other materials of the same topics: what comes next; no query where there are none."""
    if not topics:
        return []
    listed = visible.exclude(kind="edition")
    others = listed.filter(topics__in=topics).exclude(pk=page.pk).distinct()
    standing_today = others.defer("body").with_standing(timezone.localdate())
    return list(standing_today.order_by("title")[:4])
