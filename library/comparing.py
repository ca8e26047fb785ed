"""新旧条文对照: two editions of a regulation side by side, as a page and as a Word file."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library.downloading import DOCX, file_response, made_once
from library.exporting import side_by_side
from library.models import EditionPage, MaterialPage, RegulationPage
from library.policies import material_policy
from library.sides import Sides, file_lines, set_side_by_side
from library.structure import compare, parse

CACHE_SECONDS = 24 * 3600
CACHE_SHAPE = 1


@dataclass(frozen=True)
class NoSuchEdition(Exception):
    """An edition was asked for that is not there; `sentence` says which there are."""

    sentence: str


def show(request: HttpRequest, work: RegulationPage) -> HttpResponse:
    """Show two editions side by side: those asked for, or the newest two."""
    editions = _editions(request, work)
    try:
        pair = _pair(request, work, editions)
    except NoSuchEdition as error:
        return _missing(request, work, error.sentence)
    context: dict[str, Any] = {
        "page": work,
        "work": work,
        "editions": editions,
        "only_changed": "changed" in request.GET,
    }
    if pair is None:
        return render(request, "library/compare.html", context)
    old, new = pair
    sides = compared(old.body, new.body)
    if request.GET.get("format") == "docx":
        return _word(work, old, new, sides)
    address = {"old": old.slug, "new": new.slug}
    context |= {
        "old": old,
        "new": new,
        "old_name": name_of(old),
        "new_name": name_of(new),
        "sides": sides,
        "download": f"?{urlencode({**address, 'format': 'docx'})}",
    }
    return render(request, "library/compare.html", context)


def no_such_edition(request: HttpRequest, work: RegulationPage, day: str) -> HttpResponse:
    """Answer 404 for the day of an edition that is not there, with those that are."""
    return _missing(request, work, _others(work, day, _editions(request, work)))


def _editions(request: HttpRequest, work: RegulationPage) -> list[EditionPage]:
    visible = material_policy.visible_to(request.user).child_of(work)
    return list(EditionPage.objects.filter(pk__in=visible.values("pk")).order_by("-effective_from"))


def _missing(request: HttpRequest, work: RegulationPage, sentence: str) -> HttpResponse:
    missing = {"material": work, "page": work, "sentence": sentence}
    return render(request, "library/no_such_provision.html", missing, status=404)


def _others(work: RegulationPage, wanted: str, editions: list[EditionPage]) -> str:
    there = "、".join(edition.effective_from.isoformat() for edition in reversed(editions))
    said = f"现有版本：{there}。" if there else "还没有发布正文。"
    return f"《{work.title}》没有 {wanted[:40]} 这一版，{said}"


def compared(old: str, new: str) -> Sides:
    """Return two texts side by side, from the cache when they were compared before."""
    key = f"compare:{CACHE_SHAPE}:{_digest(old)}:{_digest(new)}"
    sides = cache.get(key)
    if sides is None:
        before, after = parse(old), parse(new)
        sides = set_side_by_side(compare(before, after), before, after)
        cache.set(key, sides, CACHE_SECONDS)
    return sides


def name_of(edition: EditionPage) -> str:
    """Return what an edition is called where two stand side by side."""
    day = edition.effective_from
    return f"{day.year}年{day.month}月{day.day}日起施行"


def _pair(
    request: HttpRequest, work: RegulationPage, editions: list[EditionPage]
) -> tuple[EditionPage, EditionPage] | None:
    """Return the older and the newer of the two editions wanted; None when there is nothing to compare.

    Raises:
        NoSuchEdition: with the sentence to show.
    """
    if not editions:
        raise NoSuchEdition(f"《{work.title}》还没有发布正文，没有可以对照的版本。")
    new = _asked(request, "new", work, editions)
    old = _asked(request, "old", work, editions)
    if len(editions) == 1:
        return None
    if new is None:
        new = next(edition for edition in editions if edition != old)
    if old is None:
        older = [edition for edition in editions if edition.effective_from < new.effective_from]
        old = older[0] if older else next(edition for edition in editions if edition != new)
    first, second = sorted((old, new), key=lambda edition: edition.effective_from)
    return first, second


def _asked(
    request: HttpRequest, side: str, work: RegulationPage, editions: list[EditionPage]
) -> EditionPage | None:
    wanted = request.GET.get(side, "")
    if not wanted:
        return None
    for edition in editions:
        if wanted in (edition.slug, edition.effective_from.isoformat()):
            return edition
    raise NoSuchEdition(_others(work, wanted, editions))


def _word(work: RegulationPage, old: EditionPage, new: EditionPage, sides: Sides) -> HttpResponse:
    title = f"《{work.title}》新旧条文对照"
    heads = (name_of(old), name_of(new))
    said = repr((CACHE_SHAPE, title, heads, _digest(old.body), _digest(new.body)))
    data = made_once(
        f"compare-file:{hashlib.sha256(said.encode()).hexdigest()}",
        lambda: side_by_side(
            title, sides.summary, heads, file_lines(sides), "删去的文字加删除线，新写的文字加下划线。"
        ),
    )
    return file_response(data, f"{title}（{old.slug}—{new.slug}）.docx", DOCX)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def draft_pair(page: MaterialPage) -> tuple[MaterialPage, MaterialPage | None]:
    """Return the draft of a text, and the live text it will stand against: its own, or the newest other edition."""
    draft: Any = page.get_latest_revision_as_object()
    if page.live:
        return draft, MaterialPage.objects.get(pk=page.pk).specific
    if not isinstance(page, EditionPage):
        return draft, None
    return draft, EditionPage.objects.sibling_of(page).live().order_by("-effective_from").first()
