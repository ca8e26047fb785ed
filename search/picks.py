"""Pages an editor put first for a query, as far as the person may read them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from search.catalogue import Catalogue
from search.registry import sources


@dataclass(frozen=True)
class Pick:
    """One recommended page or address."""

    title: str
    url: str
    description: str


def picks_for(query: str, *, user: Any, known: Catalogue) -> list[Pick]:
    """Return the editor's picks for exactly this query."""
    said = normalise_query_string(query)
    if said not in known.picked:
        return []
    chosen = SearchPromotion.objects.filter(query__query_string=said)
    picks = list(chosen.select_related("page").order_by("sort_order"))
    pages = _visible([pick.page_id for pick in picks if pick.page_id], user)
    shown = []
    for pick in picks:
        if pick.page_id is None:
            shown.append(Pick(pick.external_link_text or "", pick.external_link_url, pick.description))
        elif pick.page_id in pages:
            page = pages[pick.page_id]
            shown.append(Pick(page.title, page.url or "", pick.description))
    return shown


def _visible(pks: list[int], user: Any) -> dict[int, Page]:
    """Return pages the person may read: what no source answers for has to be public."""
    if not pks:
        return {}
    not_past = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    found = {page.pk: page for page in Page.objects.filter(not_past, pk__in=pks).live().public()}
    for source in sources():
        queryset = source.visible_to(user)
        if issubclass(queryset.model, Page):
            found |= {page.pk: page for page in queryset.filter(pk__in=pks)}
    return found
