"""Rows of recommendations: the list, and putting something away."""

from typing import Any

from tests.permissions.row import MEMBERS, Row
from tests.permissions.site import World
from tests.study.builders import recommend


def furnish(world: World) -> None:
    """Advise 本人's branch to read the guide."""
    recommend(world.guide, by=world.people.county, audience=world.audience)


def _guide(world: World) -> dict[str, Any]:
    return {"page_id": world.guide.pk}


def _closed(world: World) -> dict[str, Any]:
    return {"page_id": world.closed.pk}


def _reason(world: World) -> dict[str, Any]:
    return {"reason": "known"}


ROWS = [
    Row("study:suggestions", MEMBERS),
    Row("study:dismiss", (302,) * 6, _guide, method="post", data=_reason),
    Row(
        "study:dismiss", (404, 404, 404, 302, 404, 302), _closed, method="post", data=_reason, note="限组阅读"
    ),
    Row("study:restore_suggestion", (404, 404, 404, 404, 404, 302), _guide, method="post", note="没有设过"),
]
