"""Rows of 红色书袋: a bag for 本人's branch, and a draft."""

from typing import Any

from tests.permissions.row import MEMBERS, Row
from tests.permissions.site import World
from tests.study.bookbags.builders import bag, packed


def furnish(world: World) -> None:
    """Put a bag for 本人's branch, packed, and a draft into the world."""
    world.things["bag"] = bag(world.guide, audience=world.audience)
    packed(world.things["bag"])
    world.things["draft_bag"] = bag(world.guide, slug="draft-bag", is_published=False)


def _bag(world: World) -> dict[str, Any]:
    return {"slug": "to-the-village"}


def _draft(world: World) -> dict[str, Any]:
    return {"slug": "draft-bag"}


# Those of the audience, those who hand bags out, and editors.
SEEN = (200, 200, 200, 200, 404, 302)
CHANGED = (302, 302, 302, 302, 404, 302)
DRAFT = (404, 404, 404, 200, 404, 302)
ROWS = [
    Row("study:book_bags", MEMBERS),
    Row("study:book_bag", SEEN, _bag),
    Row("study:book_bag", DRAFT, _draft, note="草稿"),
    Row("study:book_bag_handout", SEEN, _bag),
    Row("study:book_bag_handout", DRAFT, _draft, note="草稿"),
    Row("study:book_bag_code", SEEN, _bag),
    Row("study:book_bag_packing", SEEN, _bag),
    Row("study:book_bag_zip", SEEN, _bag),
    Row("study:book_bag_pack", CHANGED, _bag, method="post"),
    Row("study:book_bag_received", (404, 200, 200, 404, 404, 302), _bag),
    Row(
        "study:book_bag_received",
        (404, 302, 302, 404, 404, 302),
        _bag,
        method="post",
        note="登记",
    ),
]
