"""Which questions a draw may take: by kind, difficulty, bank, tags, and the place in a text they cite.

A draw that names no bank takes from the shared ones and from those of the organisation that holds the quiz and of all below
it: the same reach as `BankPolicy` gives a person, so that nobody gets another organisation's questions by naming nothing.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from library.models import Provision
from members.models import Organization
from quizzes.citing import text_meant
from quizzes.models import Question, QuestionCitation, QuestionTag, QuizDraw
from quizzes.papers.places import addresses_at, read_places

__all__ = ["DIFFICULTIES", "candidates", "said_banks", "tags_of"]

DIFFICULTIES = {
    QuizDraw.Difficulty.EASY: (1, 2),
    QuizDraw.Difficulty.MIDDLE: (2, 4),
    QuizDraw.Difficulty.HARD: (4, 5),
}


def candidates(draw: QuizDraw, organization: Organization | None) -> list[int]:
    """Return the ids of the usable questions that fit `draw` in a quiz held by `organization`, at most five queries.

    A place is looked up in the text that is in force, and meant in every edition a question may cite.

    Raises:
        UnreadablePlace: the place cannot be read.
    """
    found: QuerySet[Question] = Question.objects.usable()
    # Whoever names no kind does not mean answers that a person has to mark.
    found = found.filter(kind=draw.kind) if draw.kind else found.exclude(kind=Question.Kind.ESSAY)
    if draw.difficulty:
        found = found.filter(current__difficulty__range=DIFFICULTIES[QuizDraw.Difficulty(draw.difficulty)])
    found = found.filter(bank=draw.bank_id) if draw.bank_id else found.filter(_within_reach(organization))
    for tag in tags_of(draw):
        tagged = QuestionTag.objects.filter(content_object=OuterRef("pk"), tag__name=tag)
        found = found.filter(Exists(tagged))
    if draw.material_id:
        cited = QuestionCitation.objects.filter(_stands_in(draw), version=OuterRef("current"))
        found = found.filter(Exists(cited))
    return list(found.order_by("pk").values_list("pk", flat=True))


def said_banks(organization: Organization | None) -> str:
    """Return in words which banks a draw that names none takes from: “共享题库和稻香村支部（含下级）的题库”."""
    return f"共享题库和{organization}（含下级）的题库" if organization else "共享题库"


def _within_reach(organization: Organization | None) -> Q:
    shared = Q(bank__organization__isnull=True)
    return shared | Q(bank__organization__path__startswith=organization.path) if organization else shared


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
