"""Rows of reminders, feeds, and texts for other channels."""

from typing import Any

from library.models import LibraryIndexPage, TopicPage
from study.models import NudgeSetting
from tests.permissions.row import EVERYBODY, MEMBERS, Row
from tests.permissions.site import World

TOKEN = "a-token-of-the-member"


def furnish(world: World) -> None:
    """Let 本人 have asked for letters, and put a topic into the library."""
    NudgeSetting.objects.create(member=world.people.me, token=TOKEN)
    LibraryIndexPage.objects.get().add_child(instance=TopicPage(title="专题（示例）", slug="feed-topic"))


def _token(world: World) -> dict[str, Any]:
    return {"token": TOKEN}


def _guide(world: World) -> dict[str, Any]:
    return {"material_id": world.guide.pk}


ROWS = [
    Row("study:nudges", MEMBERS),
    Row("study:nudges_off", EVERYBODY, _token),
    Row("study:nudges_off", (404,) * 6, lambda world: {"token": "wrong"}, note="别的口令"),
    Row("library_feeds:topic", EVERYBODY, lambda world: {"slug": "feed-topic"}),
    Row("library_hand_out", (302, 302, 302, 200, 302, 302), _guide),
]
