"""A paper as the editor's preview shows it: one that a member might get, and what is wrong with the plan."""

from typing import Any

from quizzes.errors import QuizNotOpen
from quizzes.models import AttemptItem, QuizPage
from quizzes.papers.checking import faults_of
from quizzes.papers.composing import compose
from quizzes.papers.ordering import option_order
from quizzes.papers.plans import plans_in
from quizzes.sheet import lay_out

__all__ = ["preview_context"]

SEED = "preview"


def preview_context(quiz: QuizPage) -> dict[str, Any]:
    """Return what `quizzes/quiz_preview.html` shows of the quiz in the form; no keys."""
    plans = plans_in(quiz)
    context: dict[str, Any] = {"quiz": quiz, "faults": faults_of(plans, quiz.organization), "parts": []}
    try:
        paper = compose(quiz, plans, seed=SEED)
    except QuizNotOpen:
        return context
    position = 0
    for part in paper.parts:
        items = []
        for one in part.placed:
            position += 1
            kind, options = one.version.question.kind, one.version.options
            order = option_order(kind, options, seed=SEED, shuffle=False)
            items.append(
                AttemptItem(version=one.version, position=position, points=one.points, option_order=order)
            )
        context["parts"].append({"title": part.title, "lines": lay_out(items)})
    return context
