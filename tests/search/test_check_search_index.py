import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.setup import name_in_chinese
from library.models import MaterialPage, Provision, RegulationPage
from search.backend import SearchBackend
from search.backend.preparing import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _indexed(backend: SearchBackend, material: MaterialPage) -> None:
    """Start with an index that says what the database says."""
    call_command("wagtail_update_index", verbosity=0)


def check(*options: str) -> tuple[dict[str, Any], int]:
    """Return what the command printed, and how it left."""
    printed = StringIO()
    code = 0
    try:
        call_command("check_search_index", "--json", *options, stdout=printed)
    except SystemExit as left:
        code = int(left.code or 0)
    return json.loads(printed.getvalue()), code


def test_it_works(backend: SearchBackend) -> None:
    found, code = check()
    assert code == 0
    assert found["documents"] >= 6 + 2
    assert (found["missing"], found["stale"], found["orphaned"]) == (0, 0, 0)


def test_missing(backend: SearchBackend) -> None:
    backend.delete(Provision.objects.get(address="art_1"))
    found, code = check()
    assert (found["missing"], found["stale"], found["orphaned"], code) == (1, 0, 0, 1)


def test_stale() -> None:
    Provision.objects.filter(address="art_1").update(full_text="飞机按时起飞。")
    found, code = check()
    assert (found["missing"], found["stale"], found["orphaned"], code) == (0, 1, 0, 1)


def test_orphaned() -> None:
    Provision.objects.filter(address="art_1")._raw_delete("default")
    found, code = check()
    assert (found["missing"], found["stale"], found["orphaned"], code) == (0, 0, 1, 1)


def test_a_provision_that_is_no_unit_any_more_is_orphaned() -> None:
    Provision.objects.filter(address="art_1").update(is_unit=False)
    assert check()[0]["orphaned"] == 1


def test_repair_mends_all_of_it(backend: SearchBackend) -> None:
    backend.delete(Provision.objects.get(address="art_1"))
    Provision.objects.filter(address="art_2").update(full_text="飞机按时起飞。")
    Provision.objects.filter(address="art_3")._raw_delete("default")
    found, code = check("--repair")
    assert (found["missing"], found["stale"], found["orphaned"], code) == (1, 1, 1, 0)
    again, code = check()
    assert (again["missing"], again["stale"], again["orphaned"], code) == (0, 0, 0, 0)
    assert [hit.address for hit in backend.search("飞机", Provision)] == ["art_2"]


def test_repair_of_an_empty_folder_rebuilds(backend: SearchBackend) -> None:
    backend.reset_indexes()
    assert backend.search("三会一课", Provision).count() == 0
    found, code = check("--repair")
    assert (found["documents"], code) == (0, 0)
    assert backend.search("三会一课", Provision).count() == 1
    assert backend.search("谁来安排", RegulationPage).count() == 1


def test_words_for_people() -> None:
    printed = StringIO()
    call_command("check_search_index", stdout=printed)
    assert "缺少 0 个，过期 0 个，多余 0 个" in printed.getvalue()


def test_another_backend_has_nothing_to_check(settings: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    with pytest.raises(CommandError, match=r"search\.backend"):
        call_command("check_search_index")


def test_a_changed_lexicon_makes_everything_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.backend.preparing._lexicon_digest", lambda: "another")
    found, _code = check()
    assert found["stale"] == found["documents"]


def test_the_digest_follows_the_boosts(material: MaterialPage) -> None:
    document = prepare(RegulationPage.objects.get())
    same = prepare(RegulationPage.objects.get())
    assert document.digest() == same.digest()
    same.boosts["title"] = 9.0
    assert document.digest() != same.digest()


def test_the_folder_is_the_one_of_the_settings(backend: SearchBackend, tmp_path: Path) -> None:
    assert (tmp_path / "index" / "library_provision" / "current").is_file()


def test_the_index_of_a_new_site_lacks_nothing(
    backend: SearchBackend, django_capture_on_commit_callbacks: Any
) -> None:
    """The first of all pages is made by a migration, which tells the index nothing."""
    Page.objects.filter(depth=1).update(title="Root")
    backend.reset_indexes()
    with django_capture_on_commit_callbacks(execute=True):
        name_in_chinese()
    root = Page.objects.get(depth=1)
    assert root.title == "全部页面"
    assert str(root.pk) in backend.get_index_for_model(Page).snapshot().digests()
