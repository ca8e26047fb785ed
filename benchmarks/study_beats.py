"""Beats of progress against gunicorn: so many readers at once, each report either refused or kept.

What was acknowledged is compared with the database afterwards: a reader's last acknowledged place must be the place that
is stored. Times are measured from sending to the answer, in this process, beside the server on the same machine.
"""

import http.client
import itertools
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from library.models import GuidePage
from members.models import Member
from study.models import Progress

PER_SECOND = 200
READERS = 1000
SENDERS = 24
TOKEN = "a" * 32
WORKERS, THREADS = 2, 4


@dataclass
class Reader:
    """One member with a session and a text open."""

    member: int
    session: str
    material: int
    acknowledged: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


def send_beats(seconds: int) -> dict[str, Any]:
    """Send 200 beats a second for `seconds`; return how many were kept, refused or lost, and how long they took."""
    readers = open_texts()
    with served() as port:
        times, answers, spent = _send(readers, port, seconds)
    lost = sum(not _is_kept(reader) for reader in readers)
    return {
        "beats_sent": sum(answers.values()),
        "beats_answers": dict(answers),
        "beats_per_second": round(sum(answers.values()) / spent, 1),
        "beats_refused": sum(count for status, count in answers.items() if status != "200"),
        "beats_lost": lost,
        "beats_p50_ms": _ms(times, 0.5),
        "beats_p95_ms": _ms(times, 0.95),
    }


def open_texts() -> list[Reader]:
    """Return readers who have a session and a text of theirs open."""
    texts = list(GuidePage.objects.live().values_list("pk", flat=True))
    readers = []
    for number, member in enumerate(Member.objects.filter(username__startswith="m").order_by("pk")[:READERS]):
        session = SessionStore()
        session[SESSION_KEY] = str(member.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.save()
        readers.append(Reader(member.pk, session.session_key or "", texts[number % len(texts)]))
    return readers


@contextmanager
def served() -> Iterator[int]:
    """Serve the site with gunicorn on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "cms.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "30"]
    server = subprocess.Popen(command)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.5)
    # The first request of each worker loads the application.
    for _ in range(WORKERS * 6):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/accounts/login/", headers={"X-Forwarded-Proto": "https"})
        connection.getresponse().read()
        connection.close()


def _send(readers: list[Reader], port: int, seconds: int) -> tuple[list[float], Counter[str], float]:
    numbers, guard = itertools.count(), threading.Lock()
    times: list[float] = []
    answers: Counter[str] = Counter()
    started, total = time.perf_counter(), PER_SECOND * seconds

    def sender() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with guard:
                number = next(numbers)
            if number >= total:
                break
            time.sleep(max(0.0, started + number / PER_SECOND - time.perf_counter()))
            reader = readers[number % len(readers)]
            with reader.lock:
                status, spent, connection = _beat(connection, port, reader, number)
            times.append(spent)
            answers[status] += 1
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, answers, time.perf_counter() - started


def _beat(
    connection: http.client.HTTPConnection, port: int, reader: Reader, number: int
) -> tuple[str, float, http.client.HTTPConnection]:
    place = f"place_{number}"
    body = urlencode(
        {"material": reader.material, "address": place, "percent": 5, "seen": "sec_1", "visible": 15}
    )
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={reader.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "X-CSRFToken": TOKEN,
        "X-Forwarded-Proto": "https",
        "Referer": f"https://127.0.0.1:{port}/",
        "Host": f"127.0.0.1:{port}",
    }
    started = time.perf_counter()
    try:
        connection.request("POST", "/study/progress/", body, headers)
        response = connection.getresponse()
        response.read()
        status = str(response.status)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        status = type(error).__name__
    if status == "200":
        reader.acknowledged = place
    return status, time.perf_counter() - started, connection


def _is_kept(reader: Reader) -> bool:
    """Tell whether the last place the server acknowledged is the place it stored."""
    if not reader.acknowledged:
        return True
    stored = Progress.objects.filter(member=reader.member, material=reader.material)
    return list(stored.values_list("address", flat=True)) == [reader.acknowledged]


def _ms(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) if ordered else 0.0
