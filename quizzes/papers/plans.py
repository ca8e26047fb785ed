"""A paper as it is planned: its sections with what was chosen and what is to be drawn, wherever the plan is kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.models import QuizDraw, QuizPage, QuizQuestion, QuizSection

__all__ = ["Plan", "plans_in", "plans_in_form", "plans_of"]


@dataclass(frozen=True)
class Plan:
    """One section; `chosen` and `draws` stand in the editor's order."""

    title: str
    points: int
    chosen: Sequence[QuizQuestion]
    draws: Sequence[QuizDraw]


def plans_of(quiz: QuizPage, *, only_to_ask: bool = False) -> list[Plan]:
    """Return the published plan of `quiz`; three queries.

    A paper needs no words of questions and few draws name a material: with `only_to_ask` both are left for later.
    """
    mine = {"section__quiz": quiz}
    questions, drawn = QuizQuestion.objects.filter(**mine), QuizDraw.objects.filter(**mine)
    if not only_to_ask:
        questions, drawn = questions.select_related("question"), drawn.select_related("material")
    chosen, draws = _by_section(questions), _by_section(drawn)
    sections = QuizSection.objects.filter(quiz=quiz).order_by("sort_order", "pk")
    return [Plan(one.title, one.points, chosen[one.pk], draws[one.pk]) for one in sections]


def _by_section(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("sort_order", "pk"):
        found[row.section_id].append(row)
    return found


def plans_in(quiz: QuizPage) -> list[Plan]:
    """Return the plan a quiz holds in memory, saved or not, as a preview shows it."""
    return [
        Plan(one.title, one.points, list(one.questions.all()), list(one.draws.all()))
        for one in quiz.sections.all()
    ]


def plans_in_form(form: Any) -> list[Plan]:
    """Return the plan that a valid form of a quiz would store."""
    sections = _kept(form.formsets["sections"])
    return [
        Plan(
            one.instance.title,
            one.instance.points,
            [row.instance for row in _kept(one.formsets["questions"])],
            [row.instance for row in _kept(one.formsets["draws"])],
        )
        for one in sections
    ]


def _kept(formset: Any) -> list[Any]:
    gone = formset.deleted_forms
    kept = [one for one in formset.forms if one not in gone and (one.instance.pk or one.has_changed())]
    return sorted(kept, key=lambda one: one.cleaned_data.get("ORDER") or 0)
