"""The library as passages to look for answers in: the texts that hold today, kept in memory until one changes."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from library.citing import known_names
from library.models import EditionPage, MaterialPage, Provision
from quizzes.binding.matching import Asked, Passage, PassageIndex, Proposal, Proposer

# An explanation repeats a source's words; the source is what is cited.
EXPLAINS = 0.9
SOURCE_KINDS = (MaterialPage.Kind.EDITION, MaterialPage.Kind.SPEECH, MaterialPage.Kind.GUIDE)


@dataclass(frozen=True)
class Sources:
    """Everything a proposal can point at: the proposer, and where each passage stands."""

    proposer: Proposer
    places: dict[int, tuple[int, str]]

    def propose(self, asked: Asked) -> list[tuple[Proposal, int, str]]:
        """Return proposals with (material, address), the likeliest first."""
        return [(one, *self.places[one.passage.key]) for one in self.proposer.propose(asked)]


_lock = Lock()
_kept: dict[str, tuple[Any, Sources]] = {}


def sources() -> Sources:
    """Return the sources as of now; built anew when a text was published, withdrawn or came into force."""
    stamp = _stamp()
    with _lock:
        kept = _kept.get("now")
        if kept is None or kept[0] != stamp:
            _kept["now"] = kept = (stamp, _build())
        return kept[1]


def _stamp() -> Any:
    texts = MaterialPage.objects.live().aggregate(
        Count("pk"), Max("pk"), Max("last_published_at"), Max("latest_revision_id")
    )
    rows = Provision.objects.units().aggregate(Count("pk"), Max("pk"))
    return (timezone.localdate(), *texts.values(), *rows.values())


def _build() -> Sources:
    current = EditionPage.objects.current_on(timezone.localdate()).values("pk")
    holding = ~Q(material__kind=MaterialPage.Kind.EDITION) | Q(
        material_id__in=list(current.values_list("pk", flat=True))
    )
    rows = (
        Provision.objects.units()
        .filter(holding, material__kind__in=SOURCE_KINDS)
        .order_by("material_id", "position")
        .values_list("pk", "material_id", "address", "number", "full_text", "material__kind")
    )
    owners = _owners()
    passages, places = [], {}
    for pk, material, address, number, text, kind in rows.iterator(chunk_size=2000):
        weight = EXPLAINS if kind == MaterialPage.Kind.GUIDE else 1.0
        words = text.removeprefix(number).lstrip("\u3000 ")
        passages.append(Passage(pk, str(owners.get(material, material)), number, words, weight))
        places[pk] = (material, address)
    return Sources(Proposer(PassageIndex(passages), known_names().find), places)


def _owners() -> dict[int, int]:
    """Return the regulation of each edition."""
    editions = EditionPage.objects.live().values_list("pk", "path")
    works = dict(MaterialPage.objects.filter(kind=MaterialPage.Kind.REGULATION).values_list("path", "pk"))
    step = EditionPage.steplen
    return {pk: works[path[:-step]] for pk, path in editions if path[:-step] in works}
