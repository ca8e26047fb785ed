"""What many tests start from, built once in a process: from then on the same statements are sent again.

They lead to the same rows only where the database holds the same and would give the next rows the same numbers, which is
asked before; and on SQLite only, where a test that is rolled back gives its numbers back.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.models import Model

Built = TypeVar("Built")
Given = ParamSpec("Given")


@dataclass
class Recording:
    """The statements that wrote it, what waits for the commit, what was returned, and a copy of the folder filled."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    callbacks: list[Any] = field(default_factory=list)
    returned: Any = None
    folder: Path | None = None

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Send a statement on, and remember it."""
        if not sql.startswith("SELECT"):
            # Rows to insert may come from a generator, which can be read once.
            params = list(params) if many else params
            self.statements.append((sql, params, many))
        return execute(sql, params, many, context)


@dataclass
class Start:
    """How a test's fixtures began: what they built, and how many rows were ever changed when they had built it."""

    changes: int | None = None
    built: tuple[Any, ...] = ()


_recorded: dict[Any, Recording] = {}
_start = Start()


@contextmanager
def fixtures_of_a_test() -> Iterator[None]:
    """Within this, makers marked `once_in_fixtures` build once."""
    _start.built, _start.changes = (), _changes()
    try:
        yield
    finally:
        stop()


def stop() -> None:
    """Let everything be built until the next test begins."""
    _start.changes = None


def once_in_fixtures(build: Callable[Given, Built]) -> Callable[Given, Built]:
    """Let `build` build once for all fixtures that stored nothing before it but the same by other such makers.

    What a test calls itself is never replayed: that may be what it is about.
    """

    @wraps(build)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Built:
        if _start.changes is None or _start.changes != _changes():
            return build(*args, **kwargs)
        try:
            told = (build.__module__, build.__qualname__, _told(args), _told(sorted(kwargs.items())))
        except TypeError:
            return build(*args, **kwargs)
        _start.changes, built = None, (*_start.built, told)
        result = _once(built, lambda: build(*args, **kwargs))
        _start.changes, _start.built = _changes(), built
        return result

    return made


def built_once(build: Callable[[], Built], *, folder: Path | None = None) -> Built:
    """Return what `build`, a function of a module, returned the first time, with its rows stored and `folder` filled."""
    if connection.vendor != "sqlite":
        return build()
    return _once((build.__module__, build.__qualname__), build, folder)


def _once(told: Any, build: Callable[[], Built], folder: Path | None = None) -> Built:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        key = (told, *cursor.fetchall())
    if key in _recorded:
        return _replay(_recorded[key], folder)
    recording = Recording()
    waiting = len(connection.run_on_commit)
    with connection.execute_wrapper(recording):
        built = build()
    recording.callbacks = [entry[1:] for entry in connection.run_on_commit[waiting:]]
    recording.returned = deepcopy(built)
    if folder:
        recording.folder = Path(mkdtemp(prefix="zhixing-built-"), "folder")
        shutil.copytree(folder, recording.folder)
    _recorded[key] = recording
    return built


def _replay(recording: Recording, folder: Path | None) -> Any:
    for sql, params, many in recording.statements:
        with connection.cursor() as cursor:
            (cursor.executemany if many else cursor.execute)(sql, params)
    connection.run_on_commit += [(set(connection.savepoint_ids), *entry) for entry in recording.callbacks]
    if folder and recording.folder:
        shutil.copytree(recording.folder, folder, dirs_exist_ok=True)
    return deepcopy(recording.returned)


def _changes() -> int | None:
    """Return how many rows this connection ever changed, those taken back too."""
    if connection.vendor != "sqlite" or connection.connection is None:
        return None
    return int(connection.connection.total_changes)


def _told(value: Any) -> Any:
    """Return what tells `value` from others; raise TypeError where that is not known."""
    if value is None or isinstance(value, str | int | date):
        return type(value), value
    if isinstance(value, list | tuple):
        return type(value), *map(_told, value)
    if isinstance(value, Model) and value.pk:
        return value._meta.label, value.pk
    raise TypeError(value)
