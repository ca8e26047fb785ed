"""The record of a batch of imported files is deleted from the editors' desk alone."""

from typing import Any

from tests.permissions.row import EDITOR_DESK, Row


def _batch(world: Any) -> dict[str, Any]:
    return {"batch_id": world.import_batch.pk}


ROWS = [
    Row("library_batch_delete", EDITOR_DESK, _batch),
    Row("library_batch_delete", (302,) * 6, _batch, method="post", note="停在登录或回到导入"),
]
