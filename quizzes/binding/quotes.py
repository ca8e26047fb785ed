"""The quoted sentence in a text that was amended."""

from difflib import SequenceMatcher
from typing import Any

from library.models import Provision
from library.structure import normalise
from quizzes.binding.keeping import words_of
from quizzes.binding.matching import split_sentences
from quizzes.models import QuestionCitation
from quizzes.quoting import contains

LEAST_LIKE = 0.5


def quote_now(quote: str, text: str) -> str:
    """Return `quote` when it still stands in `text`, else the sentence most like it, or "" when none is."""
    if not quote or contains(text, quote):
        return quote
    matcher = SequenceMatcher(None, "", normalise(quote), autojunk=False)
    best, found = LEAST_LIKE, ""
    for sentence in split_sentences(text):
        matcher.set_seq1(normalise(sentence))
        if matcher.ratio() > best:
            best, found = matcher.ratio(), sentence
    return found


def cited_now(cited: QuestionCitation) -> dict[str, Any]:
    """Return what the form of a question shows of a citation: of a doubted one, where it stands now."""
    doubt = cited.doubts.filter(settled_at=None, material__isnull=False).first()
    found = (
        Provision.objects.filter(material=doubt.material, address=doubt.address).first() if doubt else None
    )
    if doubt is None or found is None:
        return {"material": cited.material_id, "address": cited.address, "quote": cited.quote}
    return {
        "material": doubt.material_id,
        "address": doubt.address,
        "quote": quote_now(cited.quote, words_of(found)),
    }
