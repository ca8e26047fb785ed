"""Rows of the site without a line: what a device may keep follows the policies of what it is made from."""

from library.models import LibraryIndexPage, TopicPage
from tests.permissions.row import EVERYBODY, Row
from tests.permissions.site import World


def furnish(world: World) -> None:
    """Put a topic into the world; the bags are those of `bookbags`."""
    topic = TopicPage(title="学习专题（示例）", slug="study-topic")
    LibraryIndexPage.objects.get().add_child(instance=topic)
    topic.save_revision().publish()
    world.things["topic"] = topic


CONTENTS = "cms:offline_contents"
ROWS = [
    Row("cms:manifest", EVERYBODY),
    Row("cms:worker", EVERYBODY),
    Row("cms:offline", EVERYBODY),
    Row("cms:offline_who", EVERYBODY),
    Row("cms:offline_changes", EVERYBODY),
    Row(CONTENTS, EVERYBODY, lambda world: {"kind": "material", "pk": world.guide.pk}, note="资料"),
    Row(
        CONTENTS,
        (404, 404, 404, 200, 404, 404),
        lambda world: {"kind": "material", "pk": world.closed.pk},
        note="不公开的资料",
    ),
    Row(CONTENTS, (404,) * 6, lambda world: {"kind": "material", "pk": world.draft.pk}, note="草稿"),
    Row(CONTENTS, EVERYBODY, lambda world: {"kind": "topic", "pk": world.things["topic"].pk}, note="专题"),
    Row(
        CONTENTS,
        (200, 200, 200, 200, 404, 404),
        lambda world: {"kind": "bag", "pk": world.things["bag"].pk},
        note="书袋",
    ),
    Row(
        CONTENTS,
        (404, 404, 404, 200, 404, 404),
        lambda world: {"kind": "bag", "pk": world.things["draft_bag"].pk},
        note="书袋草稿",
    ),
    Row(
        CONTENTS,
        (404, 200, 404, 404, 404, 404),
        lambda world: {"kind": "roll", "pk": world.people.branch.pk},
        note="登记页",
    ),
    Row(CONTENTS, (404,) * 6, lambda world: {"kind": "attempt", "pk": world.attempt.pk}, note="别的东西"),
]
