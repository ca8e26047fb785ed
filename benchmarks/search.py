"""What search must do on real laws and real questions, and what it does: `make bench-search`.

A plain script; prints one table, with SQLite's FTS5 on the same words beside it. Without the corpus it says so and ends
with 0. Times are of one core (processor time), so that other work on the machine does not count. `--full` asks for
every substring instead of a sample; `--storm SECONDS` sets how long writers are killed for (0: not at all).
"""

import argparse
import csv
import json
import math
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from benchmarks.search_corpus import questions, read_articles, store

CORPUS = Path(os.environ.get("ZHIXING_CORPUS", REPOSITORY.parent / "shared" / "data"))
CASES = Path(__file__).with_name("search_cases.tsv")
STORM = Path(__file__).with_name("search_storm.py")
FIRST_PAGE, DEEP = 10, 50
SAMPLED_ARTICLES, SAMPLED_PLACES, KEYWORDS, SAVED = 500, 8, 300, 20


@dataclass
class Row:
    """One line of the table."""

    figure: str
    must: str
    measured: str
    fts5: str
    ok: bool


@dataclass
class Times:
    """Seconds of processor time, many of them."""

    seconds: list[float]

    def at(self, share: float) -> float:
        """Return the milliseconds that `share` of all stay below."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)] * 1000

    def __str__(self) -> str:
        return f"{self.at(0.5):.1f} / {self.at(0.95):.1f} ms"


def timed(ask: Callable[[Any], Any], questions: Iterable[Any]) -> tuple[list[Any], Times]:
    """Ask everything; return answers and times."""
    answers, seconds = [], []
    for question in questions:
        start = time.process_time()
        answers.append(ask(question))
        seconds.append(time.process_time() - start)
    return answers, Times(seconds)


def quality(answers: list[list[int]], wanted: list[set[int]]) -> tuple[float, float]:
    """Return recall@10 and nDCG@10."""
    recall = gain = 0.0
    for found, right in zip(answers, wanted, strict=True):
        hits = [pk in right for pk in found[:FIRST_PAGE]]
        recall += sum(hits) / len(right)
        best = sum(1 / math.log2(at + 2) for at in range(min(FIRST_PAGE, len(right))))
        gain += sum(hit / math.log2(at + 2) for at, hit in enumerate(hits)) / best
    return recall / len(wanted), gain / len(wanted)


class Fts5:
    """SQLite's full-text search on the words our analysis finds."""

    def __init__(self, articles: list[Any]) -> None:
        from search.analysis import index_tokens

        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE articles USING fts5(words, tokenize=unicode61)")
        start = time.process_time()
        rows = (
            (article.pk, " ".join(index_tokens(f"{article.text}\n{article.context}\n{article.law}").words))
            for article in articles
        )
        self.database.executemany("INSERT INTO articles (rowid, words) VALUES (?, ?)", rows)
        self.seconds = time.process_time() - start

    def any_word(self, query: str) -> list[int]:
        """Return the best ten articles that hold any word."""
        return self._ask(query, " OR ")

    def all_words(self, query: str) -> list[int]:
        """Return the best articles that hold all words."""
        return self._ask(query, " ")

    def _ask(self, query: str, between: str) -> list[int]:
        from search.analysis import query_tokens

        words = between.join(f'"{word}"' for word in query_tokens(query))
        statement = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT 20"
        return [row[0] for row in self.database.execute(statement, (words,))]


class Bench:
    """The site with the corpus in it, and what is asked of it."""

    def __init__(self, articles: list[Any]) -> None:
        from django.contrib.auth.models import AnonymousUser

        from library.models import Provision

        self.articles = articles
        self.nobody = AnonymousUser()
        self.fts5 = Fts5(articles)
        rows = Provision.objects.values_list("pk", "material_id", "address")
        self._by_place = {(f"material:{material}", address): pk for pk, material, address in rows}

    def find(self, query: str, limit: int = 20) -> Any:
        """Search as the page does."""
        from search.finding import find

        return find(query, user=self.nobody, limit=limit)

    def article_of(self, hit: Any) -> int:
        """Return the article a hit shows; 0 for anything else."""
        address = hit.found.url.partition("#")[2]
        return self._by_place.get((hit.found.group, address), 0)


def build(bench: Bench) -> Row:
    """Build the whole index as `update_index` does."""
    from django.core.management import call_command

    start = time.process_time()
    call_command("wagtail_update_index", verbosity=0)
    pace = len(bench.articles) / (time.process_time() - start)
    theirs = len(bench.articles) / bench.fts5.seconds
    return Row("full index build", "≥ 1000 /s", f"{pace:.0f} /s", f"{theirs:.0f} /s", pace >= 1000)


