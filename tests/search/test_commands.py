import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.analysis import builtin_lexicon, use_lexicon
from search.backend import SearchBackend
from search.models import LexiconTerm, PendingUpdate
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db


def search(*arguments: str, **options: Any) -> Any:
    printed = StringIO()
    call_command("search", *arguments, "--json", stdout=printed, **options)
    return json.loads(printed.getvalue())


def test_it_works(shelf: Library) -> None:
    found = search("主题党日")
    assert set(found) == {"query", "total", "seconds", "hits", "suggestions"}
    assert set(found["hits"][0]) == {"title", "kind", "url", "eid", "number", "snippet", "score"}
    assert found["hits"][0]["number"] == "第二条"
    assert found["total"] == 2


def test_in_force_only(shelf: Library) -> None:
    assert search("主题党日", "--in-force")["total"] == 1


def test_suggestions(shelf: Library) -> None:
    assert "三会一课" in search("三会一刻")["suggestions"]
    assert "支部学习办法（示例）" in search("zbxx")["suggestions"]


def test_limit(shelf: Library) -> None:
    assert len(search("补课", "--limit", "2")["hits"]) == 2
    with pytest.raises(CommandError, match="大于 0"):
        search("补课", "--limit", "0")


def test_as_somebody(shelf: Library, people: People) -> None:
    assert search("凤凰计划")["hits"] == []
    assert len(search("凤凰计划", "--as", "editor")["hits"]) == 1
    with pytest.raises(CommandError, match="没有用户"):
        search("凤凰计划", "--as", "nobody")


def test_a_file_of_questions(shelf: Library, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("补课\n\n三会一课\n", encoding="utf-8")
    printed = StringIO()
    call_command("search", batch=file, stdout=printed)
    assert [json.loads(line)["query"] for line in printed.getvalue().splitlines()] == ["补课", "三会一课"]


def test_for_people(shelf: Library) -> None:
    printed = StringIO()
    call_command("search", "三会一刻", stdout=printed)
    assert "您是不是要找：三会一课" in printed.getvalue()
    assert "<mark>" not in printed.getvalue()


def test_repair_does_what_is_pending(shelf: Library, backend: SearchBackend) -> None:
    PendingUpdate.objects.create(backend="default", model="wagtailcore.page", key=str(shelf.guide.pk))
    call_command("check_search_index", "--repair", stdout=StringIO())
    assert not PendingUpdate.objects.exists()


def test_an_index_built_with_taught_words_is_not_stale_in_a_fresh_process(shelf: Library) -> None:
    LexiconTerm.objects.create(word="流入地支部")
    call_command("wagtail_update_index", verbosity=0)
    use_lexicon(builtin_lexicon())
    printed = StringIO()
    call_command("check_search_index", "--json", stdout=printed)
    assert json.loads(printed.getvalue())["stale"] == 0
    use_lexicon(builtin_lexicon())
