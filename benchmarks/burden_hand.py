"""A hand that works a page and counts what it does, and the site it works on.

A click is any press of a link, a button, a choice (radio, box) or a fold, and the opening of the site at the start of a
sitting. A field is a box that is typed into or a list that is chosen from. Scrolling and looking are free. The hand keeps
its page to itself, and the browser counts the presses too: `check` compares, so that nothing is pressed uncounted.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Locator, TimeoutError, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "zhixing-demo"  # noqa: S105 -- the demo's own
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
START_SECONDS = 120


@dataclass
class Step:
    """What one step of a task cost."""

    name: str
    clicks: int = 0
    fields: int = 0


@dataclass
class Task:
    """A task with its steps."""

    name: str
    steps: list[Step] = field(default_factory=list)

    @property
    def clicks(self) -> int:
        """Return all clicks of the task."""
        return sum(step.clicks for step in self.steps)

    @property
    def fields(self) -> int:
        """Return all fields of the task."""
        return sum(step.fields for step in self.steps)


class Hand:
    """One person's hand in a browser context of its own; every move is counted on the step begun last."""

    def __init__(self, browser: Browser, url: str, task: str) -> None:
        self.task = Task(task)
        self._url = url
        self._pressed_by_hand = 0
        self._pressed_in_browser = 0
        self._context = browser.new_context(
            viewport=PHONE, locale="zh-CN", reduced_motion="reduce", accept_downloads=True
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self._page = self._context.new_page()
        self._page.expose_binding("countedPress", lambda _source: self._noticed())
        self._page.add_init_script(
            "addEventListener('pointerdown', (event) => { if (event.isTrusted) countedPress(); }, true);"
        )

    def step(self, name: str) -> None:
        """Begin a step."""
        self.task.steps.append(Step(name))

    def open(self) -> None:
        """Open the site, as from a bookmark: one click."""
        self.task.steps[-1].clicks += 1
        self._page.goto(self._url + "/")

    def log_in(self, username: str) -> None:
        """Log in from the front page."""
        self.follow("main a[href='/accounts/login/']")
        self.fill("[name=login]", username)
        self.fill("[name=password]", PASSWORD)
        self.follow("main button[type=submit]")

    def press(self, selector: str) -> None:
        """Press the first thing that matches."""
        self._press(self._page.locator(selector).locator("visible=true").first)

    def follow(self, selector: str) -> None:
        """Press what leads to another page and wait for it."""
        with self._page.expect_navigation():
            self.press(selector)

    def fetch(self, selector: str) -> int:
        """Press what hands out a file; return how many bytes it has."""
        with self._page.expect_download() as coming:
            self.press(selector)
        return Path(coming.value.path()).stat().st_size

    def fill(self, selector: str, value: str) -> None:
        """Write into a field."""
        self.task.steps[-1].fields += 1
        self._page.locator(selector).first.fill(value)

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list."""
        self.task.steps[-1].fields += 1
        self._page.locator(selector).first.select_option(value)

    def answer(self, question: str) -> None:
        """Answer a question of any kind: the first choice, a line in every blank, a different place in every list."""
        if self.count(f"{question} .choice"):
            self.press(f"{question} .choice")
        for number in range(self.count(f"{question} select")):
            self.task.steps[-1].fields += 1
            self._page.locator(f"{question} select").nth(number).select_option(index=number + 1)
        for number in range(self.count(f"{question} :is(input[type=text], textarea)")):
            self.task.steps[-1].fields += 1
            self._page.locator(f"{question} :is(input[type=text], textarea)").nth(number).fill("不清楚")

    def back(self) -> None:
        """Go back to the page before: one click."""
        self.task.steps[-1].clicks += 1
        self._page.go_back()

    # --- looking, which costs nothing ---------------------------------------------------------------------------
    def sees(self, selector: str) -> bool:
        """Return whether the page shows such a thing."""
        return self._page.locator(selector).count() > 0

    def count(self, selector: str) -> int:
        """Return how many of them the page shows."""
        return self._page.locator(selector).count()

    def value(self, selector: str) -> str:
        """Return what stands in a field."""
        return self._page.locator(selector).first.input_value()

    def expect(self, words: str) -> None:
        """Wait until the page says `words`; a task that did not come off is no figure."""
        self._page.locator("body", has_text=words).wait_for()

    def scroll_through(self) -> None:
        """Read to the end of the page with the wheel."""
        for _ in range(200):
            self._page.mouse.wheel(0, 700)
            self._page.wait_for_timeout(20)
            if self._page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 2"):
                return

    def check(self) -> Task:
        """Close the page and return the task.

        Raises:
            AssertionError: the browser felt other presses than the hand counted.
        """
        self._page.wait_for_timeout(200)
        self._context.close()
        if self._pressed_in_browser != self._pressed_by_hand:
            told = f"{self.task.name}: {self._pressed_by_hand} presses counted, the browser felt {self._pressed_in_browser}"
            raise AssertionError(told)
        return self.task

    def _press(self, thing: Locator) -> None:
        self.task.steps[-1].clicks += 1
        self._pressed_by_hand += 1
        try:
            thing.click()
        except TimeoutError as error:
            shown = self._page.locator("body").inner_text()[:600]
            raise RuntimeError(f"nothing to press at “{self.task.steps[-1].name}”: {shown}") from error

    def _noticed(self) -> None:
        self._pressed_in_browser += 1


def chromium() -> str | None:
    """Return the path of the system's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextlib.contextmanager
def browsing(path: str) -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def serving(folder: str | None = None) -> Iterator[str]:
    """Set the demo up in a temporary folder (or take the one there is in `folder`) and serve it; gives the address."""
    with contextlib.ExitStack() as stack:
        place = folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-burden-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        environment = {key: value for key, value in os.environ.items() if key != "SEARCH_BACKEND"} | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "VAR_DIR": place,
            "PORT": str(port),
            "DEMO_PASSWORD": PASSWORD,
            "DEBUG": "1",
        }
        manage = [sys.executable, "manage.py"]
        if folder is None:
            subprocess.run([*manage, "setup_demo"], cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 -- our own server
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the site did not start")