def everyday(bench: Bench) -> list[Row]:
    """Ask the everyday questions."""
    asked = questions(CORPUS / "relevance/questions.tsv")
    places: dict[tuple[str, str], set[int]] = {}
    for article in bench.articles:
        places.setdefault((article.file, article.number), set()).add(article.pk)
    wanted = [{pk for place in right for pk in places.get(place, {-1})} for right in asked.values()]
    results, ours = timed(lambda query: bench.find(query, FIRST_PAGE), asked)
    recall, gain = quality([[bench.article_of(hit) for hit in result.hits] for result in results], wanted)
    rows, theirs = timed(bench.fts5.any_word, asked)
    their_recall, their_gain = quality(rows, wanted)
    is_good, is_quick = recall >= 0.5 and gain >= 0.4, ours.at(0.5) <= 25 and ours.at(0.95) <= 150
    mine, other = f"{recall:.3f} / {gain:.3f}", f"{their_recall:.3f} / {their_gain:.3f}"
    return [
        Row("everyday questions: recall@10 / nDCG@10", "≥ 0.50 / 0.40", mine, other, is_good),
        Row("everyday questions: p50 / p95", "≤ 25 / 150 ms", str(ours), str(theirs), is_quick),
    ]


def asked_keywords(bench: Bench, count: int) -> list[str]:
    """Return one to three words of one article each, as somebody asks who half remembers it."""
    from search.analysis import query_tokens

    chosen = random.Random(3)
    asked: list[str] = []
    while len(asked) < count:
        words = [word for word in query_tokens(chosen.choice(bench.articles).text) if len(word) > 1]
        if len(words) > 3:
            asked.append(" ".join(chosen.sample(words, 1 + len(asked) % 3)))
    return asked


def keywords(bench: Bench) -> Row:
    """Ask keywords."""
    asked = asked_keywords(bench, KEYWORDS)
    _results, ours = timed(bench.find, asked)
    _rows, theirs = timed(bench.fts5.all_words, asked)
    is_quick = ours.at(0.5) <= 8 and ours.at(0.95) <= 60
    return Row("keywords, 1–3 words: p50 / p95", "≤ 8 / 60 ms", str(ours), str(theirs), is_quick)


def substrings(bench: Bench, *, full: bool) -> Row:
    """Look up stretches of 2, 4 and 8 characters of random articles: among the hits, and high where few hold them."""
    from library.models import Provision
    from search.analysis import normalize

    texts = [normalize(f"{article.number}　{article.text}") for article in bench.articles]
    chosen = random.Random(1).sample(range(len(texts)), min(SAMPLED_ARTICLES, len(texts)))
    missing, asked = [], 0
    for at in chosen:
        for piece in _pieces(bench.articles[at].text, full=full):
            ranked = _ranked(piece, Provision)
            asked += 1
            pk = str(bench.articles[at].pk)
            if pk not in ranked or (
                pk not in ranked[:DEEP] and sum(normalize(piece) in text for text in texts) <= DEEP
            ):
                missing.append(piece)
    if missing:
        print("not found:", "、".join(missing[:10]))
    share = 1 - len(missing) / max(asked, 1)
    which = "every one" if full else "sampled"
    return Row(f"{asked} substrings ({which}) find their article", "100 %", f"{share:.3%}", "—", not missing)


def _pieces(text: str, *, full: bool) -> Iterable[str]:
    for length in (2, 4, 8):
        places = range(max(len(text) - length + 1, 0))
        step = 1 if full else max(len(places) // SAMPLED_PLACES, 1)
        pieces = {text[at : at + length] for at in places[::step]}
        # The corpus has headings in some articles, marked with #, which is not their text.
        yield from sorted(piece for piece in pieces if not re.search(r"[\s#*|]", piece))


def _ranked(piece: str, model: Any) -> list[str]:
    """Return keys in the order the page shows them: what holds the piece as it stands, then what holds its words."""
    from modelsearch.backends import get_search_backend

    from search.questions import understand

    question = understand(piece, {})
    backend = get_search_backend()
    first = backend.search(question.verbatim, model, fields=["full_text", "heading", "number"])
    second = backend.search(question.strict, model)
    return list(dict.fromkeys([str(thing) for results in (first, second) for thing in _keys(results)]))


def _keys(results: Any) -> list[str]:
    return results._ask().candidates()


def named_cases(bench: Bench) -> Row:
    """Ask for laws by title, short title, pinyin and initials, and for articles by address."""
    with CASES.open(encoding="utf-8") as lines:
        cases = list(csv.DictReader(lines, delimiter="\t"))
    wrong = []
    for case in cases:
        hits = bench.find(case["query"], 1).hits
        found = hits[0].found if hits else None
        if found is None or found.title != case["title"] or case["article"] not in ("", found.number):
            wrong.append(case["query"])
    if wrong:
        print("first hit is another:", "、".join(wrong[:10]))
    share = 1 - len(wrong) / len(cases)
    return Row(f"{len(cases)} names and addresses: first hit", "≥ 95 %", f"{share:.1%}", "—", share >= 0.95)


def suggestions(bench: Bench) -> Row:
    """Type titles, in characters and in pinyin."""
    from search.sounds import pinyin
    from search.suggesting import suggest

    titles = sorted({article.law.removeprefix("中华人民共和国") for article in bench.articles})[::4]
    typed = [title[:length] for title in titles for length in (1, 2, 3)]
    typed += [pinyin(title)[:length] for title in titles for length in (2, 5)]
    suggest("党", user=bench.nobody)
    suggest("dang", user=bench.nobody)
    _found, ours = timed(lambda text: suggest(text, user=bench.nobody), typed)
    return Row("suggestions: p95", "≤ 30 ms", f"{ours.at(0.95):.1f} ms", "—", ours.at(0.95) <= 30)


MEMORY = """
import django, resource, sys
django.setup()
from django.contrib.auth.models import AnonymousUser
from search.finding import find
from search.suggesting import suggest
for query in sys.argv[1:]:
    find(query, user=AnonymousUser())
    suggest(query[:2], user=AnonymousUser())
pages = int(open("/proc/self/statm").read().split()[1])
print(pages * resource.getpagesize() / 1e6)
"""


def memory(bench: Bench) -> Row:
    """Look at a process of the site that has only searched."""
    asked = [*list(questions(CORPUS / "relevance/questions.tsv"))[:60], "合同", "应当", "hetong", "合同 解除"]
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, *asked], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    size = float(done.stdout.split()[-1])
    return Row("memory of a process", "≤ 300 MB", f"{size:.0f} MB", "—", size <= 300)


