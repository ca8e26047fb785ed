"""Writers and readers at once, and writers killed in the middle of a commit; a short run of what the benchmark does."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "search_storm.py"


def test_it_works() -> None:
    command = [sys.executable, str(SCRIPT), "--seconds", "6", "--kill-every", "0.7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["kills"] >= 3
    assert report["acknowledged"] > 0
    assert (report["lost"], report["reader_errors"], report["fewer_than_before"]) == (0, 0, 0)
    assert report["searches"] > 0
