"""A site that runs as `make run` runs it, with the demo on it, and those who visit it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import DESK, PASSWORD, PHONE, Site, Visitor
from tests.chromium import PATIENCE_MS

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60

__all__ = ["DESK", "PHONE"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Set the demo up in a folder of its own and serve it."""
    port = _free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if key != "SEARCH_BACKEND"},
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "VAR_DIR": str(tmp_path_factory.mktemp("site")),
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
        "DEBUG": "1",
    }
    made = Site(f"http://127.0.0.1:{port}", environment)
    made.manage("setup_demo")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait_for(made.url, server)
    yield made
    server.terminate()
    server.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if server.poll() is not None:
            pytest.fail("the site stopped while starting")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("the site did not start in time")


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Any]:
    """Return a maker of visitors: `visit(PHONE)`, `visit(DESK, javascript=False)`."""
    contexts = []

    def _visit(viewport: dict[str, int] = PHONE, *, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=viewport, locale="zh-CN", java_script_enabled=javascript, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page: Page = context.new_page()
        return Visitor(page, site.url)

    yield _visit
    for context in contexts:
        context.close()
