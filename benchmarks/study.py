"""Study on a generated province: 2,000 organisations, 50,000 members, 2 million rows of progress.

`python benchmarks/study.py` measures on SQLite and, where one answers, on PostgreSQL (`BENCH_POSTGRES`, an address
without a database, default postgres://postgres@127.0.0.1). Each database is made new, measured by a process of its own,
and dropped. `--scale 0.02 --seconds 10` is a short run; `--keep` leaves the databases, and `--reuse` measures them again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NAME = "zhixing_bench_study"
MUST: dict[str, tuple[str, float]] = {
    "home_queries": ("≤", 25),
    "home_p95_ms": ("≤", 80),
    "recommend_queries": ("≤", 4),
    "recommend_p95_ms": ("≤", 30),
    "board_queries": ("≤", 20),
    "board_p95_ms": ("≤", 500),
    "beats_lost": ("≤", 0),
    "beats_refused": ("≤", 0),
    "beats_per_second": ("≥", 200),
    "beats_p95_ms": ("≤", 50),
    "ledger_recompute_s": ("≤", 120),
    "ledger_differences": ("≤", 0),
}


def main() -> int:
    """Measure on each database and print a table; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the province's size")
    parser.add_argument("--seconds", type=int, default=60, help="how long beats are sent")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--parts", default="home,recommend,board,beats,ledger")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--reuse", action="store_true", help="measure what --keep left")
    options = parser.parse_args()
    results = {}
    for vendor in [options.only] if options.only else ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory(prefix="bench-study-") as folder:
            keep = options.keep or options.reuse
            address = _address(vendor, folder, keep=keep, reuse=options.reuse)
            if address is None:
                print(f"{vendor}: no server answers, not measured")
                continue
            results[vendor] = _measure(address, folder, options)
            if vendor == "postgresql" and not keep:
                _drop()
    missed = _print(results)
    return int(bool(missed) or not results)


def _address(vendor: str, folder: str, *, keep: bool, reuse: bool) -> str | None:
    if vendor == "sqlite":
        place = Path(tempfile.gettempdir()) / f"{NAME}.sqlite3" if keep else Path(folder) / "study.sqlite3"
        if not reuse:
            place.unlink(missing_ok=True)
        return f"sqlite:///{place}"
    import psycopg

    try:
        with psycopg.connect(f"{_server()}/postgres", autocommit=True, connect_timeout=3) as server:
            if not reuse:
                server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
                server.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        return None
    return f"{_server()}/{NAME}"


def _drop() -> None:
    import psycopg

    with psycopg.connect(f"{_server()}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _server() -> str:
    return os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1").rstrip("/")


def _measure(address: str, folder: str, options: argparse.Namespace) -> dict[str, Any]:
    environment = os.environ | {
        "DATABASE_URL": address,
        "VAR_DIR": folder,
        "SECRET_KEY": "bench-only-and-long-enough-to-pass-the-check-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "BASE_URL": "https://127.0.0.1",
        "LOG_LEVEL": "ERROR",
    }
    out = Path(folder) / "result.json"
    arguments = [str(out), str(options.scale), str(options.seconds), options.parts]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.study_measuring", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    return json.loads(out.read_text(encoding="utf-8"))


def _print(results: dict[str, dict[str, Any]]) -> list[str]:
    missed = []
    for vendor, figures in results.items():
        print(f"\n{vendor}")
        for name, value in figures.items():
            sign, bar = MUST.get(name, ("", 0.0))
            is_met = not sign or (value <= bar if sign == "≤" else value >= bar * 0.98)
            # The bar on how long a beat takes is set for PostgreSQL.
            if name == "beats_p95_ms" and vendor == "sqlite":
                sign, is_met = "", True
            note = f"  must {sign} {bar:g}  {'ok' if is_met else 'MISSED'}" if sign else ""
            print(f"  {name:24} {value}{note}")
            missed += [] if is_met else [f"{vendor} {name}"]
    return missed


if __name__ == "__main__":
    sys.exit(main())
