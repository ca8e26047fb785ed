"""What many tests start from, built once in a process: from then on the same statements are sent again.

They lead to the same rows only where the database would give the next rows the same numbers, which is asked before; and on
SQLite only, where a test that is rolled back gives its numbers back.
"""

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from django.db import connection

Built = TypeVar("Built")


@dataclass
class Recording:
    """The statements that wrote it, what was returned, and a copy of the folder that was filled."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    returned: bytes = b""
    folder: Path | None = None

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Send a statement on, and remember it."""
        if not sql.startswith("SELECT"):
            # Rows to insert may come from a generator, which can be read once.
            params = list(params) if many else params
            self.statements.append((sql, params, many))
        return execute(sql, params, many, context)


_recorded: dict[tuple[Any, ...], Recording] = {}


def built_once(build: Callable[[], Built], *, folder: Path | None = None) -> Built:
    """Return what `build`, a function of a module, returned the first time, with its rows stored and `folder` filled."""
    if connection.vendor != "sqlite":
        return build()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        key = (build.__module__, build.__qualname__, *cursor.fetchall())
    if key in _recorded:
        return _replay(_recorded[key], folder)
    recording = Recording()
    with connection.execute_wrapper(recording):
        built = build()
    recording.returned = pickle.dumps(built)
    if folder:
        recording.folder = Path(mkdtemp(prefix="zhixing-built-"), "folder")
        shutil.copytree(folder, recording.folder)
    _recorded[key] = recording
    return built


def _replay(recording: Recording, folder: Path | None) -> Any:
    for sql, params, many in recording.statements:
        with connection.cursor() as cursor:
            (cursor.executemany if many else cursor.execute)(sql, params)
    if folder and recording.folder:
        shutil.copytree(recording.folder, folder, dirs_exist_ok=True)
    return pickle.loads(recording.returned)  # noqa: S301 — what this process wrote
