"""What importing a whole collection of laws costs, and what its longest pages cost: `make bench-library`.

A plain script; prints one table. Everything happens in a folder of its own, with SQLite and the embedded index. Without
the corpus it says so and ends with 0. Times are of one core (processor time), so that other work on the machine does not
count; the clock's time stands beside them.
"""

import contextlib
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
# In front of this folder, whose scripts carry the names of our packages.
sys.path.insert(0, str(REPOSITORY))

from benchmarks.measuring import Row, print_rows

CORPUS = Path(os.environ.get("ZHIXING_CORPUS", REPOSITORY.parent / "shared" / "data"))
LAWS = CORPUS / "laws" / "just-laws"
LONG_LAW = "03-contracts.md"
ARTICLES = 450
INSIDE = "--inside"


def main() -> int:
    """Measure in a process and a folder of their own; return 1 when a figure is missed."""
    if not LAWS.is_dir():
        print(f"{LAWS} is not there; nothing measured.")
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-library-") as folder:
        known = os.environ | {
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SEARCH_BACKEND": "search.backend",
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DEBUG": "false",
            "ALLOWED_HOSTS": "testserver",
            "LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONWARNINGS": "ignore",
        }
        return subprocess.run([sys.executable, __file__, INSIDE], env=known, check=False).returncode


def measure() -> int:
    """Import, read, and print the table."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("setup_site", stdout=io.StringIO())
    # The root of the page tree was made by a migration, which tells no index.
    call_command("update_index", verbosity=0)
    parts = (importing, comparing, reading)
    return int(print_rows(row for part in parts for row in part()) > 0)


def importing() -> list[Row]:
    """Import every law; what the corpus itself cannot give (index pages, pieces of one title) is reported apart."""
    from library.models import Citation, EditionPage, Provision

    clock, processor = time.perf_counter(), time.process_time()
    report = run_import()
    seconds, wall = time.process_time() - processor, time.perf_counter() - clock
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = (
        f"{EditionPage.objects.count()} texts, {Provision.objects.count():,} provisions, "
        f"{Citation.objects.count():,} citations, {len(report['failed'])} files refused"
    )
    faults = faults_of_the_index()
    resolved = Citation.objects.filter(problem="").count() / max(Citation.objects.count(), 1)
    return [
        Row(
            f"import of just-laws ({counts})",
            "<= 180 s",
            f"{seconds:.0f} s ({wall:.0f} s by the clock)",
            seconds <= 180,
        ),
        Row("its memory", "<= 600 MB", f"{megabytes:.0f} MB", megabytes <= 600),
        Row("citations that lead somewhere", "-", f"{resolved:.1%}", True),
        Row("faults of the search index afterwards", "0", str(faults), faults == 0),
    ]


def run_import() -> dict[str, Any]:
    """Run the command as an operator would and return its report."""
    return said_by("import_materials", str(LAWS), kind="regulation", publish=True)


def faults_of_the_index() -> int:
    """Return how many documents of the index differ from the database."""
    report = said_by("check_search_index")
    return report["missing"] + report["stale"] + report["orphaned"]


def said_by(command: str, *args: str, **options: Any) -> dict[str, Any]:
    """Return what a command prints as JSON; a code other than 0 says only that it found something."""
    from django.core.management import call_command

    said = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command(command, *args, json=True, stdout=said, stderr=io.StringIO(), **options)
    return json.loads(said.getvalue())


def reading() -> list[Row]:
    """Read a text of 450 articles, as somebody passing by."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from members.models import Member

    url, client = long_text(), Client()
    client.get(url)
    cold = statistics.median(timed(lambda: client.get(url), before=cache.clear) for _ in range(5))
    warm = statistics.median(timed(lambda: client.get(url)) for _ in range(20))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    member = Client()
    member.force_login(Member.objects.create_user("reader"))
    member.get(url)
    with CaptureQueriesContext(connection) as own:
        member.get(url)
    size = len(page.content) / 1000
    return [
        Row(
            f"reading page of {ARTICLES} articles: queries",
            "<= 15",
            str(len(queries)),
            page.status_code == 200 and len(queries) <= 15,
        ),
        Row("  of a member, with their progress and notes", "<= 15", str(len(own)), len(own) <= 15),
        Row("  time, rendered before", "<= 60 ms", f"{warm:.0f} ms", warm <= 60),
        Row("  time, not rendered before", "<= 400 ms", f"{cold:.0f} ms", cold <= 400),
        Row("  size before compression", "<= 250 kB", f"{size:.0f} kB", size <= 250),
    ]


def comparing() -> list[Row]:
    """Show the longest text against one whose every tenth article was reworded."""
    from library.comparing import compared
    from library.structure import parse

    old = (next(LAWS.rglob(LONG_LAW))).read_text(encoding="utf-8")
    articles = parse(old).counts["article"]
    new = old.replace("应当", "必须", 300)
    milliseconds = timed(lambda: compared(old, new))
    return [
        Row(
            f"compare two texts of {articles} articles, made ready to show",
            "<= 1 s",
            f"{milliseconds / 1000:.2f} s",
            milliseconds <= 1000,
        )
    ]


def long_text() -> str:
    """Publish the first 450 articles of the longest law and return the address."""
    from library.models import EditionPage, LibraryIndexPage, RegulationPage
    from library.structure import parse

    body = (next(LAWS.rglob(LONG_LAW))).read_text(encoding="utf-8")
    last = parse(body).articles[ARTICLES]
    lines = body.splitlines()[: last.line - 1]
    work = RegulationPage(title="四百五十条的规定", slug="long")
    LibraryIndexPage.objects.get().add_child(instance=work)
    work.save_revision().publish()
    edition = EditionPage(
        title=work.title, slug="2024-01-01", effective_from="2024-01-01", body="\n".join(lines)
    )
    work.add_child(instance=edition)
    EditionPage.objects.get(pk=edition.pk).save_revision().publish()
    return EditionPage.objects.get(pk=edition.pk).url or ""


def timed(act: Callable[[], Any], *, before: Callable[[], Any] = lambda: None) -> float:
    """Return the processor's milliseconds of `act`."""
    before()
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    sys.exit(measure() if INSIDE in sys.argv else main())
