"""Test databases that hold an empty site: migrated and set up once, and on SQLite copied from then on.

Migrating takes half a minute of processor time and every process of a test run needs a database of its own, so the first
one keeps a copy in the system's temporary folder, under a name made from everything that decides what is in it. Setting
the site up takes a quarter of a second, which a thousand tests would pay each.
"""

import fcntl
import shutil
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
    """Within this, test databases on SQLite are copied where a copy is at hand; others are made as ever."""
    management.call_command = _call
    try:
        yield
    finally:
        management.call_command = call_command


def _call(name: str, *args: Any, **options: Any) -> Any:
    # Only what makes a test database asks for tables of apps without migrations; tests that migrate are left alone.
    if name != "migrate" or not options.get("run_syncdb"):
        return call_command(name, *args, **options)
    connection = connections[options["database"]]
    if connection.vendor != "sqlite":
        return _make(args, options)
    kept = Path(tempfile.gettempdir()) / f"{STEM}{_state()}.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(args, options)
            fresh = kept.with_suffix(".new")
            _copy(connection, fresh)
            fresh.replace(kept)
            return None
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)
    return None


def _make(args: Any, options: Any) -> None:
    from cms.setup import set_up_site

    call_command("migrate", *args, **options)
    set_up_site()
    # Other processes copy the database and have an index of their own: none of them knows these pages.
    shutil.rmtree(settings.SEARCH_INDEX_DIR, ignore_errors=True)


def _copy(connection: Any, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def _state() -> str:
    """Return a name for what is in it: migrations, models (for their permissions), settings, and how a site is set up."""
    told = sha256(f"{django.__version__} {settings.SETTINGS_MODULE}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder = Path(app.path)
        for path in sorted(
            [
                *folder.glob("migrations/*.py"),
                *folder.glob("models*"),
                *folder.glob("models/*"),
                *folder.glob("setup.py"),
                *folder.glob("reviewing.py"),
            ]
        ):
            if path.is_file():
                told.update(path.read_bytes())
    return told.hexdigest()[:20]
