"""A process that serves has everything loaded before its first page, and does not look through it for garbage."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKED = (
    "import gc, sys, cms.wsgi; "
    "print(gc.get_freeze_count(), 'quizzes.urls' in sys.modules, gc.isenabled(), sys.getswitchinterval())"
)


def test_it_works() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    frozen, has_views, looks, turn = done.stdout.split()[-4:]
    assert int(frozen) > 100_000
    assert (has_views, looks) == ("True", "True")
    assert float(turn) < 0.001
