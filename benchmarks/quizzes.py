"""Quizzes under load: whole papers a second, the time of one answer, a crowd that starts at once, and killed workers.

`make bench-quizzes` runs the site under gunicorn with two workers, the clients on the same machine, first on SQLite and
then on PostgreSQL (BENCH_POSTGRES, by default the server on this machine; left out, and said, when there is none).
Logging in is not part of any figure: sessions are made beforehand. Prints one line a figure and ends with 1 when a
“must” is missed.
"""

import argparse
import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.quiz_clients import Person, Tally, crowd

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 50
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/zhixing_bench_quizzes")
MUST = {"sqlite": 5.0, "postgresql": 6.0}
KILL_EVERY = 3.0


class Site:
    """A built site, and the server that shows it."""

    def __init__(self, folder: Path, database: str, members: int) -> None:
        self.port = _free_port()
        self.surroundings = os.environ | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": secrets.token_hex(40),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "http://127.0.0.1",
            "HTTPS": "0",
            "VAR_DIR": str(folder),
        }
        self._run("manage.py", "migrate", "--verbosity", "0")
        self._run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        self.built: dict[str, Any] = json.loads(self._run("benchmarks/quiz_site.py", "build", str(members)))
        self.folder = folder

    def _run(self, *command: str) -> str:
        ended = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            sys.exit(f"{' '.join(command)}: {ended.stderr[-2000:]}")
        return ended.stdout.splitlines()[-1] if ended.stdout else ""

    @contextmanager
    def served(self) -> Iterator[int]:
        """Serve it with two workers; yields the process number of gunicorn's master."""
        log = (self.folder / "gunicorn.log").open("w", encoding="utf-8")
        bind = ["--bind", f"127.0.0.1:{self.port}", "--backlog", "2048"]
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--workers", "2", "--timeout", "120", *bind]
        process = subprocess.Popen(command, cwd=ROOT, env=self.surroundings, stdout=log, stderr=log)
        try:
            _wait_for(self.port)
            yield process.pid
        finally:
            process.terminate()
            process.wait()
            log.close()

    def person(self, number: int, tally: Tally, *, survives: bool = False) -> Person:
        """Return the member with that number."""
        sessions = self.built["sessions"]
        return Person(self.port, sessions[number % len(sessions)], tally, survives=survives)

    def verify(self, tally: Tally) -> dict[str, int]:
        """Ask the database whether it kept what was promised."""
        told = self.folder / "told.json"
        report = {"acknowledged": tally.acknowledged, "submitted": sorted(tally.submitted)}
        told.write_text(json.dumps(report), encoding="utf-8")
        return dict(json.loads(self._run("benchmarks/quiz_site.py", "verify", str(told))))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            # Both workers have to have loaded the site before anything is counted.
            for _ in range(6):
                urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("gunicorn did not start")


