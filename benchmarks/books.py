"""How long a pocket book of about 200 pages takes on one core: PDF ≤ 3 s and ≤ 300 MB, EPUB ≤ 1 s, booklet ≤ 1 s more.

The text is made up on the spot, 85,000 characters of articles dense with punctuation. Every shape is built in a process
of its own, so that the memory is that shape's; the time is the building's, the start of Python aside. The time
of a second build in the same process is given beside it: fonts are read once.
"""

import json
import os
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 920
SENTENCE = "党支部应当按照“经常、到人、管用”的要求，把学习同工作结合起来；有关《学习管理规定》第三条的事项，由支部委员会研究决定"
MUST = {"epub": 1.0, "pdf": 3.0, "a5-booklet": 4.0, "a6-booklet": 4.0, "large-print": 3.0}
MUST_MB = 300


def main() -> int:
    """Measure every shape, print one JSON object, and return 1 when one takes longer or more than it may."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return 0
    found = {form: _alone(form) for form in MUST}
    print(
        json.dumps(
            {"characters": len(text()), "must_seconds": MUST, "must_mb": MUST_MB, **found}, ensure_ascii=False
        )
    )
    slow = [form for form, one in found.items() if one["seconds"] > MUST[form] or one["peak_mb"] > MUST_MB]
    return int(bool(slow))


def text() -> str:
    """Return a regulation as long as a book of 200 pages."""
    sys.path.insert(0, str(ROOT))
    from library.structure import int_to_chinese

    lines = ["长规定（示例）", ""]
    for number in range(1, ARTICLES + 1):
        if number % 46 == 1:
            lines += [f"第{int_to_chinese(number // 46 + 1)}章　学习之{int_to_chinese(number)}", ""]
        lines += [
            f"第{int_to_chinese(number)}条　{SENTENCE}，为期{number}天。{SENTENCE[: number % 40]}。",
            "",
        ]
    return "\n".join(lines)


def measure(name: str) -> dict[str, float]:
    """Build one shape; return seconds of processor, pages and the peak of memory, and the seconds of a second build."""
    body = text()
    from library.pocketbooks.printing.building import build
    from library.pocketbooks.printing.composing import compose
    from library.pocketbooks.printing.form import Format
    from library.pocketbooks.printing.model import Book, Chapter, ChapterKind
    from library.structure import parse

    document = parse(body)
    url = "https://zhixing.example/library/book/"
    chapter = Chapter(
        document.title, ChapterKind.SOURCE, compose(document, title=document.title), scan=f"{url}q/1/1/"
    )
    book = Book("长书（示例）", "测试区委（示例）", date(2024, 9, 1), 1, url, chapters=(chapter,))
    started = time.process_time()
    built = build(book, Format(name))
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.process_time()
    build(book, Format(name))
    again = time.process_time() - started
    return {
        "seconds": round(seconds, 2),
        "again_seconds": round(again, 2),
        "pages": built.pages,
        "peak_mb": round(peak),
        "bytes": len(built.data),
    }


def _alone(form: str) -> dict[str, float]:
    one_core = {**os.environ, "RAYON_NUM_THREADS": "1"}
    finished = subprocess.run(
        [sys.executable, str(Path(__file__)), form],
        cwd=ROOT,
        env=one_core,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(finished.stdout)


if __name__ == "__main__":
    sys.exit(main())
