"""Keeping references: found when a text is published, and resolved when the work they name arrives later."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from library.batch import current_batch
from library.models import Alias, Citation, EditionPage, MaterialPage, Provision, RegulationPage
from library.querysets import CitationQuerySet
from library.structure import Citation as Reference
from library.structure import Document, Kind, NameIndex, Node, find_citations, parse

BATCH = 1000
ARTICLE = re.compile(r"^(?:.*/)?art_[\w.-]+?(?=/|$)")
STATE = "中华人民共和国"
SHORTEST_BARE_NAME = 2
FEW_NAMES = 8


def known_names() -> NameIndex:
    """Return every name a live work is known by; titles win over short titles, and those over other names."""
    regulations = RegulationPage.objects.live()
    others = MaterialPage.objects.live().exclude(kind__in=["regulation", "edition"])
    titles = [*regulations.values_list("title", "pk"), *others.values_list("title", "pk")]
    shorts = regulations.exclude(short_title="").values_list("short_title", "pk")
    aliases = Alias.objects.filter(work__live=True).values_list("name", "work_id")
    return NameIndex([(name, str(work)) for names in (titles, shorts, aliases) for name, work in names])


def names_of(work: MaterialPage) -> list[str]:
    """Return the names `work` is known by."""
    if not isinstance(work, RegulationPage):
        return [work.title]
    others = Alias.objects.filter(work_id=work.pk).values_list("name", flat=True)
    return [name for name in (work.title, work.short_title, *others) if name]


def rebuild_citations(*, material: MaterialPage, document: Document) -> int:
    """Find the references of a published text anew; return how many rows there are."""
    batch = current_batch()
    names = batch.names(known_names) if batch else known_names()
    references = find_citations(document, names)
    places = _places(document)
    known = KnownPlaces(references)
    rows = [row for found in references for row in _rows(material, document, found, places[found.eid], known)]
    with transaction.atomic():
        remove_citations(material=material)
        Citation.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def remove_citations(*, material: MaterialPage) -> None:
    """Forget what a text refers to."""
    # Nothing hangs on these rows, so they need not be loaded to be deleted.
    Citation.objects.filter(material_id=material.pk)._raw_delete(using=Citation.objects.db)


def learn_names(*, work: MaterialPage) -> None:
    """Resolve references to a work that has been published, or has got another name; in a batch, at its end."""
    batch = current_batch()
    if batch is None:
        settle_names([work])
    else:
        batch.learn(work, names_of(work))


def settle_names(works: Iterable[MaterialPage]) -> None:
    """Read again the texts that name one of `works` and do not lead there yet, or lead there by a name it lost."""
    works = list(works)
    names = known_names()
    ids = {work.pk for work in works}
    stale = _waiting(names, ids) | _misled(names, ids) | _naming_barely(works)
    for material in MaterialPage.objects.live().filter(pk__in=stale).iterator(chunk_size=50):
        rebuild_citations(material=material, document=parse(material.body))


def recheck_places(*, work_id: int) -> None:
    """Note which articles of a work are referred to and are in none of its live texts."""
    cited = Citation.objects.filter(target_id=work_id).exclude(name="").filter(target_unit__contains="art_")
    texts = list(_texts_of([work_id]))
    there = Provision.objects.filter(material_id__in=texts, kind=Kind.ARTICLE).values("address")
    cited.filter(problem="").exclude(target_unit__in=there).update(problem=Citation.Problem.NO_SUCH_PLACE)
    cited.filter(problem=Citation.Problem.NO_SUCH_PLACE, target_unit__in=there).update(problem="")


def forget_work(*, work: MaterialPage) -> None:
    """References to a withdrawn work lead nowhere any more."""
    Citation.objects.filter(target_id=work.pk).exclude(material_id=work.pk).update(
        target=None, problem=Citation.Problem.UNKNOWN_WORK
    )


def unit_of(address: str) -> str:
    """Return the article an address lies in, or the address itself outside articles."""
    found = ARTICLE.match(address)
    return found.group() if found else address


def _waiting(names: NameIndex, works: set[int]) -> set[int]:
    """Return the texts with a reference to an unknown name that means one of `works` now."""
    unknown = Citation.objects.filter(problem=Citation.Problem.UNKNOWN_WORK)
    wanted = [name for name in _distinct_names(unknown) if _means(names, name) & works]
    return set(unknown.filter(name__in=wanted).values_list("material_id", flat=True))


def _misled(names: NameIndex, works: set[int]) -> set[int]:
    """Return the texts that lead to one of `works` by a name that means something else by now."""
    led = Citation.objects.filter(target_id__in=works).exclude(name="")
    lost = [name for name in _distinct_names(led) if not _means(names, name) & works]
    return set(led.filter(name__in=lost).values_list("material_id", flat=True))


def _naming_barely(works: list[MaterialPage]) -> set[int]:
    """Return the texts that name one of `works` without 《》 (刑法第一百条) and do not lead there.

    Such a name is only known as one when the work is there; until then the article seems to be the text's own.
    """
    bare = {name.removeprefix(STATE): work.pk for work in works for name in names_of(work)}
    wanted = sorted((name for name in bare if len(name) >= SHORTEST_BARE_NAME), key=len, reverse=True)
    if not wanted:
        return set()
    pattern = re.compile(f"({'|'.join(map(re.escape, wanted))})第")
    # A few names are looked for by the database; for hundreds, one pass over the texts is faster.
    asked = [f"{name}第" for name in wanted] if len(wanted) <= FEW_NAMES else ["第"]
    texts = Provision.objects.filter(reduce(or_, (Q(text__contains=words) for words in asked)))
    led = Citation.objects.filter(target_id__in=set(bare.values())).exclude(name="")
    known = set(led.order_by().values_list("material_id", "target_id").distinct())
    return {
        material
        for material, text in texts.order_by().values_list("material_id", "text").iterator()
        for found in pattern.finditer(text)
        if (material, bare[found.group(1)]) not in known
    }


def _means(names: NameIndex, name: str) -> set[int]:
    work = names.find(name)
    return {int(work)} if work else set()


def _distinct_names(citations: CitationQuerySet) -> list[str]:
    return list(citations.order_by().values_list("name", flat=True).distinct())


@dataclass(frozen=True)
class _Place:
    """Where a node stands: its address, the article around it, and its place in reading order."""

    node: Node
    unit: str
    position: int


def _places(document: Document) -> dict[str, _Place]:
    """Return the place of every node by its eId."""
    return {
        node.eid: _Place(node, unit_of(node.address), position)
        for position, node in enumerate(document.walk(), 1)
    }


def _rows(
    material: MaterialPage, document: Document, found: Reference, place: _Place, known: "KnownPlaces"
) -> Iterator[Citation]:
    own = not found.work
    target = material.pk if own else int(found.target or 0)
    # In a batch, a name may be that of a document that failed.
    if not own and target not in known.works:
        target = 0
    if own and not found.addresses:
        return
    for address in found.addresses or [""]:
        unit = unit_of(address)
        problem = ""
        if not target:
            problem = Citation.Problem.UNKNOWN_WORK
        elif (own and (address in found.missing or document.find(address) is None)) or (
            not own and ARTICLE.match(address) and (target, unit) not in known.articles
        ):
            problem = Citation.Problem.NO_SUCH_PLACE
        yield Citation(
            material=material,
            address=place.node.address,
            unit=place.unit,
            position=place.position,
            start=found.start,
            end=found.end,
            text=found.text[:400],
            name=found.work[:200],
            target_id=target or None,
            target_address=address[:200],
            target_unit=unit[:200],
            problem=problem,
        )


class KnownPlaces:
    """What of the works a text refers to is there: the works, and the articles that are named."""

    def __init__(self, references: list[Reference]) -> None:
        wanted: dict[int, set[str]] = {}
        for found in references:
            if found.work and found.target:
                wanted.setdefault(int(found.target), set()).update(map(unit_of, found.addresses))
        texts = _texts_of(wanted)
        units = {unit for named in wanted.values() for unit in named if ARTICLE.match(unit)}
        there = Provision.objects.filter(material_id__in=texts, address__in=units)
        self.works = set(texts.values())
        self.articles = {(texts[pk], address) for pk, address in there.values_list("material_id", "address")}


def _texts_of(works: Iterable[int]) -> dict[int, int]:
    """Return the live texts of these works, each with its work: the work itself, or its editions."""
    texts, by_path = {}, {}
    for pk, kind, path in MaterialPage.objects.filter(pk__in=list(works)).values_list("pk", "kind", "path"):
        texts[pk] = pk
        if kind == MaterialPage.Kind.REGULATION:
            by_path[path] = pk
    if by_path:
        below = reduce(or_, (Q(path__startswith=path) for path in by_path))
        for pk, path in EditionPage.objects.live().filter(below).values_list("pk", "path"):
            texts[pk] = by_path[path[: -EditionPage.steplen]]
    return texts
