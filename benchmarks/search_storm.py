"""Writers and readers at once, and writers killed with -9 in the middle of it: what was acknowledged must be there.

`python benchmarks/search_storm.py --seconds 60 --kill-every 5` prints one JSON object and ends with 1 when anything was
lost or a reader saw an error. Runs on its own temporary index; needs no database.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from django.conf import settings

if not settings.configured:
    settings.configure()

from modelsearch.query import PlainText

from search.backend.asking import Asking
from search.backend.preparing import Document
from search.backend.reading import snapshot_of
from search.backend.storing import Folder, writing

WRITERS = READERS = 4
FIELD = "full_text"
BATCH = 5
# Seconds a writer may take to start and store something; a busy machine takes several.
PATIENCE = 60


def write(path: str, name: str) -> None:
    """Store documents for ever; a key is acknowledged in a file of its own once its commit is through."""
    folder = Folder(Path(path) / "index")
    acknowledged = Path(path) / f"acknowledged-{name}"
    number = 0
    while True:
        keys = [f"{name}-{number + step}" for step in range(BATCH)]
        with folder.locked():
            generation = folder.current()
            if generation is None:
                generation = folder.new_generation(())
                folder.use(generation)
            with writing(generation) as session:
                session.put([Document(key=key, searched={FIELD: f"党员学习第{key}号"}) for key in keys])
        with acknowledged.open("a", encoding="ascii") as lines:
            lines.write("".join(f"{key}\n" for key in keys))
        number += BATCH


def read(path: str, name: str) -> None:
    """Search until it is over; what went wrong is written down."""
    over = Path(path) / "over"
    folder = Folder(Path(path) / "index")
    searches = fewer = most = 0
    errors: list[str] = []
    while not over.exists():
        try:
            found = len(Asking(snapshot_of(folder), [FIELD]).run(PlainText("党员学习")).keys)
        except Exception as error:
            errors.append(repr(error))
            continue
        fewer += found < most
        most = max(most, found)
        searches += 1
    report = {"searches": searches, "errors": errors[:5], "fewer_than_before": fewer}
    (Path(path) / f"read-{name}").write_text(json.dumps(report), encoding="utf-8")


def storm(path: Path, seconds: float, kill_every: float) -> dict[str, object]:
    """Run writers and readers, kill a writer every so often, and compare what is there with what was promised.

    The seconds count from the first thing stored: where starting takes longer than a writer lives, none would store any.
    """
    context = get_context("spawn")
    readers = [context.Process(target=read, args=(str(path), str(n))) for n in range(READERS)]
    writers = [context.Process(target=write, args=(str(path), f"{n}x0"), daemon=True) for n in range(WRITERS)]
    for process in [*readers, *writers]:
        process.start()
    began = time.time()
    while not any(path.glob("acknowledged-*")) and time.time() < began + PATIENCE:
        time.sleep(0.05)
    until = time.time() + seconds
    kills = 0
    while time.time() < until:
        time.sleep(min(kill_every, max(until - time.time(), 0)))
        place = random.randrange(WRITERS)
        _kill(writers[place])
        kills += 1
        writers[place] = context.Process(target=write, args=(str(path), f"{place}x{kills}"), daemon=True)
        writers[place].start()
    for writer in writers:
        _kill(writer)
    (path / "over").touch()
    for process in readers:
        process.join()
    return _report(path, kills)


def _kill(process: BaseProcess) -> None:
    if process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def _report(path: Path, kills: int) -> dict[str, object]:
    promised = {
        key
        for file in path.glob("acknowledged-*")
        for key in file.read_text(encoding="ascii").split("\n")[:-1]
    }
    known = snapshot_of(Folder(path / "index")).digests()
    reads = [json.loads(file.read_text(encoding="utf-8")) for file in path.glob("read-*")]
    return {
        "kills": kills,
        "acknowledged": len(promised),
        "lost": len(promised - known.keys()),
        "searches": sum(report["searches"] for report in reads),
        "reader_errors": sum(len(report["errors"]) for report in reads),
        "fewer_than_before": sum(report["fewer_than_before"] for report in reads),
        "errors": [error for report in reads for error in report["errors"]][:5],
    }


def main() -> int:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kill-every", type=float, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-storm-") as folder:
        report = storm(Path(folder), arguments.seconds, arguments.kill_every)
    print(json.dumps(report))
    return int(bool(report["lost"] or report["reader_errors"]))


if __name__ == "__main__":
    sys.exit(main())
