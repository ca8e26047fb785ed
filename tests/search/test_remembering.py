"""The log of what was searched for: nobody waits for it, and it does not grow for ever."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DataError, OperationalError
from django.db.utils import ConnectionHandler
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from search import remembering
from search.models import EmptySearch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Leave nothing to the next test."""
    remembering._kept.clear()
    yield
    remembering._kept.clear()


def counted() -> tuple[dict[str, int], dict[str, int]]:
    """Return how often each query was asked, and how often in vain."""
    asked = {query.query_string: query.hits for query in Query.objects.all()}
    return asked, dict(EmptySearch.objects.values_list("query_string", "times"))


def test_it_works() -> None:
    remembering.remember("补课", is_answered=True)
    remembering.remember("补课", is_answered=True)
    remembering.remember("魑魅", is_answered=False)
    assert counted() == ({"补课": 2, "魑魅": 1}, {"魑魅": 1})


class TestWhileSomebodyWrites:
    """A search neither waits for a long transaction nor loses its count."""

    def test_it_is_counted_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(query: str) -> None:
            raise OperationalError("database is locked")

        with monkeypatch.context() as busy:
            busy.setattr(QueryDailyHits.objects, "filter", lambda **_: fail(""))
            remembering.remember("补课", is_answered=False)
        assert counted() == ({}, {})
        remembering.remember("学习", is_answered=True)
        assert counted() == ({"补课": 1, "学习": 1}, {"补课": 1})

    def test_it_hardly_waits_and_whoever_saves_waits_as_long_as_ever(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The others let many write at a time, so whatever the tests run on, it is SQLite that is looked at.
        one_writer = ConnectionHandler(
            {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        )
        waits = []

        def look(query: str = "") -> None:
            with one_writer["default"].cursor() as cursor:
                waits.append(cursor.execute("PRAGMA busy_timeout").fetchone()[0])

        monkeypatch.setattr(remembering, "connection", one_writer["default"])
        monkeypatch.setattr(remembering, "_count", look)
        look()
        remembering.remember("补课", is_answered=True)
        look()
        before, meanwhile, after = waits
        assert before == after >= 5000
        assert meanwhile < 1000


def test_what_cannot_be_counted_at_all_keeps_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(query: str) -> None:
        raise DataError

    with monkeypatch.context() as broken:
        broken.setattr(remembering, "_count", fail)
        remembering.remember("补课", is_answered=True)
    remembering.remember("学习", is_answered=True)
    assert counted() == ({"学习": 1}, {})


def test_it_is_forgotten_after_half_a_year(settings: Any, tmp_path: Path) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "PATH": tmp_path / "index"}}
    remembering.remember("魑魅", is_answered=False)
    remembering.remember("补课", is_answered=False)
    long_ago = timezone.localdate() - timedelta(days=200)
    EmptySearch.objects.filter(query_string="魑魅").update(day=long_ago)
    QueryDailyHits.objects.filter(query__query_string="魑魅").update(date=long_ago)
    call_command("update_index", verbosity=0)
    call_command("check_search_index", "--repair")
    assert counted() == ({"补课": 1}, {"补课": 1})
