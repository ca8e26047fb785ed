"""The search page, the suggestions while typing, and what browsers need to offer the search themselves."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from search import remembering
from search.filtering import LABELS, Chosen
from search.finding import DEEPEST, Results, find
from search.picks import picks_for
from search.suggesting import suggest

HITS_PER_PAGE = 20
DATE = "date"
# Value, what the address says, and what people read.
EDITIONS = (
    ("folded", "", "每部一个版本"),
    ("current", "current", "只看现行版本"),
    ("all", "all", "全部版本"),
)


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found for `?q=`, a page at a time (`&p=`); an article's address leads straight there."""
    query = request.GET.get("q", "").strip()
    page = _page_number(request.GET.get("p", "1"))
    chosen = _chosen(request)
    by_date = request.GET.get("sort") == DATE
    is_first = bool(query) and page == 1 and not chosen.filters
    ask = partial(
        find, query, user=request.user, limit=HITS_PER_PAGE, chosen=chosen, by_date=by_date, with_facets=True
    )
    found = ask(offset=(page - 1) * HITS_PER_PAGE)
    pages = _pages(found)
    if page > pages:
        page = pages
        found = ask(offset=(page - 1) * HITS_PER_PAGE)
    if is_first and found.query:
        remembering.remember(found.query, is_answered=bool(found.total) and not found.is_loose)
    if found.place and is_first and "stay" not in request.GET:
        return HttpResponseRedirect(found.place)
    address = _Address(request)
    context = {
        "query": query,
        "found": found,
        "picks": picks_for(query, user=request.user, known=found.known) if is_first and found.known else [],
        "chosen": chosen,
        "by_date": by_date,
        "facets": [address.of_facet(facet) for facet in found.facets],
        "relevance_url": address.with_(sort=""),
        "date_url": address.with_(sort=DATE),
        "editions": address.of_editions(chosen.editions, found.editions),
        "editions_url": address.with_(editions="" if chosen.editions == "all" else "all"),
        "clear_url": address.with_(**dict.fromkeys(LABELS, "")),
        "page_number": page,
        "pages": pages,
        "deepest": DEEPEST if page == pages and found.total > DEEPEST else 0,
        "previous_url": address.with_(p=page - 1) if page > 1 else "",
        "next_url": address.with_(p=page + 1) if page < pages else "",
    }
    return render(request, "search/results.html", context)


class _Address:
    """Addresses of this page with something changed."""

    def __init__(self, request: HttpRequest) -> None:
        known = ("q", *LABELS, "sort", "editions")
        self._now = {name: request.GET[name] for name in known if request.GET.get(name)}

    def with_(self, **changes: Any) -> str:
        """Return the address with these values; empty ones are left out."""
        values = {name: value for name, value in {**self._now, **changes}.items() if value}
        return "?" + urlencode(values)

    def of_facet(self, facet: Any) -> dict[str, Any]:
        """Return a filter with an address for each value; that of the chosen one takes it back."""
        choices = [
            {
                "label": choice.label,
                "count": choice.count,
                "is_chosen": choice.is_chosen,
                "url": self.with_(**{facet.name: "" if choice.is_chosen else choice.value}),
            }
            for choice in facet.choices
        ]
        return {"label": facet.label, "chosen": facet.chosen, "choices": choices}

    def of_editions(self, chosen: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
        """Return the ways to show editions, with an address each, and the hits it leaves."""
        return [
            {
                "label": label,
                "count": counts.get(value, 0),
                "is_chosen": value == chosen,
                "url": self.with_(editions=address),
            }
            for value, address, label in EDITIONS
        ]


def _chosen(request: HttpRequest) -> Chosen:
    values = {name: request.GET.get(name, "")[:120] for name in LABELS}
    editions = request.GET.get("editions", "")
    return Chosen(**values, editions=editions if editions in ("all", "current") else "folded")


def _pages(found: Results) -> int:
    """Return how many pages there are to turn: no more than anybody may."""
    return max(math.ceil(min(found.total, DEEPEST) / HITS_PER_PAGE), 1)


def _page_number(value: str) -> int:
    deepest = DEEPEST // HITS_PER_PAGE
    return min(max(int(value), 1), deepest) if value.isdecimal() and len(value) < 10 else 1


@require_GET
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return what the typed beginning may become, as `{query, suggestions: [{text, kind, url}]}`."""
    typed = request.GET.get("q", "")
    found = suggest(typed, user=request.user)
    rows = [{"text": one.text, "kind": one.kind, "url": one.url} for one in found]
    return JsonResponse({"query": typed, "suggestions": rows}, json_dumps_params={"ensure_ascii": False})


@require_GET
def opensearch_suggestions(request: HttpRequest) -> HttpResponse:
    """Return suggestions in the shape browsers ask for: `[typed, [text, …]]`."""
    typed = request.GET.get("q", "")
    rows = [typed, [one.text for one in suggest(typed, user=request.user)]]
    return JsonResponse(
        rows,
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/x-suggestions+json",
    )


@require_GET
@cache_control(public=True, max_age=86_400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Return the description by which browsers add this search to their own."""
    context = {
        "results_url": request.build_absolute_uri(reverse("search:results")),
        "suggestions_url": request.build_absolute_uri(reverse("search:opensearch_suggestions")),
        "here": request.build_absolute_uri(),
        "root": request.build_absolute_uri("/"),
    }
    kind = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", context, content_type=kind)
