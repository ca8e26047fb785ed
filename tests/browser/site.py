"""The site under test and the people who visit it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PASSWORD = "zhixing-demo"


@dataclass(frozen=True)
class Site:
    """A running site: its address and the environment its commands run in."""

    url: str
    environment: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run a management command against the site's data; return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class Visitor:
    """A person at a browser; `faults` are the script errors they met."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path)

    def log_in(self, username: str) -> None:
        """Log in as one of the demo's people."""
        self.go("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.site}/")
