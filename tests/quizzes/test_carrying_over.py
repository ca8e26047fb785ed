"""A site from before quizzes were pages keeps its quizzes, its answers and its recommendations."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


# The migrations are run once, by the process that gets all of these.
pytestmark = pytest.mark.xdist_group("carrying_over")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the migrations in a process of its own, on databases of its own; return what is left there."""
    surroundings = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('old') / 'old.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.quizzes.old_site"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def found(sites: dict[str, Any]) -> dict[str, Any]:
    return dict(sites["planted"])


def test_it_works(found: dict[str, Any]) -> None:
    assert found["index"] == ["/home/quizzes/"]
    assert found["quizzes"]["七一测验"] == {
        "live": True,
        "kind": "exam",
        "feedback": "closed",
        "title": "旧的七一测验",
        "points": 2,
        # In the old editor's order; only what differs from the section's points is written.
        "questions": [["第2题", 5], ["第1题", None], ["第0题", None]],
        "total": 9,
        "parent": "quizzes",
    }


def test_a_quiz_nobody_saw_is_a_draft(found: dict[str, Any]) -> None:
    assert found["quizzes"]["practice"]["live"] is False
    assert found["quizzes"]["practice"]["feedback"] == "submitted"


def test_a_quiz_without_questions_comes_too(found: dict[str, Any]) -> None:
    assert found["quizzes"]["empty"]["questions"] == []


def test_attempts_keep_their_quiz_and_their_rules(found: dict[str, Any]) -> None:
    ((slug, rules),) = found["attempts"]
    assert slug == "七一测验"
    assert rules == {
        "shape": 2,
        "kind": "exam",
        "feedback": "closed",
        "time_limit_minutes": 20,
        "extra_percent": 0,
        "large_print": False,
        "pass_percent": 70,
        "closes_at": "2026-07-01T01:00:00+00:00",
        "sections": [{"title": "", "count": 3, "points": 9}],
    }


def test_recommendations_keep_theirs(found: dict[str, Any]) -> None:
    assert found["recommended"] == ["七一测验"]


def test_nothing_old_and_nothing_broken_is_left(found: dict[str, Any]) -> None:
    assert found["faults_in_the_tree"] == 0
    assert found["old_kinds"] == []


def test_an_empty_site_stays_empty(sites: dict[str, Any]) -> None:
    assert sites["empty"] == {
        "index": [],
        "quizzes": {},
        "attempts": [],
        "recommended": [],
        "faults_in_the_tree": 0,
        "old_kinds": [],
    }
