"""The house rules that a linter does not know."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("cms", "study", "quizzes", "library", "members", "media", "search")
TOP_LEVEL = {*PACKAGES, "tests", "docs", "benchmarks", "requirements", ".ci"}
LINES_PER_FILE = 400
LINES_PER_FUNCTION = 50
SUPPRESSIONS = 5


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts and "tests" not in path.parts]


def test_there_is_something_to_check() -> None:
    assert len(sources()) > 50


def test_no_folder_stands_beside_the_house() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
    assert folders <= TOP_LEVEL


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in sources()
        if (n := len(path.read_text().splitlines())) > LINES_PER_FILE
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LINES_PER_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {length}")
    assert long == []


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "services.py"])
def test_modules_are_named_for_what_they_do(name: str) -> None:
    assert [path for path in sources() if path.name == name] == []


def test_suppressions_are_few() -> None:
    pattern = re.compile(r"#\s*(noqa|type:\s*ignore)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line) and path != Path(__file__)
    ]
    assert len(found) <= SUPPRESSIONS, found


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son(?:click|change|load|submit|input|error|focus|blur|key\w+|mouse\w+)=|<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)",
        re.I,
    )
    comments = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked("*/templates/**/*.html", "*/templates/*.html")
        for match in inline.finditer(comments.sub("", path.read_text()))
    ]
    assert found == []


def test_block_definitions_stay_out_of_migrations() -> None:
    found = [path for path in tracked("*/migrations/*.py") if "block_lookup" in path.read_text()]
    assert found == []


def test_no_index_host_is_named() -> None:
    hosts = re.compile(
        "|".join(
            [r"pypi" + r"\.org", r"pythonhosted" + r"\.org", r"registry" + r"\.npmjs", r"--index" + "-url"]
        )
    )
    found = [
        path
        for path in tracked("*.txt", "*.in", "*.toml", "Makefile", ".ci/*", "*.md")
        if hosts.search(path.read_text())
    ]
    assert found == []


def test_dependencies_are_pinned_with_hashes() -> None:
    for name in ("base", "dev"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
        pins = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
        assert pins
        assert all("==" in line for line in pins)
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_no_test_empties_the_database() -> None:
    """A flush takes away what migrations made (the root page), from every later test of the same worker."""
    flushing = re.compile(
        r"transaction\s*=\s*True|\blive_server\b|\bTransactionTestCase\b|\btransactional_db\b"
    )
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked("tests/*.py")
        if path != Path(__file__).resolve() and flushing.search(path.read_text())
    ]
    assert guilty == []
