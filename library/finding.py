"""What search can find in the library, and how a hit looks."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Min, QuerySet
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from library.models import Alias, EditionPage, MaterialPage, Provision, RegulationPage, TopicPage
from library.policies import material_policy, provision_policy, topic_policy
from library.querysets import MaterialQuerySet, ProvisionQuerySet
from library.remembering import asking_once, closed_now, text_of, url_at, with_texts
from search.registry import ArticleAddress, Facts, Found, Named, Option, Source, register, surround

PLACES = {"article", "item", "clause"}
# What a hit shows; a page of hits would otherwise load the whole body of each text.
SHOWN = ("material_id", "eid", "address", "kind", "number", "full_text", "context")
# Works an address may mean at most.
MOST_WORKS = 5


def register_sources() -> None:
    """Hand search the materials (by title, short title and summary) and the provisions."""
    surround(asking_once)
    register(
        Source(
            name="materials",
            label="资料",
            visible_to=lambda user: material_policy.visible_to(user, closed=closed_now(user), of=_works()),
            show=show_material,
            order=0,
            facts=facts_of_materials,
            names=names_of_materials,
            # As a plain page is saved what is moved, itself or what stands above it.
            watched=(
                Page,
                RegulationPage,
                EditionPage,
                *_text_kinds(),
                TopicPage,
                Alias,
                PageViewRestriction,
            ),
            changes_at=next_topic_to_end,
        )
    )
    register(
        Source(
            name="provisions",
            label="条文",
            visible_to=lambda user: provision_policy.visible_to(user, closed=closed_now(user), of=_units()),
            show=show_provision,
            order=1,
            owner="material_id",
            own_fields=("full_text", "heading", "number"),
            is_text=True,
            facts=facts_of_materials,
            locate=articles_at,
        )
    )


# Every search begins with these, so they are put together once; a policy takes copies of them.
@cache
def _works() -> MaterialQuerySet:
    return MaterialPage.objects.live().exclude(kind=MaterialPage.Kind.EDITION).defer("body")


@cache
def _units() -> ProvisionQuerySet:
    return with_texts(Provision.objects.filter(is_unit=True).only(*SHOWN), "material")


def _text_kinds() -> Iterator[type[MaterialPage]]:
    """Return the kinds whose text stands in the page itself."""
    for model in MaterialPage.__subclasses__():
        if model not in (RegulationPage, EditionPage):
            yield model


def show_material(material: Any) -> Found:
    """Return a material as a hit."""
    return Found(
        title=material.title,
        kind=material.kind_label,
        url=url_at(material.url_path),
        text=material.summary or material.title,
        group=f"material:{material.pk}",
        group_url=url_at(material.url_path),
    )


def show_provision(provision: Provision) -> Found:
    """Return a provision as a hit that opens the text at its place."""
    text = text_of(provision)
    return Found(
        title=text.title,
        kind=text.label,
        tells_status=text.is_edition,
        url=f"{text.url}#{provision.address}",
        text=provision.full_text,
        group=f"material:{provision.material_id}",
        group_url=text.url,
        eid=provision.eid,
        number=provision.number if provision.kind in PLACES else "",
        context=provision.context,
    )


def names_of_materials() -> Iterator[Named]:
    """Yield what live materials are called: titles, short titles, other names; three queries."""
    materials = MaterialPage.objects.live().exclude(kind=MaterialPage.Kind.EDITION)
    for pk, title in materials.values_list("pk", "title"):
        yield Named(title, pk, rank=0)
    short = RegulationPage.objects.live().exclude(short_title="").values_list("pk", "short_title")
    for pk, name in short:
        yield Named(name, pk, rank=1)
    for pk, name in Alias.objects.filter(work__live=True).values_list("work_id", "name"):
        yield Named(name, pk, rank=2)


def facts_of_materials() -> dict[int, Facts]:
    """Return what filters go by, of every live material; an edition has its work's kind, topics and issuer."""
    today = timezone.localdate()
    rows = (
        MaterialPage.objects.live()
        .with_standing(today)
        .values("pk", "path", "kind", "issuer", "published_on", "standing", "editionpage__effective_from")
    )
    by_path = {row["path"]: row for row in rows}
    topics = _topics()
    current = set(EditionPage.objects.current_on(today).values_list("pk", flat=True))
    return {row["pk"]: _facts(row, _work(row, by_path), topics, current) for row in by_path.values()}


def public_topics() -> dict[int, Option]:
    """Return topics as a filter names them: kept for everybody, so only those that everybody may see; two queries."""
    rows = topic_policy.visible_to(AnonymousUser()).values_list("pk", "title")
    return {pk: Option(str(pk), title) for pk, title in rows}


def next_topic_to_end() -> datetime | None:
    """Return when the next topic will have had its day, so that its title is not shown any longer than that."""
    ahead = TopicPage.objects.live().filter(expire_at__gt=timezone.now())
    return ahead.aggregate(soonest=Min("expire_at"))["soonest"]


def _topics() -> dict[int, tuple[Option, ...]]:
    known = public_topics()
    found: dict[int, tuple[Option, ...]] = {}
    through = MaterialPage.topics.through.objects
    for material, topic in through.values_list("materialpage_id", "topicpage_id"):
        if topic in known:
            found[material] = (*found.get(material, ()), known[topic])
    return found


def _work(row: dict[str, Any], by_path: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if row["kind"] != MaterialPage.Kind.EDITION:
        return row
    return by_path.get(row["path"][: -MaterialPage.steplen], row)


def _facts(
    row: dict[str, Any], work: dict[str, Any], topics: dict[int, tuple[Option, ...]], current: set[int]
) -> Facts:
    is_edition = row["kind"] == MaterialPage.Kind.EDITION
    status = row["standing"]
    return Facts(
        work=work["pk"],
        kind=Option(work["kind"], MaterialPage.Kind(work["kind"]).label),
        topics=topics.get(row["pk"]) or topics.get(work["pk"], ()),
        issuer=row["issuer"] or work["issuer"],
        status=Option(status, MaterialPage.Status(status).label) if status else None,
        day=row["editionpage__effective_from"] or row["published_on"] or work["published_on"],
        is_current=not is_edition or row["pk"] in current,
    )


def articles_at(provisions: QuerySet, works: list[int], address: ArticleAddress) -> list[Provision]:
    """Return the articles at an address in these works, of a regulation in the edition in force, in the works' order.

    Two queries.
    """
    wanted = {pk: at for at, pk in enumerate(works[:MOST_WORKS])}
    paths = MaterialPage.objects.filter(pk__in=wanted).values_list("path", "pk")
    place_of = {path: wanted[pk] for path, pk in paths}
    texts = dict(wanted)
    for pk, path in EditionPage.objects.current_on(timezone.localdate()).values_list("pk", "path"):
        work = path[: -MaterialPage.steplen]
        if work in place_of:
            texts[pk] = place_of[work]
    article = "art_" + "_".join(map(str, address.numbers))
    found: Iterable[Provision] = provisions.filter(material_id__in=texts, address=article)
    return sorted(found, key=lambda provision: texts[provision.material_id])
