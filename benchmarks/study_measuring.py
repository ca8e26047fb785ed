"""Measures study on the database `DATABASE_URL` names; started by `benchmarks/study.py`, once for each database.

Pages are asked of the whole application by Django's test client in this process; beats go to gunicorn over HTTP.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.study_beats import send_beats
from benchmarks.study_province import Size, build
from members.models import Member, Organization
from study.ledger.booking import book_evidence
from study.ledger.homes import homes_among
from study.ledger.reconciling import reconcile
from study.ledger.verifying import verify_ledgers
from study.recommending.suggesting import advice_for

Figures = dict[str, Any]
PAGES = 60


def main() -> None:
    """Build the province, measure what is asked for, write the figures."""
    out, scale, seconds, parts = (
        Path(sys.argv[1]),
        float(sys.argv[2]),
        int(sys.argv[3]),
        sys.argv[4].split(","),
    )
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"migrated in {time.perf_counter() - started:.1f} s", flush=True)
    started, now = time.perf_counter(), timezone.now()
    if not Organization.objects.exists():
        for line in build(Size().scaled(scale), now=now):
            print(line, flush=True)
    figures: Figures = {"province_s": round(time.perf_counter() - started, 1)}
    measures: dict[str, Callable[[], Figures]] = {
        "home": measure_home,
        "recommend": lambda: measure_recommendations(now),
        "board": measure_board,
        "beats": lambda: send_beats(seconds),
        "ledger": lambda: measure_ledger(now),
    }
    for part in parts:
        found = measures[part]()
        print(json.dumps(found, ensure_ascii=False), flush=True)
        figures |= found
    out.write_text(json.dumps(figures), encoding="utf-8")


def measure_home() -> Figures:
    """Open 今日学习 as members of different branches."""
    times, most = [], 0
    for person in _some_members():
        client = Client()
        client.force_login(person)
        _page(client, "/")
        spent, queries = _page(client, "/")
        times.append(spent)
        most = max(most, queries)
    return {"home_queries": most, "home_p50_ms": _ms(times, 0.5), "home_p95_ms": _ms(times, 0.95)}


def measure_recommendations(now: datetime) -> Figures:
    """Work out the recommendations of members, as their home page does."""
    times, most = [], 0
    for person in _some_members():
        with CaptureQueriesContext(connection) as queries:
            spent, _ = _timed(lambda person=person: advice_for(person, now=now))
        times.append(spent)
        most = max(most, len(queries))
    return {"recommend_queries": most, "recommend_p95_ms": _ms(times, 0.95)}


def measure_board() -> Figures:
    """Open the cadence board of a city with 300 branches, as somebody of its committee."""
    city = Organization.objects.filter(level=Organization.Level.CITY).order_by("path")[:1].get()
    branches = Organization.objects.filter(path__startswith=city.path, kind=Organization.Kind.BRANCH).count()
    client = Client()
    client.force_login(Member.objects.get(username=f"city{city.pk}"))
    pages = [_page(client, f"/study/board/{city.pk}/") for _ in range(12)]
    return {
        "board_branches": branches,
        "board_queries": max(queries for _, queries in pages),
        "board_p95_ms": _ms([spent for spent, _ in pages[1:]], 0.95),
    }


def measure_ledger(now: datetime) -> Figures:
    """Enter a year of everybody, check every seal and balance, then reckon the year again from the evidence."""
    today = timezone.localdate(now)
    homes = homes_among(Organization.objects.all())
    spent, entries = _timed(
        lambda: sum(len(book_evidence(home=home, now=now, today=today)) for home in homes)
    )
    again = sum(len(book_evidence(home=home, now=now, today=today)) for home in homes[:20])
    if again:
        raise SystemExit(f"a second run entered {again} acts again")
    checked, found = _timed(verify_ledgers)
    recomputed, differences = _timed(lambda: reconcile(year=today.year))
    return {
        "ledger_entries": entries,
        "ledger_booking_s": round(spent, 1),
        "ledger_verify_s": round(checked, 1),
        "ledger_reckon_s": round(recomputed, 1),
        "ledger_recompute_s": round(checked + recomputed, 1),
        "ledger_differences": len(found.faults) + len(differences),
    }


def _page(client: Client, address: str) -> tuple[float, int]:
    """Return how long a page took, in seconds, and how many queries."""
    with CaptureQueriesContext(connection) as queries:
        spent, response = _timed(lambda: client.get(address, headers={"x-forwarded-proto": "https"}))
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return spent, len(queries)


def _some_members() -> list[Member]:
    """Return members of different branches, spread over the province."""
    people = Member.objects.filter(username__startswith="m").select_related("organization").order_by("pk")
    return list(people[:: max(1, people.count() // PAGES)])


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result


def _ms(times: list[float], share: float) -> float:
    return round(sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000, 1)


if __name__ == "__main__":
    main()
