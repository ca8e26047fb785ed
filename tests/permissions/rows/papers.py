"""Rows of papers: right and wrong of one question, printing, and counting for a draw."""

from typing import Any

from quizzes.models import Question
from tests.permissions.row import EDITOR_DESK, Row
from tests.permissions.site import World
from tests.quizzes import builders

QUESTIONS, BANKS = (f"wagtailsnippetchoosers_quizzes_{model}" for model in ("question", "questionbank"))


def furnish(world: World) -> None:
    """Put a paper of 本人's under way into the world, with one question answered, that shows right and wrong at once."""
    paper = builders.quiz(title="答一题看一题", slug="at-once", feedback="at_once", audience=world.audience)
    attempt = builders.start(world.people.me, paper)
    builders.give(attempt, {1: 0})
    world.things["at_once"] = attempt


def _checked(world: World) -> dict[str, Any]:
    return {"pk": world.things["at_once"].pk, "position": 1}


def _kept(world: World) -> dict[str, Any]:
    return {"pk": world.attempt.pk, "position": 1}


def _asked(world: World) -> Question:
    return world.things["at_once"].items.earliest("position").version.question


def _quiz(world: World) -> dict[str, Any]:
    return {"quiz_id": world.quiz.pk}


ROWS = [
    Row("quizzes:check", (200, 404, 404, 404, 404, 302), _checked, method="post"),
    Row("quizzes:check", (409, 404, 404, 404, 404, 302), _kept, method="post", note="交卷以后才公布"),
    Row("quiz_paper", EDITOR_DESK, _quiz),
    Row("quiz_key", EDITOR_DESK, _quiz),
    Row("quiz_paper_word", EDITOR_DESK, _quiz),
    Row("quiz_key_word", EDITOR_DESK, _quiz),
    Row("quiz_draw_count", EDITOR_DESK, data=lambda world: {"count": "1"}),
    # what a paper is made of is chosen from lists of the banks within reach
    *[
        Row(f"{chooser}:{view}", EDITOR_DESK)
        for chooser in (QUESTIONS, BANKS)
        for view in ("choose", "choose_results", "chosen_multiple")
    ],
    Row(f"{QUESTIONS}:chosen", EDITOR_DESK, lambda world: {"pk": _asked(world).pk}),
    Row(f"{BANKS}:chosen", EDITOR_DESK, lambda world: {"pk": _asked(world).bank_id}),
]
