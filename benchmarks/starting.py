"""How long a fresh clone takes from `make run` to its first page, and the second time: `make bench-start`.

Clones what is committed into a folder of its own and runs the README's command there, on a port of its own; the first start
installs everything, so it depends on the line as well. Must: the second start answers within 10 s. With `--test` the
clone runs `make test` afterwards, and its time is printed too.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from benchmarks.measuring import Row, print_rows

PORT = "8765"
PATIENCE = 1800
MUST = 10


def main() -> int:
    """Measure and print the table; return 1 when a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="run the test-suite in the clone too")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
        clone = Path(folder) / "zhixing"
        subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
        return int(print_rows(measure(clone, with_tests=wanted.test)) > 0)


def measure(clone: Path, *, with_tests: bool) -> Iterator[Row]:
    """Yield the figures of a fresh clone."""
    yield Row("`make run` on a fresh clone, to the first page", "-", f"{until_up(clone):.0f} s", True)
    again = until_up(clone)
    yield Row("the second `make run`, to the first page", f"<= {MUST} s", f"{again:.1f} s", again <= MUST)
    if with_tests:
        started = time.perf_counter()
        code = subprocess.run(["make", "test"], cwd=clone, check=False).returncode
        yield Row("`make test`", "passes", f"{(time.perf_counter() - started) / 60:.1f} min", code == 0)


def until_up(clone: Path) -> float:
    """Run `make run` until the front page answers, stop it, and return the seconds that took."""
    started = time.perf_counter()
    # A session of its own, so that the server goes with make.
    server = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=os.environ | {"PORT": PORT},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers():
            if server.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise SystemExit("make run ended before its first page")
            time.sleep(0.1)
        return time.perf_counter() - started
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=30) as page:
            return bool(page.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
