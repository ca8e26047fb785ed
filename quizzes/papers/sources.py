"""Which questions a draw may take: by kind, difficulty, bank, tags, and the place in a text they cite."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from library.models import Provision
from quizzes.citing import text_meant
from quizzes.models import Question, QuestionCitation, QuestionTag, QuizDraw
from quizzes.papers.places import addresses_at, read_places

__all__ = ["DIFFICULTIES", "candidates", "tags_of"]

DIFFICULTIES = {
    QuizDraw.Difficulty.EASY: (1, 2),
    QuizDraw.Difficulty.MIDDLE: (2, 4),
    QuizDraw.Difficulty.HARD: (4, 5),
}


def candidates(draw: QuizDraw) -> list[int]:
    """Return the ids of the usable questions that fit `draw`, at most five queries.

    A place is looked up in the text that is in force, and meant in every edition a question may cite.

    Raises:
        UnreadablePlace: the place cannot be read.
    """
    found: QuerySet[Question] = Question.objects.usable()
    # Whoever names no kind does not mean answers that a person has to mark.
    found = found.filter(kind=draw.kind) if draw.kind else found.exclude(kind=Question.Kind.ESSAY)
    if draw.difficulty:
        found = found.filter(current__difficulty__range=DIFFICULTIES[QuizDraw.Difficulty(draw.difficulty)])
    if draw.bank_id:
        found = found.filter(bank=draw.bank_id)
    for tag in tags_of(draw):
        tagged = QuestionTag.objects.filter(content_object=OuterRef("pk"), tag__name=tag)
        found = found.filter(Exists(tagged))
    if draw.material_id:
        cited = QuestionCitation.objects.filter(_stands_in(draw), version=OuterRef("current"))
        found = found.filter(Exists(cited))
    return list(found.order_by("pk").values_list("pk", flat=True))


def tags_of(draw: QuizDraw) -> list[str]:
    """Return the tags a draw names."""
    words = draw.tags.replace("，", "、").replace(",", "、").split("、")
    return [word.strip() for word in words if word.strip()]


def _stands_in(draw: QuizDraw) -> Q:
    material = draw.material
    if material is None:
        return Q()
    here = Q(material__path__startswith=material.path)
    places = read_places(draw.place)
    if not places:
        return here
    text = text_meant(material.specific)
    if text is None:
        return Q(pk__in=[])
    parts = Provision.objects.filter(material=text.pk).only("eid", "address", "kind", "number")
    return here & Q(address__in=addresses_at(list(parts), places))