def saved(bench: Bench) -> Row:
    """Save a text's page as an editor does, and search until it is found: revision, provisions, commit, index."""
    from library.models import GuidePage, LibraryIndexPage

    figure = "one article saved to findable"
    page = LibraryIndexPage.objects.get().add_child(
        instance=GuidePage(title="班车时刻（示例）", slug="saved")
    )
    seconds = []
    for number in range(SAVED):
        page.body = f"班车时刻（示例）\n\n第一条　飞行班车{number}号按时发车。\n"
        start = time.process_time()
        page.save_revision().publish()
        found = bench.find(f"“飞行班车{number}号”").hits
        if not any(hit.found.eid == "art_1" for hit in found):
            return Row(figure, "≤ 1 s", "not found", "—", False)
        seconds.append(time.process_time() - start)
        page = GuidePage.objects.get(pk=page.pk)
    times = Times(seconds)
    return Row(f"{figure}: p50 / p95", "≤ 1 s", str(times), "—", times.at(0.95) <= 1000)


def storm(seconds: float) -> Row:
    """Four writers and four readers, and a writer killed every five seconds."""
    command = [sys.executable, str(STORM), "--seconds", str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout.splitlines()[-1])
    said = "{acknowledged} kept, {lost} lost, {kills} kills, {reader_errors} errors in {searches} searches"
    figure = f"4 writers + 4 readers, {seconds:.0f} s with kill -9"
    return Row(figure, "0 lost, 0 errors", said.format(**report), "—", done.returncode == 0)


def show(rows: list[Row]) -> None:
    """Print the table."""
    print("\n| figure | must | measured | FTS5 | |\n|---|---|---|---|---|")
    for row in rows:
        print(f"| {row.figure} | {row.must} | {row.measured} | {row.fts5} | {'✓' if row.ok else '✗'} |")


def settle_site(folder: str) -> None:
    """Start Django for a throw-away site in `folder`."""
    os.environ |= {
        "VAR_DIR": folder,
        "SEARCH_BACKEND": "search.backend",
        "LOG_LEVEL": "ERROR",
        "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    import django

    django.setup()


def measure(arguments: argparse.Namespace) -> list[Row]:
    """Measure everything on a new site."""
    from django.core.management import call_command

    from cms.serving import settle_in

    call_command("migrate", verbosity=0)
    articles = read_articles(CORPUS / "laws/just-laws")
    store(articles)
    bench = Bench(articles)
    rows = [build(bench)]
    bench.find("合同")
    # As `cms.wsgi` does before a process serves.
    settle_in()
    rows += [*everyday(bench), keywords(bench), named_cases(bench), suggestions(bench)]
    rows += [memory(bench), saved(bench), substrings(bench, full=arguments.full)]
    if arguments.storm:
        rows.append(storm(arguments.storm))
    return rows


def main() -> int:
    """Run as the arguments say; end with 1 when something misses what it must."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--storm", type=float, default=60)
    arguments = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"the optional test corpus is not at {CORPUS}; nothing measured")
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        settle_site(folder)
        rows = measure(arguments)
    show(rows)
    return int(not all(row.ok for row in rows))


if __name__ == "__main__":
    sys.exit(main())
