"""Rows of recommendations: the list, putting something away, who finished what, the editor's preview."""

from typing import Any

from tests.permissions.row import EDITOR_DESK, MEMBERS, Row
from tests.permissions.site import World
from tests.quizzes.builders import publish_guide
from tests.study.builders import recommend


def furnish(world: World) -> None:
    """Advise 本人's branch to read a guide, and require the regulation."""
    world.things["advised"] = publish_guide(title="请本支部读的（示例）", slug="advised")
    recommend(world.things["advised"], by=world.people.county, audience=world.audience)
    recommend(world.regulation, by=world.people.county, audience=world.audience, strength="required")


def _guide(world: World) -> dict[str, Any]:
    return {"page_id": world.things["advised"].pk}


def _closed(world: World) -> dict[str, Any]:
    return {"page_id": world.closed.pk}


def _reason(world: World) -> dict[str, Any]:
    return {"reason": "known"}


def _required(world: World) -> dict[str, Any]:
    return {"material_id": world.regulation.pk}


ROWS = [
    Row("study:finished", (404, 200, 200, 404, 404, 302)),
    Row("study:finished_by", (404, 200, 200, 404, 404, 302), _required),
    Row("recommendation_preview", EDITOR_DESK),
    Row("study:suggestions", MEMBERS),
    Row("study:dismiss", (302,) * 6, _guide, method="post", data=_reason),
    Row(
        "study:dismiss", (404, 404, 404, 404, 404, 302), _closed, method="post", data=_reason, note="限组阅读"
    ),
    Row("study:restore_suggestion", (404, 404, 404, 404, 404, 302), _guide, method="post", note="没有设过"),
]