def p95(values: list[float]) -> float:
    """Return the 95th percentile in seconds; 0 of nothing."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)] if values else 0.0


def whole_papers(site: Site, count: int) -> dict[str, Any]:
    """Let `count` members take a paper of 20 questions, 50 at once."""
    tally = Tally()
    slug = site.built["quiz"]
    acts = [partial(site.person(number, tally).take, slug) for number in range(count)]
    with site.served():
        seconds = asyncio.run(crowd(acts, at_once=AT_ONCE))
    return {
        "attempts_a_second": round(len(tally.submitted) / seconds, 2),
        "answer_p95_ms": round(1000 * p95(tally.seconds.get("answer", []))),
        "answer_median_ms": round(1000 * median(tally.seconds.get("answer", [0]))),
        "requests_a_second": round(sum(map(len, tally.seconds.values())) / seconds),
        "faults": len(tally.faults),
        "said": tally.faults[:3],
        **site.verify(tally),
    }


def rush(site: Site, count: int, within: float) -> dict[str, Any]:
    """Let `count` members start an exam, spread evenly over `within` seconds."""
    tally = Tally()
    sizes = [0]

    async def late(number: int) -> None:
        await asyncio.sleep(within * number / count)
        person = site.person(number, tally)
        attempt = await person.start(site.built["long_quiz"])
        sizes.append(len((await person.ask("page", f"/quizzes/attempts/{attempt}/")).body.encode()))

    with site.served():
        asyncio.run(crowd([partial(late, number) for number in range(count)], at_once=count))
    return {
        "starts": len(tally.seconds.get("start", [])),
        "start_p95_s": round(p95(tally.seconds.get("start", [])), 2),
        "page_p95_s": round(p95(tally.seconds.get("page", [])), 2),
        "page_of_50_kb": round(max(sizes) / 1000),
        "faults": len(tally.faults),
        "said": tally.faults[:3],
    }


def storm(site: Site, count: int) -> dict[str, Any]:
    """Let papers be taken while a worker is killed every three seconds; the clients try again as the page does."""
    tally = Tally()
    slug = site.built["quiz"]
    acts = [partial(site.person(number, tally, survives=True).take, slug) for number in range(count)]
    kills = 0

    async def kill(master: int) -> None:
        nonlocal kills
        while True:
            await asyncio.sleep(KILL_EVERY)
            workers = _children(master)
            if workers:
                os.kill(workers[kills % len(workers)], signal.SIGKILL)
                kills += 1

    async def all_of_it(master: int) -> None:
        killing = asyncio.create_task(kill(master))
        await crowd(acts, at_once=AT_ONCE)
        killing.cancel()

    with site.served() as master:
        asyncio.run(all_of_it(master))
    return {
        "attempts": len(tally.submitted),
        "kills": kills,
        "lost_connections": tally.retries,
        "acknowledged": len(tally.acknowledged),
        "faults": len(tally.faults),
        "said": tally.faults[:3],
        **site.verify(tally),
    }


def _children(master: int) -> list[int]:
    listed = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
    return [int(one) for one in listed.split()]


def measure(name: str, database: str, options: argparse.Namespace) -> list[str]:
    """Run every figure on one database; return what missed its “must”."""
    with tempfile.TemporaryDirectory(prefix="bench-quizzes-") as folder:
        site = Site(Path(folder), database or f"sqlite:///{folder}/bench.sqlite3", options.starts)
        papers = whole_papers(site, options.attempts)
        tell(f"{name}: whole papers", papers)
        crowd_start = rush(site, options.starts, options.within)
        tell(f"{name}: {options.starts} starts in {options.within:.0f} s", crowd_start)
        killed = storm(site, options.storm)
        tell(f"{name}: workers killed", killed)
    missed = []
    if papers["attempts_a_second"] < MUST[name]:
        missed.append(f"{name}: {papers['attempts_a_second']} attempts a second")
    if papers["answer_p95_ms"] > 300:
        missed.append(f"{name}: answer p95 {papers['answer_p95_ms']} ms")
    if crowd_start["faults"] or crowd_start["start_p95_s"] > 2:
        missed.append(f"{name}: start p95 {crowd_start['start_p95_s']} s, {crowd_start['faults']} faults")
    if crowd_start["page_of_50_kb"] > 120:
        missed.append(f"{name}: a page of 50 questions weighs {crowd_start['page_of_50_kb']} kB")
    for report in (papers, killed):
        if report["lost_answers"] or report["not_submitted"] or report["scores_wrong"]:
            missed.append(f"{name}: something acknowledged was lost: {report}")
    return missed


def tell(title: str, report: dict[str, Any]) -> None:
    """Write one line."""
    sys.stdout.write(f"{title}: {json.dumps(report, ensure_ascii=False)}\n")
    sys.stdout.flush()


def postgres_there() -> bool:
    """Make an empty database; tell whether there is a server to make it on."""
    import psycopg

    base, _, name = POSTGRES.rpartition("/")
    try:
        with psycopg.connect(f"{base}/postgres", autocommit=True, connect_timeout=3) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError as error:
        sys.stdout.write(f"postgresql: left out, no server: {error}\n")
        return False
    return True


def main() -> int:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--attempts", type=int, default=300, help="whole papers for the first figure")
    parser.add_argument("--starts", type=int, default=500)
    parser.add_argument("--within", type=float, default=10)
    parser.add_argument("--storm", type=int, default=1000, help="whole papers while workers are killed")
    parser.add_argument("--only", choices=sorted(MUST))
    options = parser.parse_args()
    missed = []
    if options.only != "postgresql":
        missed += measure("sqlite", "", options)
    if options.only != "sqlite" and postgres_there():
        missed += measure("postgresql", POSTGRES, options)
    for one in missed:
        sys.stdout.write(f"MISSED {one}\n")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
