"""How long 5,000 questions take from an Excel file into a bank: must 30 s, aim 10 s.

Runs `manage.py import_questions` as an operator would, on a new SQLite database in a folder of its own; the time is the
whole command's, Python's start included. Then everything once more, when every question is a duplicate, and out again.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MUST_SECONDS, AIM_SECONDS = 30, 10
KINDS = ("single", "multiple", "truefalse", "blank", "single")
PHRASES = ("党的组织生活", "民主评议", "谈心谈话", "主题党日", "理论学习", "述学考学", "党费收缴", "换届选举")


def main() -> int:
    """Measure, print one JSON object, and return 1 when the time allowed is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=5_000)
    wanted = parser.parse_args().questions
    sys.path.insert(0, str(ROOT))
    from quizzes.formats import write_rows

    with tempfile.TemporaryDirectory(prefix="bench-questions-") as folder:
        book = Path(folder) / "题目.xlsx"
        book.write_bytes(write_rows([sample(number) for number in range(wanted)], "xlsx"))
        manage(folder, "migrate", "--verbosity", "0")
        before = processor_seconds()
        imported, first = timed(folder, "import_questions", str(book), "--bank", "压测", "--json")
        processor = processor_seconds() - before
        repeated, again = timed(folder, "import_questions", str(book), "--bank", "压测", "--json")
        exports = {
            format: timed(
                folder,
                "export_questions",
                "--bank",
                "压测",
                "--format",
                format,
                "--json",
                "--output",
                f"{folder}/out",
            )[1]
            for format in ("xlsx", "gift", "moodlexml", "json")
        }
    print(
        json.dumps(
            {
                "questions": imported["questions"],
                "created": imported["created"],
                "duplicates_again": repeated["duplicates"],
                "import_seconds": round(first, 2),
                "import_processor_seconds": round(processor, 2),
                "import_again_seconds": round(again, 2),
                "export_seconds": {format: round(seconds, 2) for format, seconds in exports.items()},
                "must_seconds": MUST_SECONDS,
                "aim_seconds": AIM_SECONDS,
            },
            ensure_ascii=False,
        )
    )
    return int(first > MUST_SECONDS or imported["created"] != wanted)


def sample(number: int) -> dict[str, Any]:
    """Return a question like those of a real bank in length; no two are the same."""
    kind = KINDS[number % len(KINDS)]
    phrase = PHRASES[number % len(PHRASES)]
    stem = f"第 {number} 题：关于{phrase}，按照党章和有关党内法规的规定，下列说法中符合要求的是哪一项（示例题，只用于测速）"
    row: dict[str, Any] = {
        "kind": kind,
        "stem": stem,
        "options": [],
        "answer": number % 2 == 0,
        "explanation": f"见有关规定中“{phrase}”一条，第 {number % 90 + 1} 款说得很清楚，其余各项与原文不符。",
        "difficulty": number % 5 + 1,
        "tags": [phrase, f"第{number % 40}讲"],
    }
    if kind in ("single", "multiple"):
        row["options"] = [
            f"{phrase}每{period}至少安排一次，由支部书记主持" for period in ("周", "月", "季度", "年")
        ]
        row["answer"] = number % 4 if kind == "single" else [0, number % 3 + 1]
    elif kind == "blank":
        row["stem"], row["answer"] = f"{stem}：____ 和 ____。", [[phrase, f"“{phrase}”"], [f"第{number}次"]]
    return row


def timed(folder: str, *command: str) -> tuple[dict[str, Any], float]:
    """Return (what a command printed, seconds it took by the clock)."""
    started = time.perf_counter()
    said = manage(folder, *command)
    return json.loads(said), time.perf_counter() - started


def processor_seconds() -> float:
    """Return the processor time of the commands run so far; on a busy machine it says more than the clock."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def manage(folder: str, *command: str) -> str:
    """Run a command of the project on a database in `folder`."""
    environment = os.environ | {"VAR_DIR": folder, "SEARCH_BACKEND": "modelsearch.backends.database"}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
    environment.pop("DATABASE_URL", None)
    finished = subprocess.run(
        [sys.executable, "manage.py", *command],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if finished.returncode:
        sys.exit(f"{command[0]}: {finished.stderr[-2_000:]}")
    return finished.stdout


if __name__ == "__main__":
    sys.exit(main())
