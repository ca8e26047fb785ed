"""How well questions find their own sources: `make bench-citing`.

The 72 exam questions of the test corpus against all of its laws, imported as an operator would; then, as a check on
questions nobody looked at while the rules were made, those of the two other banks whose answered stem stands letter for
letter in exactly one article of the law it names; then the same with that law taken away, when nothing may be sure; and
the time for 2,000 questions of a spreadsheet. Everything happens in a folder of its own; without the corpus it says so
and ends with 0.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
# In front of this folder, whose scripts carry the names of our packages.
sys.path.insert(0, str(REPOSITORY))

from benchmarks.measuring import Row, print_rows

CORPUS = Path(os.environ.get("ZHIXING_CORPUS", REPOSITORY.parent / "shared" / "data"))
LAWS = CORPUS / "laws" / "just-laws"
EXAM = CORPUS / "relevance" / "exam-questions.tsv"
BANKS = (CORPUS / "questions/autoxue/data.json", CORPUS / "questions/dundunnp/题库_排序版.json")
INSIDE = "--inside"
BULK = 2_000
# Some of the banks' questions repeat others and are not imported.
SPARE = 300


@dataclass
class Judged:
    """A question with the place of its answer: the title of the work and the number of the article."""

    asked: Any
    works: set[int]
    number: str


def main() -> int:
    """Measure in a process and a folder of their own; return 1 when a figure is missed."""
    if not EXAM.is_file():
        print(f"{EXAM} is not there; nothing measured.")
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-citing-") as folder:
        known = os.environ | {
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SEARCH_BACKEND": "modelsearch.backends.database",
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DEBUG": "false",
            "LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONWARNINGS": "ignore",
        }
        return subprocess.run([sys.executable, __file__, INSIDE], env=known, check=False).returncode


def measure() -> int:
    """Import, ask, and print the table."""
    import django

    django.setup()
    said("migrate", verbosity=0)
    said("setup_site")
    said("import_materials", str(LAWS), kind="regulation", publish=True, json=True)
    parts = (exam, unseen, without_the_law, bulk)
    return int(print_rows(row for part in parts for row in part()) > 0)


def exam() -> Iterator[Row]:
    """The figures of the issue."""
    from quizzes.binding.library_texts import sources

    started = time.perf_counter()
    known = sources()
    built = time.perf_counter() - started
    count = len(known.places)
    yield Row(f"reading {count:,} provisions into memory, once", "-", f"{built:.1f} s", True)
    yield from figures("72 exam questions", list(exam_questions()), known, first=0.90, three=0.97, wrong=0.02)


def exam_questions() -> Iterator[Judged]:
    """Yield the exam questions with their articles; a code that the corpus splits is any of its parts."""
    from quizzes.binding.matching import Asked

    with EXAM.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            stem, *options = row["question"].split("|")
            answer = next(
                (
                    place
                    for place, one in enumerate(options)
                    if one.strip("。 ") == row["answer"].strip("。 ")
                ),
                None,
            )
            if answer is None:
                # The bank's own list of options was cut off; the answer is given.
                options, answer = [*options, row["answer"]], len(options)
            yield Judged(Asked("single", stem, options, answer), editions_of(row["title"]), row["article"])


def editions_of(title: str) -> set[int]:
    """Return the editions of the works called `title`; of 刑法, kept in three, the questions name the part."""
    from django.db.models import Q

    from library.models import EditionPage

    called = Q(title=title) | Q(title__endswith=f"　{title}")
    return set(EditionPage.objects.filter(called).values_list("pk", flat=True))


def figures(
    name: str, questions: list[Judged], known: Any, *, first: float, three: float, wrong: float
) -> Iterator[Row]:
    """Ask every question and count."""
    from quizzes.binding.matching import ACCEPT_ABOVE

    right_first = right_in_three = sure = sure_and_wrong = 0
    for judged in questions:
        found = known.propose(judged.asked)
        right = [
            material in judged.works and proposal.passage.number == judged.number
            for proposal, material, _address in found
        ]
        right_first += bool(right and right[0])
        right_in_three += any(right)
        if found and found[0][0].confidence >= ACCEPT_ABOVE:
            sure += 1
            sure_and_wrong += not right[0]
    count = max(len(questions), 1)
    yield Row(
        f"{name} ({count}): right first",
        f">= {first:.0%}",
        f"{right_first / count:.1%}",
        right_first / count >= first,
    )
    yield Row(
        f"{name}: right in three",
        f">= {three:.0%}",
        f"{right_in_three / count:.1%}",
        right_in_three / count >= three,
    )
    share = sure_and_wrong / max(sure, 1)
    yield Row(
        f"{name}: wrong above {ACCEPT_ABOVE}",
        f"<= {wrong:.0%}",
        f"{share:.1%} ({sure_and_wrong} of {sure}; {sure / count:.0%} are above)",
        share <= wrong,
    )


def bank_questions() -> Iterator[tuple[Any, int, str]]:
    """Yield (question, edition, number) where the filled stem stands whole in one article of the law it names."""
    from library.citing import known_names
    from library.models import EditionPage, MaterialPage, Provision
    from quizzes.binding.matching import Asked, statements
    from quizzes.binding.matching.words import plain
    from quizzes.formats import read_file

    names = known_names()
    seen = {plain(judged.asked.stem) for judged in exam_questions()}
    texts: dict[int, list[tuple[str, str]]] = {}
    for path in BANKS:
        for row in read_file(path).rows:
            asked = Asked(row["kind"], row["stem"], row["options"], row["answer"])
            statement = statements(asked)[0]
            work = next((found for title in statement.titles if (found := names.find(title))), None)
            if not work or not statement.answers or plain(asked.stem) in seen:
                continue
            edition = EditionPage.objects.child_of(MaterialPage.objects.get(pk=int(work))).get()
            if edition.pk not in texts:
                units = Provision.objects.units().filter(material=edition)
                texts[edition.pk] = [(one.number, plain(one.full_text)) for one in units]
            whole = plain(statement.text)
            holding = [number for number, text in texts[edition.pk] if whole in text]
            if len(holding) == 1:
                yield asked, edition.pk, holding[0]


def unseen() -> Iterator[Row]:
    """Questions of the other banks, judged by the letters of the law."""
    from quizzes.binding.library_texts import sources

    judged = [Judged(asked, {edition}, number) for asked, edition, number in bank_questions()]
    yield from figures("questions of two other banks", judged, sources(), first=0.90, three=0.97, wrong=0.02)


def without_the_law() -> Iterator[Row]:
    """The same questions when the library does not have their law: a sure proposal is a wrong one."""
    from quizzes.binding.library_texts import sources
    from quizzes.binding.matching import ACCEPT_ABOVE, PassageIndex, Proposer

    known = sources()
    passages = known.proposer.passages
    by_edition: dict[int, list[Any]] = {}
    for asked, edition, _number in bank_questions():
        by_edition.setdefault(edition, []).append(asked)
    chosen = sorted(by_edition, key=lambda edition: -len(by_edition[edition]))[:6]
    sure = count = 0
    for edition in chosen:
        rest = [one for one in passages if known.places[one.key][0] != edition]
        proposer = Proposer(PassageIndex(rest), lambda title: None)
        for asked in by_edition[edition]:
            found = proposer.propose(asked)
            count += 1
            sure += bool(found and found[0].confidence >= ACCEPT_ABOVE)
    share = sure / max(count, 1)
    yield Row(
        f"{count} of them with their law taken away: sure of another", "<= 2%", f"{share:.1%}", share <= 0.02
    )


def bulk() -> Iterator[Row]:
    """Import 2,000 questions from a spreadsheet and propose for all."""
    from quizzes.formats import read_file, write_rows

    rows = [row for path in BANKS for row in read_file(path).rows][: BULK + SPARE]
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as book:
        Path(book.name).write_bytes(write_rows(rows, "xlsx"))
        report = json.loads(said("import_questions", book.name, bank="表格题库", skip_bad=True, json=True))
    clock, processor = time.perf_counter(), time.process_time()
    told = json.loads(said("propose_citations", bank="表格题库", accept_above=0.9, json=True))
    wall, seconds = time.perf_counter() - clock, time.process_time() - processor
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row(
        f"propose for {told['searched']:,} questions from a spreadsheet ({report['created']:,} imported)",
        "<= 300 s",
        f"{seconds:.0f} s ({wall:.0f} s by the clock); {told['linked']} linked above 0.9",
        wall <= 300 and told["searched"] == report["created"] >= BULK,
    )
    yield Row("memory at the end, import of all laws included", "-", f"{megabytes:.0f} MB", True)


def said(command: str, *args: str, **options: Any) -> str:
    """Return what a command prints."""
    from django.core.management import call_command

    out = io.StringIO()
    with suppress(SystemExit):
        call_command(command, *args, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(measure() if INSIDE in sys.argv else main())
