"""Passages of the library to quote: found by place (党章第三条) or by words, ready with their citation."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from library.citing import known_names
from library.models import EditionPage, MaterialPage, Provision
from library.policies import User, provision_policy
from library.structure import Document, Node, find_in_text, parse

SHOWN = 12
LONGEST = 1200
STOPS = re.compile(r"[《》“”\s　]+")


@dataclass(frozen=True)
class Passage:
    """Words to quote: the work and place they stand in, and what goes in front of and behind them."""

    title: str
    place: str
    text: str
    before: str
    after: str


def find_passages(query: str, *, day: date | None, user: User) -> list[Passage]:
    """Return passages in force on `day` that fit what was typed; what names a work and an article comes by its place."""
    query = query.strip()
    if not query:
        return []
    day = day or timezone.localdate()
    return _by_place(query, day, user) or _by_words(query, day, user)


def _by_place(query: str, day: date, user: User) -> list[Passage]:
    names = known_names()
    for found in find_in_text(query, names=names):
        target = names.find(found.work) if found.work and found.addresses else None
        text = _text_of(int(target), day) if target else None
        if text is None or not provision_policy.visible_to(user).filter(material_id=text.pk).exists():
            continue
        document = parse(text.body)
        nodes = [node for address in found.addresses if (node := document.find(address)) is not None]
        return [passage for node in nodes for passage in _parts(text.title, document, node)][:SHOWN]
    return []


def _by_words(query: str, day: date, user: User) -> list[Passage]:
    visible = provision_policy.visible_to(user).units().select_related("material")
    superseded = EditionPage.objects.live().exclude(pk__in=EditionPage.objects.current_on(day).values("pk"))
    current = visible.exclude(material_id__in=list(superseded.values_list("pk", flat=True)))
    for word in STOPS.split(query):
        current = current.filter(full_text__contains=word) if word else current
    return [_passage(hit.material.title, _place_of(hit), hit.full_text) for hit in current[:SHOWN]]


def _text_of(work_id: int, day: date) -> MaterialPage | None:
    work = MaterialPage.objects.live().filter(pk=work_id).first()
    if work is None or work.kind != MaterialPage.Kind.REGULATION:
        return work
    return EditionPage.objects.child_of(work).in_force_on(day).first()


def _parts(title: str, document: Document, node: Node) -> list[Passage]:
    """Return an article whole and then by its paragraphs, anything else as it is."""
    place = _place_in(document, node)
    parts = [_passage(title, place, node.full_text(), number=node.number)]
    if len(node.children) > 1:
        parts += [_passage(title, _place_in(document, child), child.full_text()) for child in node.children]
    return parts


def _place_in(document: Document, node: Node) -> str:
    """Return how one refers to a node: 第三条第二款."""
    article = document.find(node.address.split("/")[0])
    if article is None or article is node:
        return node.number
    paragraphs = [child for child in article.children if child.kind == node.kind]
    if node in paragraphs and not node.number:
        from library.structure import int_to_chinese

        return f"{article.number}第{int_to_chinese(paragraphs.index(node) + 1)}款"
    return f"{article.number}{node.number}"


def _place_of(hit: Provision) -> str:
    return hit.number if hit.kind == "article" else ""


def _passage(title: str, place: str, text: str, *, number: str = "") -> Passage:
    words = " ".join(text.split("\n")) if len(text) <= LONGEST else text[:LONGEST]
    # The number of an article is not among its words.
    lead = number or place
    words = words.removeprefix(lead).lstrip("　 ")
    inner = "".join(words.split(" ")).replace("“", "‘").replace("”", "’")
    return Passage(title, place, inner, "“", f"”（《{title}》{place}）")
