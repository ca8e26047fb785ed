"""modelsearch ships its contract as tests; they run in a process of their own, because they need their own models."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = 120
SECOND_ENGINE = "whoosh-reloaded==2.7.5"


def run_contract(*, first_on_path: Path | None = None) -> tuple[int, str]:
    """Run the suite; return how many tests ran, and everything it printed, the engine's place first."""
    path = [str(folder) for folder in (first_on_path, ROOT) if folder]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "DJANGO_SETTINGS_MODULE": "tests.search.contract.settings",
    }
    where = "import whoosh; print(whoosh.__file__)"
    engine = subprocess.run(
        [sys.executable, "-c", where], env=environment, capture_output=True, text=True, check=False
    )
    suite = subprocess.run(
        [sys.executable, "-m", "django", "test", "tests.search.contract.suite", "--noinput"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    printed = engine.stdout + suite.stdout + suite.stderr
    ran = re.search(r"Ran (\d+) tests?", printed)
    return int(ran[1]) if ran else 0, printed


def test_it_works() -> None:
    ran, printed = run_contract()
    assert ran == CONTRACT, printed
    assert "\nOK\n" in printed, printed
    assert "skipped" not in printed


def test_the_engine_can_be_swapped(tmp_path: Path) -> None:
    """Both engines are imported as `whoosh`, so the second one stands in a folder of its own."""
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tmp_path)]
    installed = subprocess.run(
        [*install, SECOND_ENGINE], capture_output=True, text=True, timeout=300, check=False
    )
    if installed.returncode:
        pytest.skip(f"{SECOND_ENGINE} cannot be installed here")
    ran, printed = run_contract(first_on_path=tmp_path)
    assert printed.startswith(str(tmp_path))
    assert ran == CONTRACT, printed
    assert "\nOK\n" in printed, printed
    assert "skipped" not in printed
