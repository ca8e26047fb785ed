"""The text a note stands in, read from the library: its units, what each is called, and which text holds now."""

from dataclasses import dataclass

from library.models import MaterialPage, Provision, RegulationPage
from quizzes.citing import text_meant

FIRST_WORDS = 12


@dataclass(frozen=True)
class Unit:
    """An article, or a paragraph outside articles: its address, its name in a list, its text."""

    address: str
    name: str
    text: str
    context: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Return address and text, as `study.notes.anchoring` takes them."""
        return self.address, self.text


def units_of(material: MaterialPage) -> list[Unit]:
    """Return the units of a published text in order; one query."""
    rows = Provision.objects.filter(material_id=material.pk, is_unit=True).order_by("position")
    return [_unit(one) for one in rows.only("address", "number", "heading", "full_text", "context")]


def unit_at(material: MaterialPage, address: str) -> Unit | None:
    """Return the unit that holds the provision at `address`, None when there is none; one query.

    `address` may name a paragraph or an item of an article: a note belongs to the article.
    """
    steps = address.strip("/").split("/")
    above = ["/".join(steps[:end]) for end in range(1, len(steps) + 1)]
    rows = Provision.objects.filter(material_id=material.pk, is_unit=True, address__in=above)
    found = sorted(rows, key=lambda one: -len(one.address))
    return _unit(found[0]) if found else None


def _unit(provision: Provision) -> Unit:
    name = provision.number if provision.number.startswith("第") else ""
    text = provision.full_text
    return Unit(provision.address, name or _first_words(text), text, provision.context)


def _first_words(text: str) -> str:
    words = "".join(text.split())
    return f"“{words[:FIRST_WORDS]}……”" if len(words) > FIRST_WORDS else f"“{words}”"


def work_of(material: MaterialPage) -> MaterialPage:
    """Return the work a text belongs to: the regulation of an edition, else the text itself."""
    if material.kind != MaterialPage.Kind.EDITION:
        return material
    return RegulationPage.objects.parent_of(material).get()


def text_in_force(work: MaterialPage) -> MaterialPage | None:
    """Return the live text that holds today; None when there is none."""
    return text_meant(work.specific)


def texts_of(work: MaterialPage) -> list[int]:
    """Return the ids of a work's texts: its editions, or itself."""
    if work.kind != MaterialPage.Kind.REGULATION:
        return [work.pk]
    return list(MaterialPage.objects.child_of(work).values_list("pk", flat=True))
