"""The project's own reasons to suggest something: weak answers, what one's reading refers to, and what is new."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Max, Min, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Length, Substr

from library.models import Citation, MaterialPage
from quizzes.models import QuestionCitation, ReviewCard
from quizzes.review_queue import kept_back_questions
from study.models import Progress
from study.recommending.sources import SuggestionSource, candidate_rows, register_source

READ_DAYS = 90
NEW_DAYS = 30
NEWEST = 12


def register_own_sources() -> None:
    """Add the three; a plan's own source comes before them."""
    register_source(SuggestionSource("weak", 20, weak_answers, _say_weak))
    register_source(SuggestionSource("cited", 30, cited_by_reading, _say_cited))
    register_source(SuggestionSource("new", 40, newly_published, _say_new))


def weak_answers(member_id: int, now: datetime) -> QuerySet:
    """Return the texts whose questions stand in the member's 错题本, with a topic of each and how many questions.

    A paper whose key is still kept back says nothing here either.
    """
    wrong = ReviewCard.objects.filter(member=member_id, wrong_at__isnull=False).exclude(
        question__in=kept_back_questions(member_id, now=now)
    )
    cited = QuestionCitation.objects.filter(
        version=F("version__question__current"),
        version__question__in=wrong.values("question"),
        material__live=True,
    )
    return candidate_rows(
        cited.values(work=_work("material")).annotate(
            questions=Count("version__question", distinct=True),
            topic=Coalesce(Min("material__topics"), 0),
        ),
        "weak",
        about="work",
        because="topic",
        weight="questions",
    )


def cited_by_reading(member_id: int, now: datetime) -> QuerySet:
    """Return the works that what the member read lately refers to, with one text that does and how often."""
    read = Progress.objects.filter(member=member_id, last_read_at__gte=now - timedelta(days=READ_DAYS))
    citations = Citation.objects.filter(
        material__in=read.values("material"), problem="", target__isnull=False, target__live=True
    ).exclude(target=F("material"))
    return candidate_rows(
        citations.values("target_id").annotate(times=Count("pk"), source_text=Max("material_id")),
        "cited",
        about="target_id",
        because="source_text",
        weight="times",
    )


def newly_published(member_id: int, now: datetime) -> QuerySet:
    """Return what came into the library lately and the member has not opened, the newest weighing most."""
    opened = Progress.objects.filter(member=member_id)
    since = now - timedelta(days=NEW_DAYS)
    newest = MaterialPage.objects.listed().filter(first_published_at__range=(since, now))
    newest = newest.exclude(pk__in=opened.values("material")).order_by("-first_published_at", "-pk")
    rows = MaterialPage.objects.filter(pk__in=newest.values("pk")[:NEWEST])
    return candidate_rows(rows, "new", about="pk", weight="pk")


def _work(material: str) -> Case:
    """Return the id of the work: of an edition, the regulation above it."""
    above = Substr(
        OuterRef(f"{material}__path"), 1, Length(OuterRef(f"{material}__path")) - MaterialPage.steplen
    )
    regulation = MaterialPage.objects.filter(path=above).values("pk")
    return Case(
        When(**{f"{material}__kind": MaterialPage.Kind.EDITION}, then=Subquery(regulation[:1])),
        default=F(f"{material}_id"),
        output_field=IntegerField(),
    )


def _say_weak(title: str, weight: int) -> str:
    where = f"“{title}”专题里" if title else ""
    return f"{where}有 {weight} 道题您答错过，答案在这份资料里"


def _say_cited(title: str, weight: int) -> str:
    return f"您读的《{title}》引用了它" + (f" {weight} 处" if weight > 1 else "")


def _say_new(title: str, weight: int) -> str:
    return "资料库里新上的，您还没有打开过"
