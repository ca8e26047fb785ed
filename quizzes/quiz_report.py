"""The figures of one quiz, read from the first handed-in attempt of everybody; no name is read.

First attempts only: whoever takes a paper again has seen its key. A question revised between two attempts is two
questions here, a row for each version, because people answered different words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quizzes.models import Attempt, AttemptItem, Question, QuestionVersion, QuizPage
from quizzes.sheet import LETTERS
from quizzes.statistics import ENOUGH, ItemReport, OptionReport, Response, analyse, answer_seconds

TRUE_FALSE = ("对", "错")
CHOSEN_KINDS = (Question.Kind.SINGLE, Question.Kind.MULTIPLE)


@dataclass(frozen=True)
class Paper:
    """One first attempt."""

    started_at: datetime
    score: float
    max_score: float


@dataclass(frozen=True)
class OptionRow:
    """One option with its words."""

    label: str
    figures: OptionReport


@dataclass(frozen=True)
class QuestionRow:
    """One version of a question with its figures; `position` is where it usually stands in the paper."""

    version: QuestionVersion
    position: int
    kind_label: str
    figures: ItemReport
    options: list[OptionRow]

    @property
    def is_current(self) -> bool:
        """Tell whether this is how the question reads now."""
        return self.version.question.current_id == self.version.pk


@dataclass(frozen=True)
class QuizReport:
    """A quiz's questions in their order, and of how many people.

    `pending` counts people whose paper waits for a person's marks, and is not among them; `hidden` counts the questions
    the reader may not see.
    """

    quiz: QuizPage
    people: int
    rows: list[QuestionRow]
    pending: int = 0
    hidden: int = 0

    def limited_to(self, seen: QuerySet[Question]) -> "QuizReport":
        """Return the report without the questions that are not among `seen`, counting them; one query."""
        shown = set(
            seen.filter(pk__in={row.version.question_id for row in self.rows}).values_list("pk", flat=True)
        )
        rows = [row for row in self.rows if row.version.question_id in shown]
        return replace(self, rows=rows, hidden=len(self.rows) - len(rows))

    @property
    def is_enough(self) -> bool:
        """Tell whether enough people took it to say anything of a question they all met."""
        return self.people >= ENOUGH

    @property
    def flagged(self) -> list[QuestionRow]:
        """Return the questions an author should look at."""
        return [row for row in self.rows if row.figures.flags]


def report_on(quiz: QuizPage) -> QuizReport:
    """Return the figures of `quiz`; three queries whatever the number of people and questions."""
    first = Attempt.objects.filter(quiz=quiz, number=1).submitted()
    handed_in = list(first.only("started_at", "score", "max_score", "awaiting"))
    papers = {
        attempt.pk: Paper(attempt.started_at, float(attempt.score or 0), float(attempt.max_score))
        for attempt in handed_in
        if not attempt.awaiting
    }
    by_version: dict[int, list[AttemptItem]] = {}
    seconds: dict[int, float] = {}
    for attempt_id, items in _by_attempt(quiz).items():
        # One that was handed in since the papers were read waits for the next look.
        if attempt_id not in papers:
            continue
        started_at = papers[attempt_id].started_at
        seconds |= answer_seconds(started_at, {item.pk: item.answered_at for item in items})
        for item in items:
            by_version.setdefault(item.version_id, []).append(item)
    versions = QuestionVersion.objects.select_related("question").in_bulk(list(by_version))
    rows = [_row(versions[pk], items, papers, seconds) for pk, items in by_version.items()]
    rows.sort(key=lambda row: (row.position, -row.version.number))
    return QuizReport(quiz, len(papers), rows, pending=len(handed_in) - len(papers))


def _by_attempt(quiz: QuizPage) -> dict[int, list[AttemptItem]]:
    found: dict[int, list[AttemptItem]] = {}
    # A paper somebody has still to mark has no total yet.
    items = AttemptItem.objects.filter(
        attempt__quiz=quiz, attempt__number=1, attempt__submitted_at__isnull=False, attempt__awaiting=0
    )
    for item in items.select_related("marked_by_version").order_by("attempt_id", "position"):
        found.setdefault(item.attempt_id, []).append(item)
    return found


def _row(
    version: QuestionVersion,
    items: list[AttemptItem],
    papers: Mapping[int, Paper],
    seconds: Mapping[int, float],
) -> QuestionRow:
    kind = version.question.kind
    labels = _labels(kind, version)
    responses = [_response(kind, item, papers[item.attempt_id], seconds.get(item.pk)) for item in items]
    key = _places(kind, _key_of(version, items).answer) if labels else frozenset()
    figures = analyse(responses, option_count=len(labels), key=key)
    return QuestionRow(
        version=version,
        position=min(item.position for item in items),
        kind_label=Question.Kind(kind).label,
        figures=figures,
        options=[OptionRow(labels[option.place], option) for option in figures.options],
    )


def _key_of(version: QuestionVersion, items: Sequence[AttemptItem]) -> QuestionVersion:
    """Return the version whose key the scores follow: after a regrade the last one anybody was marked by."""
    corrected = {item.marked_by_version for item in items if item.marked_by_version is not None}
    return max(corrected, key=lambda one: one.number, default=version)


def _response(kind: str, item: AttemptItem, paper: Paper, seconds: float | None) -> Response:
    return Response(
        score=float(item.score or 0),
        points=float(item.points),
        total=paper.score,
        max_total=paper.max_score,
        chosen=_places(kind, item.answer),
        is_answered=item.answer is not None,
        seconds=seconds,
    )


def _labels(kind: str, version: QuestionVersion) -> list[str]:
    if kind == Question.Kind.TRUE_FALSE:
        return list(TRUE_FALSE)
    if kind not in CHOSEN_KINDS:
        return []
    return [f"{letter}. {text}" for letter, text in zip(LETTERS, version.options, strict=False)]


def _places(kind: str, answer: Any) -> frozenset[int]:
    """Return which options an answer chooses; none where options are not simply chosen."""
    if answer is None:
        return frozenset()
    if kind == Question.Kind.TRUE_FALSE:
        return frozenset([0 if answer else 1])
    if kind not in CHOSEN_KINDS:
        return frozenset()
    return frozenset(answer if isinstance(answer, list) else [answer])
