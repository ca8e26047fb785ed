"""Where the time of a search goes: 200 keyword searches and 100 everyday questions under cProfile, on the test corpus.

A plain script, `python benchmarks/search_profile.py`; prints own seconds by package and by function. The profiler makes
calls in Python look dearer than they are, so read shares, not times.
"""

import cProfile
import pstats
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from benchmarks.search import CORPUS, Bench, asked_keywords, settle_site
from benchmarks.search_corpus import questions, read_articles, store

KEYWORDS, EVERYDAY, SHOWN = 200, 100, 14
# The first that stands in a function's file names its part; what is built into Python has no file.
PARTS = {
    "/whoosh/": "Whoosh",
    "/rjieba": "rjieba",
    "/numpy/": "numpy",
    "/search/backend/": "search.backend",
    "/search/": "search",
    "/library/": "library",
    "/django/": "Django",
    "/modelsearch/": "modelsearch",
    "/wagtail/": "Wagtail",
    "sqlite3": "SQLite",
    "numpy": "numpy",
    "~": "Python",
}


def part_of(file: str, name: str) -> str:
    """Return which part of the whole a function belongs to."""
    told = f"{file} {name}"
    return next((part for sign, part in PARTS.items() if sign in told), "Python")


def profile(ask: Callable[[str], object], asked: Iterable[str], title: str) -> None:
    """Ask everything once to warm up and once under the profiler, and print where the time went."""
    asked = list(asked)
    for query in asked:
        ask(query)
    # Of this process alone: other work on the machine does not count.
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for query in asked:
        ask(query)
    profiler.disable()
    stats = vars(pstats.Stats(profiler))["stats"]
    parts: Counter[str] = Counter()
    for (file, _line, name), (_calls, _primitive, own, _whole, _callers) in stats.items():
        parts[part_of(file, name)] += own
    total = sum(parts.values())
    print(f"\n{title}: {len(asked)} queries, {total:.2f} s under the profiler")
    for part, own in parts.most_common():
        print(f"  {own / total:6.1%}  {part}")
    ordered = sorted(stats.items(), key=lambda item: -item[1][2])[:SHOWN]
    for (file, line, name), (calls, _primitive, own, _whole, _callers) in ordered:
        print(f"  {own / total:6.1%}  {calls:8}  {'/'.join(Path(file).parts[-2:])}:{line} {name}")


def main() -> int:
    """Set the site up in a folder of its own, build the index, and profile."""
    if not CORPUS.is_dir():
        print(f"the optional test corpus is not at {CORPUS}; nothing measured")
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        settle_site(folder)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        articles = read_articles(CORPUS / "laws/just-laws")
        store(articles)
        call_command("wagtail_update_index", verbosity=0)
        bench = Bench(articles)
        bench.find("合同")
        profile(bench.find, asked_keywords(bench, KEYWORDS), "keywords")
        everyday = list(questions(CORPUS / "relevance/questions.tsv"))[:EVERYDAY]
        profile(lambda query: bench.find(query, 10), everyday, "everyday questions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
