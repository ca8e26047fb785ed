"""A provision's words as they stand, without its own number, and keeping them beside a citation."""

from collections.abc import Sequence

from library.models import Provision
from library.structure import normalise
from quizzes.models import CitedText, QuestionCitation

BATCH = 500


def words_of(provision: Provision) -> str:
    """Return the whole text of a provision without its own number."""
    return provision.whole_text().removeprefix(provision.number).lstrip("\u3000 ")


def says_the_same(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but glyphs, width and spaces."""
    return normalise(one) == normalise(other)


def keep_cited_texts(citations: Sequence[QuestionCitation]) -> None:
    """Store what each cited provision says now; what points nowhere is left out."""
    found = Provision.objects.filter(
        material_id__in={one.material_id for one in citations},
        address__in={one.address for one in citations},
    )
    provisions = {(one.material_id, one.address): one for one in found}
    kept = [
        CitedText(citation=one, number=provision.number, text=words_of(provision))
        for one in citations
        if (provision := provisions.get((one.material_id, one.address)))
    ]
    CitedText.objects.bulk_create(kept, batch_size=BATCH)
