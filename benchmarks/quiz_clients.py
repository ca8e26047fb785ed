"""People at their papers, played over plain HTTP: each request a connection of its own, as gunicorn's workers close them.

Every answer that was acknowledged is written down with its attempt, so that the database can be asked afterwards.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = "b" * 32
ATTEMPT = re.compile(r"/quizzes/attempts/(\d+)/")
FIELD = re.compile(r'<input[^>]*type="(radio|checkbox|text)"[^>]*name="q(\d+)"(?:[^>]*value="([^"]*)")?')
RETRIES = 40
PATIENCE_SECONDS = 120


@dataclass
class Tally:
    """What happened: seconds by kind of request, faults, and (attempt, position, values) of acknowledged answers."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    acknowledged: list[tuple[int, int, list[str]]] = field(default_factory=list)
    submitted: set[int] = field(default_factory=set)
    retries: int = 0

    def note(self, kind: str, seconds: float) -> None:
        """Write one request down."""
        self.seconds.setdefault(kind, []).append(seconds)


@dataclass(frozen=True)
class Reply:
    """One answer of the server."""

    status: int
    location: str
    body: str


class Person:
    """One member with a session; `survives` says whether lost connections are tried again, as the page's script does."""

    def __init__(self, port: int, session: str, tally: Tally, *, survives: bool = False) -> None:
        self.port, self.tally, self.survives = port, tally, survives
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}"

    async def ask(self, kind: str, path: str, form: list[tuple[str, str]] | None = None) -> Reply:
        """Send one request, again and again when connections are lost and that is survived; count its time."""
        for attempt in range(RETRIES if self.survives else 1):
            began = time.perf_counter()
            try:
                reply = await asyncio.wait_for(self._once(path, form), PATIENCE_SECONDS)
            except (OSError, asyncio.IncompleteReadError, ValueError, TimeoutError) as error:
                if not self.survives:
                    self.tally.faults.append(f"{kind}: {error!r}")
                    raise
                self.tally.retries += 1
                await asyncio.sleep(min(2.0, 0.1 * (attempt + 1)))
                continue
            self.tally.note(kind, time.perf_counter() - began)
            if reply.status >= 400:
                self.tally.faults.append(f"{kind}: {reply.status} {reply.body[:80]}")
            return reply
        self.tally.faults.append(f"{kind}: given up")
        raise ConnectionError(kind)

    async def _once(self, path: str, form: list[tuple[str, str]] | None) -> Reply:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            body = urlencode([*form, ("csrfmiddlewaretoken", TOKEN)]) if form is not None else ""
            lines = [
                f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
                "Host: 127.0.0.1",
                f"Cookie: {self.cookies}",
                "Connection: close",
            ]
            if form is not None:
                lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            await writer.drain()
            return _read(await reader.read())
        finally:
            writer.close()

    async def start(self, slug: str) -> int:
        """Start the quiz; return the attempt's number."""
        reply = await self.ask("start", f"/quizzes/{slug}/start/", [])
        found = ATTEMPT.search(reply.location)
        if reply.status != 302 or found is None:
            self.tally.faults.append(f"start: {reply.status} to {reply.location}")
            raise ConnectionError("start")
        return int(found.group(1))

    async def take(self, slug: str) -> None:
        """Take a whole paper: start, open, every answer by itself, hand in, see the result."""
        number = await self.start(slug)
        page = await self.ask("page", f"/quizzes/attempts/{number}/")
        answers = answers_for(page.body, number)
        for turn, (position, values) in enumerate(answers.items(), 1):
            form = [(f"q{position}", value) for value in values]
            form += [("device", f"bench{number}"), ("turn", str(turn)), ("kept", "0")]
            reply = await self.ask("answer", f"/quizzes/attempts/{number}/answers/{position}/", form)
            if reply.status == 200 and '"saved": true' in reply.body:
                self.tally.acknowledged.append((number, position, values))
        reply = await self.ask("submit", f"/quizzes/attempts/{number}/submit/", [("confirmed", "1")])
        if reply.status == 302 and reply.location.endswith("/result/"):
            self.tally.submitted.add(number)
        await self.ask("result", f"/quizzes/attempts/{number}/result/")


def _read(raw: bytes) -> Reply:
    head, _, body = raw.partition(b"\r\n\r\n")
    if not head:
        raise ConnectionError("no reply")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    length = headers.get("content-length")
    if length is not None and len(body) < int(length):
        raise ConnectionError("cut off")
    return Reply(int(lines[0].split()[1]), headers.get("location", ""), body.decode())


def answers_for(html: str, number: int) -> dict[int, list[str]]:
    """Return an answer for every question of a page, another for every paper, some of them right."""
    places: dict[int, list[tuple[str, str]]] = {}
    for kind, position, value in FIELD.findall(html):
        places.setdefault(int(position), []).append((kind, value))
    return {position: _answer(fields, number + position) for position, fields in places.items()}


def _answer(fields: list[tuple[str, str]], chance: int) -> list[str]:
    kind = fields[0][0]
    if kind == "text":
        return ["补课" if chance % 2 else "学习"] * len(fields)
    first = fields[chance % len(fields)][1]
    return [first] if kind == "radio" else sorted({first, fields[(chance + 1) % len(fields)][1]})


async def crowd(people: list[Callable[[], Awaitable[None]]], *, at_once: int) -> float:
    """Let people go, so many at once; return how long all of them took."""
    gate = asyncio.Semaphore(at_once)

    async def one(act: Callable[[], Awaitable[None]]) -> None:
        async with gate:
            try:
                await act()
            except (OSError, ConnectionError, TimeoutError):
                return

    began = time.perf_counter()
    await asyncio.gather(*(one(act) for act in people))
    return time.perf_counter() - began
