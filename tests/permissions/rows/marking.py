"""The marking desk, and the pages about one question: its history and correcting marks."""

from typing import Any

from tests.permissions.row import EDITOR_DESK, Row, Statuses
from tests.quizzes import builders

ACT: Statuses = (302, 302, 302, 302, 302, 302)
# 支部书记 and 上级 oversee 本人; an editor as such sees nobody's answers.
MARKERS: Statuses = (404, 200, 200, 404, 404, 302)


def furnish(world: Any) -> None:
    """Let 本人 hand in a written answer."""
    question = builders.question("essay")
    running = builders.start(world.people.me, builders.quiz(question, title="简答", audience=world.audience))
    builders.give(running, {1: "三种会和党课。"})
    world.things["marking"] = {"question": question, "item": builders.hand_in(running).items.get()}


def _item(world: Any) -> dict[str, Any]:
    return {"pk": world.things["marking"]["item"].pk}


def _question(world: Any) -> dict[str, Any]:
    return {"question_id": world.things["marking"]["question"].pk}


ROWS = [
    Row("quizzes:marking", (403, 200, 200, 403, 403, 302)),
    Row("quizzes:mark", MARKERS, _item),
    Row(
        "quizzes:mark",
        (404, 302, 302, 404, 404, 302),
        _item,
        method="post",
        data=lambda world: {"mark-1": "3", "mark-2": "1"},
    ),
    Row("quizzes_question_history", EDITOR_DESK, _question),
    Row("quizzes_regrade", EDITOR_DESK, _question),
    Row("quizzes_regrade", ACT, _question, method="post"),
]
