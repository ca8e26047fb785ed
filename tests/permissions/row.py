"""One row of the matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.site import World

Statuses = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class Row:
    """One route: its name in the URL conf, how to call it, and what each of the six gets."""

    route: str
    expected: Statuses
    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    note: str = ""

    @property
    def name(self) -> str:
        """Return what the test is called."""
        return f"{self.method} {self.route} {self.note}".strip()


EVERYBODY: Statuses = (200, 200, 200, 200, 200, 200)
MEMBERS: Statuses = (200, 200, 200, 200, 200, 302)
EDITOR_DESK: Statuses = (302, 302, 302, 200, 302, 302)
