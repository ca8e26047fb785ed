"""Reads of quizzes."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connections, models, router
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Sum, When
from django.db.models.functions import Cast, Coalesce
from wagtail.query import PageQuerySet


class QuestionQuerySet(models.QuerySet):
    """Questions that chain."""

    def usable(self) -> "QuestionQuerySet":
        """Return questions a quiz may ask: reviewed, and not withdrawn."""
        return self.filter(state="ready", current__isnull=False)

    def matching(self, words: str) -> "QuestionQuerySet":
        """Return questions with `words` in stem, options, explanation, a tag, or a cited text's title, sentence or number."""
        from quizzes.models import QuestionCitation, QuestionTag

        tagged = QuestionTag.objects.filter(content_object=OuterRef("pk"), tag__name__icontains=words)
        cited = QuestionCitation.objects.filter(version=OuterRef("current")).filter(
            Q(material__title__icontains=words)
            | Q(quote__icontains=words)
            | Q(address=words)
            | Q(kept__number=words)
        )
        said = Q(current__stem__icontains=words) | Q(current__explanation__icontains=words)
        # JSON as it is stored: words in Chinese may stand there as they are or escaped, by the database.
        for written in {words, json.dumps(words)[1:-1]}:
            said |= Q(options_text__icontains=written) | Q(prompts_text__icontains=written)
        as_text = {
            f"{name}_text": Cast(f"current__{name}", models.TextField()) for name in ("options", "prompts")
        }
        return self.alias(**as_text).filter(said | Q(Exists(tagged)) | Q(Exists(cited)))

    def with_content(self) -> "QuestionQuerySet":
        """Load the current version with its citations and the bank; three queries whatever the number."""
        return self.select_related("current", "bank").prefetch_related("current__citations__material")


class QuizQuerySet(PageQuerySet):
    """Quizzes that chain."""

    def live_at(self, moment: datetime) -> "QuizQuerySet":
        """Return published quizzes that are not past their day, whether or not `publish_scheduled` has run since."""
        return self.live().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=moment))

    def open_at(self, moment: datetime) -> "QuizQuerySet":
        """Return published quizzes whose window contains `moment`."""
        opened = Q(opens_at__isnull=True) | Q(opens_at__lte=moment)
        not_closed = Q(closes_at__isnull=True) | Q(closes_at__gt=moment)
        return self.live_at(moment).filter(opened, not_closed)

    def asking_about(self, material_id: int) -> "QuizQuerySet":
        """Keep quizzes with chosen questions that cite a text, those with the most of them first."""
        citing = self.filter(sections__questions__question__current__citations__material=material_id)
        return citing.annotate(asked=Count("pk")).order_by("-asked", "title")

    def with_size(self) -> "QuizQuerySet":
        """Annotate how many questions are asked and for how many points, drawn ones included."""
        from quizzes.models import QuizDraw, QuizQuestion

        chosen = QuizQuestion.objects.filter(question__state="ready")
        worth = Coalesce("points", "section__points")
        return self.annotate(
            question_count=_per_quiz(chosen, Count("pk")) + _per_quiz(QuizDraw.objects.all(), Sum("count")),
            total_points=_per_quiz(chosen, Sum(worth))
            + _per_quiz(QuizDraw.objects.all(), Sum(F("count") * F("section__points"))),
        )


def _per_quiz(rows: models.QuerySet, figure: models.Aggregate) -> Coalesce:
    """Return `figure` over the rows of the sections of each quiz, 0 where there are none."""
    mine = rows.filter(section__quiz=OuterRef("pk")).order_by().values("section__quiz")
    return Coalesce(Subquery(mine.annotate(figure=figure).values("figure")), 0)


class AttemptQuerySet(models.QuerySet):
    """Attempts that chain."""

    def submitted(self) -> "AttemptQuerySet":
        """Return attempts that were handed in."""
        return self.filter(submitted_at__isnull=False)

    def under_way(self) -> "AttemptQuerySet":
        """Return attempts not handed in yet."""
        return self.filter(submitted_at__isnull=True)

    def overdue(self, limit: datetime) -> "AttemptQuerySet":
        """Return attempts under way whose deadline passed by `limit`."""
        return self.under_way().filter(deadline__lte=limit)


# Databases bound how many values a statement may have.
ROWS_AT_ONCE = 500


class Frozen(NamedTuple):
    """A question as an attempt keeps it: the version's id, its points, and which option stands at each place."""

    version: int
    points: int
    option_order: list[int]


