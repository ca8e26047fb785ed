"""An SQLite test database migrated once for each state of the migrations, and copied from then on.

Migrating takes half a minute of processor time and every process of a test run needs a database of its own, so the first
one keeps a copy in the system's temporary folder, under a name made from everything that decides what is in it.
"""

import fcntl
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core import management
from django.core.management import call_command
from django.db import connections

STEM = "zhixing-migrated-"


@contextmanager
def migrated_by_copying() -> Iterator[None]:
    """Within this, test databases on SQLite are copied where a copy is at hand; others are migrated as ever."""
    management.call_command = _call
    try:
        yield
    finally:
        management.call_command = call_command


def _call(name: str, *args: Any, **options: Any) -> Any:
    connection = connections[options.get("database", "default")]
    if name != "migrate" or connection.vendor != "sqlite":
        return call_command(name, *args, **options)
    kept = Path(tempfile.gettempdir()) / f"{STEM}{_state()}.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            call_command(name, *args, **options)
            fresh = kept.with_suffix(".new")
            _copy(connection, fresh)
            fresh.replace(kept)
            return None
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)
    return None


def _copy(connection: Any, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def _state() -> str:
    """Return a name for what a migrated database holds: migrations, models (for their permissions) and settings."""
    told = sha256(f"{django.__version__} {settings.SETTINGS_MODULE}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder = Path(app.path)
        for path in sorted(
            [*folder.glob("migrations/*.py"), *folder.glob("models*"), *folder.glob("models/*")]
        ):
            if path.is_file():
                told.update(path.read_bytes())
    return told.hexdigest()[:20]
