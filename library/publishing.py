"""From a published body to addressed rows: what happens when a text goes live, changes or is withdrawn."""

import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from library import citing, indexing
from library.batch import collecting, current_batch
from library.models import EditionPage, MaterialPage, Provision
from library.signals import provisions_rebuilt
from library.structure import Document, Kind, Node, normalise, parse

READING_CHARS_PER_MINUTE = 400
BATCH = 500
# Headings an article's place is told by.
HEADING_KINDS = {
    Kind.PART,
    Kind.SUBPART,
    Kind.CHAPTER,
    Kind.SECTION,
    Kind.SUBSECTION,
    Kind.DIVISION,
    Kind.ANNEX,
}
# Not what anybody searches for.
SILENT_KINDS = {Kind.SIGNATURE, Kind.SOURCE, Kind.TITLE_BLOCK}


@dataclass
class _Row:
    node: Node
    parent: "_Row | None"
    provision: Provision


def rebuild_provisions(*, material: MaterialPage) -> int:
    """Make the provisions of `material` anew from its body; return how many there are.

    Addresses depend on the text alone, and a row keeps its id as long as its address is there, so an unchanged text
    changes nothing. The search index follows on commit.
    """
    document = parse(material.body)
    with transaction.atomic():
        rows = list(_rows(material, document))
        _replace(material, rows)
        citing.rebuild_citations(material=material, document=document)
        citing.recheck_places(work_id=_work_id(material))
        _measure(material)
    provisions_rebuilt.send(sender=MaterialPage, material=material)
    return len(rows)


def remove_provisions(*, material: MaterialPage) -> None:
    """Remove the provisions of a text that is no longer public."""
    with transaction.atomic():
        _replace(material, [])
        citing.remove_citations(material=material)
        citing.recheck_places(work_id=_work_id(material))


@contextmanager
def publishing_together() -> Iterator[None]:
    """Publish many texts: the index, and references to works that came later, follow once, at the end."""
    if current_batch() is not None:
        yield
        return
    with collecting() as batch:
        try:
            yield
        finally:
            works = list(batch.works.values())
            citing.settle_names(works)
            for work in works:
                citing.recheck_places(work_id=work.pk)
            indexing.settle(batch)


def publishing_again(materials: list[MaterialPage]) -> None:
    """Let what follows publishing be done once more for `materials`, with the batch that is under way."""
    batch = current_batch()
    if batch is None:
        return
    for material in materials:
        work = MaterialPage.objects.get(pk=_work_id(material)).specific
        batch.works[work.pk] = work
        batch.pages.update((material.pk, work.pk))
    units = Provision.objects.units().filter(material__in=[material.pk for material in materials])
    batch.units.update(units.values_list("pk", flat=True))


def _work_id(material: MaterialPage) -> int:
    """Return the page others refer to when they mean this text: the regulation of an edition."""
    if not isinstance(material, EditionPage):
        return material.pk
    return MaterialPage.objects.parent_of(material).values_list("pk", flat=True).get()


def _replace(material: MaterialPage, rows: list[_Row]) -> None:
    old = {provision.address: provision for provision in Provision.objects.filter(material_id=material.pk)}
    # Rows go in one statement: Django would load every row to look for what hangs on it.
    Provision.objects.filter(material_id=material.pk)._raw_delete(using=Provision.objects.db)
    for row in rows:
        if row.node.address in old:
            row.provision.pk = old[row.node.address].pk
    _store(rows)
    units = [row.provision for row in rows if row.provision.is_unit]
    kept = {unit.pk for unit in units}
    gone = [provision for provision in old.values() if provision.is_unit and provision.pk not in kept]
    transaction.on_commit(lambda: indexing.follow(units, gone), robust=True)


def _measure(material: MaterialPage) -> None:
    characters = sum(1 for character in material.body if not character.isspace())
    material.char_count = characters
    material.reading_minutes = max(1, round(characters / READING_CHARS_PER_MINUTE)) if characters else 0
    length = {"char_count": material.char_count, "reading_minutes": material.reading_minutes}
    MaterialPage.objects.filter(pk=material.pk).update(**length)
    if isinstance(material, EditionPage):
        _measure_work(material)


def _measure_work(edition: EditionPage) -> None:
    """A regulation is as long as its newest text, which is what a list promises the reader."""
    newest = EditionPage.objects.sibling_of(edition).live().order_by("-effective_from").first()
    if newest is not None:
        MaterialPage.objects.parent_of(edition).update(
            char_count=newest.char_count, reading_minutes=newest.reading_minutes
        )


def _store(rows: list[_Row]) -> None:
    """Insert level by level, because a row needs its parent's id."""
    by_depth: dict[int, list[_Row]] = {}
    for row in rows:
        by_depth.setdefault(row.provision.depth, []).append(row)
    for depth in sorted(by_depth):
        level = by_depth[depth]
        for row in level:
            row.provision.parent = row.parent.provision if row.parent else None
        Provision.objects.bulk_create([row.provision for row in level], batch_size=BATCH)


def _rows(material: MaterialPage, document: Document) -> Iterator[_Row]:
    position = 0
    stack: list[tuple[Node, _Row | None, int, str, bool]] = [
        (root, None, 1, "", False) for root in reversed(document.roots)
    ]
    while stack:
        node, parent, depth, context, inside_unit = stack.pop()
        position += 1
        is_unit = not inside_unit and _is_unit(node)
        row = _Row(node, parent, _provision(material, node, position, depth, context, is_unit))
        yield row
        below = _context_below(node, context)
        children_inside = inside_unit or (is_unit and node.kind == Kind.ARTICLE)
        stack += [(child, row, depth + 1, below, children_inside) for child in reversed(node.children)]


def _is_unit(node: Node) -> bool:
    """Tell whether a search may answer with this node: an article, or text that stands in none."""
    if node.kind == Kind.ARTICLE:
        return True
    return bool(node.text) and node.kind not in SILENT_KINDS


def _context_below(node: Node, context: str) -> str:
    if node.kind not in HEADING_KINDS:
        return context
    label = " ".join(part for part in (node.number, node.heading) if part)
    return " › ".join(part for part in (context, label) if part)


def _provision(
    material: MaterialPage, node: Node, position: int, depth: int, context: str, is_unit: bool
) -> Provision:
    whole = (node.full_text() if node.kind == Kind.ARTICLE else node.own_text()) if is_unit else ""
    return Provision(
        material=material,
        eid=node.eid,
        address=node.address,
        kind=str(node.kind),
        number=node.number,
        heading=node.heading[:400],
        text=node.text,
        full_text=whole,
        is_unit=is_unit,
        context=context[:400],
        position=position,
        depth=depth,
        digest=fingerprint(node.full_text()) if is_unit else "",
    )


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text without white space and glyph variants: equal means not amended."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def earlier_fingerprint(text: str) -> str:
    """Return the fingerprint as it was made when quotation marks and zeros still counted.

    Books carry it, in print as well, so what is compared with a stored fingerprint is compared by both rules.
    """
    normal = "".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(normal.encode()).hexdigest()