def _written(values: Iterable[Any]) -> tuple[str, list[Any]]:
    """Return a row of a statement and the values put in its places.

    Nothing, whole numbers and empty words are written out: six hundred places take longer to fill than to store.
    """
    places, filled = [], []
    for value in values:
        if value is None:
            places.append("NULL")
        elif type(value) is int:
            places.append(str(value))
        elif value == "":
            places.append("''")
        else:
            places.append("%s")
            filled.append(value)
    return f"({', '.join(places)})", filled


class AttemptItemQuerySet(models.QuerySet):
    """Questions of attempts that chain."""

    def freeze(self, attempt: int, asked: Sequence[Frozen]) -> None:
        """Store the questions of the new attempt with this id, in their order; one statement.

        Everybody starts an exam in the same minute, and objects made only to be stored take half of a start.
        """
        database = router.db_for_write(self.model)
        connection = connections[database]
        fields = [field for field in self.model._meta.local_concrete_fields if not field.primary_key]
        kept = {field.name: field.get_db_prep_save(field.get_default(), connection) for field in fields}
        order = {field.name: field for field in fields}["option_order"]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        into = f"{quote(self.model._meta.db_table)} ({columns})"
        rows = [
            kept
            | {"attempt": attempt, "version": one.version, "position": position, "points": one.points}
            | {"option_order": order.get_db_prep_save(one.option_order, connection)}
            for position, one in enumerate(asked, 1)
        ]
        with connection.cursor() as cursor:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                written = [_written(row.values()) for row in rows[start : start + ROWS_AT_ONCE]]
                places = ", ".join(place for place, _ in written)
                statement = " ".join(["INSERT INTO", into, "VALUES", places])
                cursor.execute(statement, [value for _, values in written for value in values])

    def unanswered(self) -> "AttemptItemQuerySet":
        """Return questions without an answer, in their order."""
        return self.filter(answer__isnull=True).order_by("position")

    def written(self) -> "AttemptItemQuerySet":
        """Return written answers of handed-in papers, which a person marks; what was left open needs nobody."""
        return self.filter(
            version__question__kind="essay", answer__isnull=False, attempt__submitted_at__isnull=False
        )

    def unmarked(self) -> "AttemptItemQuerySet":
        """Return answers that wait for a person."""
        return self.filter(score__isnull=True)

    def for_answering(self) -> "AttemptItemQuerySet":
        """Load what a page may show while answering.

        The key and the explanation are not read from the database, so that no template can leak them.
        """
        return self.select_related("version__question").only(
            "attempt_id",
            "position",
            "points",
            "option_order",
            "answer",
            "answered_at",
            "checked_at",
            "device",
            "turn",
            "version__stem",
            "version__options",
            "version__prompts",
            "version__question__kind",
        )

    def for_review(self) -> "AttemptItemQuerySet":
        """Load everything a result shows; two queries whatever the number."""
        from quizzes.models import QuestionCitation

        citations = QuestionCitation.objects.select_related("material").order_by("pk")
        return self.select_related("version__question", "marked_by_version").prefetch_related(
            Prefetch("version__citations", queryset=citations)
        )


class ReviewCardQuerySet(models.QuerySet):
    """Review cards that chain."""

    def usable(self) -> "ReviewCardQuerySet":
        """Return cards whose question may be asked: reviewed, and not withdrawn."""
        return self.filter(question__state="ready", question__current__isnull=False)

    def not_in(self, attempts: Sequence[int]) -> "ReviewCardQuerySet":
        """Return cards whose question stands in none of the attempts with these ids."""
        from quizzes.models import AttemptItem

        if not attempts:
            return self
        withheld = AttemptItem.objects.filter(attempt__in=attempts).values("version__question")
        return self.exclude(question__in=withheld)

    def wrong(self) -> "ReviewCardQuerySet":
        """Return cards in 错题本."""
        return self.filter(wrong_at__isnull=False)

    def fresh_on(self, day: date) -> "ReviewCardQuerySet":
        """Return cards not reviewed on `day` yet."""
        return self.filter(~Q(reviewed_on=day))

    def most_pressing_first(self) -> "ReviewCardQuerySet":
        """Order by what is asked next: what was got wrong, then what has been due longest."""
        wrong_first = Case(When(wrong_at__isnull=False, then=0), default=1)
        return self.order_by(wrong_first, "due_at", "pk")
