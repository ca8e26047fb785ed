"""Screens of the desk that our own code changes: questions, their banks, accounts."""

from typing import Any

from tests.permissions.row import EDITOR_DESK, Row, Statuses
from tests.permissions.site import World
from tests.quizzes import builders

NOBODY: Statuses = (302, 302, 302, 302, 302, 302)
QUESTIONS = "wagtailsnippets_quizzes_question"
ABOUT = ("usage", "history", "history_results")
BANKS = "wagtailsnippets_quizzes_questionbank"


def furnish(world: World) -> None:
    """Put a question of a shared bank into the world."""
    world.things["desk_question"] = builders.question("single")


def _question(world: World) -> dict[str, Any]:
    return {"pk": world.things["desk_question"].pk}


def _bank(world: World) -> dict[str, Any]:
    return {"pk": world.things["desk_question"].bank_id}


ROWS = [
    Row(f"{QUESTIONS}:list", EDITOR_DESK),
    Row(f"{QUESTIONS}:list_results", EDITOR_DESK),
    Row(f"{QUESTIONS}:add", EDITOR_DESK),
    Row(f"{QUESTIONS}:add", EDITOR_DESK, method="post", note="空白"),
    Row(f"{QUESTIONS}:edit", EDITOR_DESK, _question),
    Row(f"{QUESTIONS}:delete", NOBODY, _question, note="问过的题不删"),
    *(Row(f"{QUESTIONS}:{page}", EDITOR_DESK, _question) for page in ABOUT),
    *(Row(f"{BANKS}:{page}", EDITOR_DESK, _bank) for page in ABOUT),
    Row(f"{BANKS}:edit", EDITOR_DESK, _bank),
    Row(f"{BANKS}:delete", NOBODY, _bank, note="有题的题库不删"),
    Row("wagtailusers_users:index", NOBODY),
    Row("wagtailusers_users:index_results", NOBODY),
]
