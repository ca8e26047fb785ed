"""Processes of a site that publish pages while others search, and one is killed with -9: whatever was saved is found."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

SCRIPT = Path(__file__).with_name("saving.py")
# Seconds to wait for a process to start on a busy machine; it takes two or three.
PATIENCE = 60.0
Started = subprocess.Popen[bytes]


@pytest.fixture
def folder(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Path:
    """Return a folder with the database of an empty site."""
    if connection.vendor != "sqlite":
        pytest.skip("the processes share a SQLite file")
    with django_db_blocker.unblock(), closing(sqlite3.connect(tmp_path / "site.sqlite3")) as file:
        connection.ensure_connection()
        connection.connection.backup(file)
    return tmp_path


@pytest.fixture
def processes(folder: Path) -> Iterator[Any]:
    """Return a function that starts a process of the site; what still runs at the end is stopped."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "VAR_DIR": str(folder),
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "LOG_LEVEL": "ERROR",
        "DEBUG": "0",
    }
    started: list[Started] = []

    def start(what: str, name: str) -> Started:
        process = subprocess.Popen([sys.executable, str(SCRIPT), what, str(folder), name], env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def lines_of(folder: Path, pattern: str) -> list[str]:
    return [line for file in folder.glob(pattern) for line in file.read_text(encoding="utf-8").splitlines()]


def wait_until(enough: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not enough():
        assert time.monotonic() < until, "the processes are not getting on"
        time.sleep(0.05)


def test_it_works(folder: Path, processes: Any) -> None:
    writers = [processes("write", name) for name in ("甲", "乙")]
    readers = [processes("read", name) for name in ("子", "丑")]
    wait_until(lambda: all(len(lines_of(folder, f"saved-{name}")) >= 3 for name in "甲乙"))
    wait_until(lambda: all(lines_of(folder, f"searched-{name}") for name in "子丑"))
    writers[0].kill()
    so_far = len(lines_of(folder, "saved-乙"))
    searched = len(lines_of(folder, "searched-*"))
    # Who goes on is not held up by whatever the other one held.
    wait_until(lambda: len(lines_of(folder, "saved-乙")) >= so_far + 3)
    wait_until(lambda: len(lines_of(folder, "searched-*")) >= searched + 3)
    for process in [*writers, *readers]:
        process.kill()
        process.wait()
    assert lines_of(folder, "failed-*") == []
    assert processes("settle", "report").wait(timeout=PATIENCE) == 0
    report = json.loads((folder / "report").read_text(encoding="utf-8"))
    assert report["lost"] == []
    faults = {key: report["after"][key] for key in ("missing", "stale", "orphaned")}
    assert faults == {"missing": 0, "stale": 0, "orphaned": 0}
    assert report["after"]["documents"] >= len(lines_of(folder, "saved-*"))
