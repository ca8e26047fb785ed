from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import FilterFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page

from library.models import EditionPage, MaterialPage, Provision, RegulationPage
from search.backend import SearchBackend, storing
from search.backend.errors import FolderNotNamed, IndexBusy, RebuildRunning
from search.backend.indexing import Rebuilder
from search.backend.storing import Folder
from tests.search.conftest import add_article
from tests.search.writers import known_keys, write_some

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(backend: SearchBackend, articles: list[Provision]) -> Any:
    """Return a function from a query to the addresses it finds, in order."""

    def found(query: Any, queryset: Any = None, **options: Any) -> list[str]:
        results = backend.search(query, Provision.objects.all() if queryset is None else queryset, **options)
        assert results.count() == len(results)
        return [provision.address for provision in results]

    return found


def test_it_works(find: Any) -> None:
    assert find("三会一课") == ["art_1"]


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        ("口袋书", ["art_4"]),
        ("三會一課", ["art_1"]),
        ("党员 义务", ["art_2"]),
        ("党员的义务有哪些？", ["art_2"]),
        ("员有下列义", ["art_2"]),
        ("课", ["art_1", "art_3"]),
        ("第三条", ["art_3"]),
        ("支部每月开展一次主题党日，缺席的应当补课。", ["art_3"]),
        ("飞机", []),
        ("员务", []),
        ("？！", []),
    ],
)
def test_chinese_queries(find: Any, query: str, addresses: list[str]) -> None:
    assert sorted(find(query)) == addresses


def test_any_stretch_of_a_text_finds_it(find: Any, articles: list[Provision]) -> None:
    for article in articles:
        text = article.full_text
        for start in range(len(text) - 6):
            assert article.address in find(text[start : start + 6]), text[start : start + 6]


def test_all_words_or_any(find: Any) -> None:
    assert find("口袋书 党费", operator="and") == []
    assert set(find("口袋书 党费", operator="or")) == {"art_1", "art_4"}


def test_what_holds_more_of_the_query_comes_first(find: Any) -> None:
    assert find("学习资料 来源", operator="or")[0] == "art_5"


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        (Phrase("服务群众"), {"art_2"}),
        (Phrase("群众服务"), set()),
        (PlainText("党员") & PlainText("党费"), {"art_1"}),
        (Or([PlainText("口袋书"), PlainText("党费")]), {"art_1", "art_4"}),
        (And([PlainText("群众"), Not(PlainText("资料"))]), {"art_2"}),
        (Boost(PlainText("解释"), 3), {"art_6"}),
        (Fuzzy("主题党课"), {"art_3"}),
        (MATCH_ALL, {"art_1", "art_2", "art_3", "art_4", "art_5", "art_6"}),
        (Not(MATCH_ALL), set()),
    ],
)
def test_query_objects(find: Any, query: Any, addresses: set[str]) -> None:
    assert set(find(query)) >= addresses if isinstance(query, Fuzzy) else set(find(query)) == addresses


def test_boosts_decide_the_order(find: Any) -> None:
    query = PlainText("口袋书") | Boost(PlainText("党费"), 50)
    assert find(query) == ["art_1", "art_4"]


def test_fields(find: Any) -> None:
    assert find("示例", fields=["full_text"]) == []
    assert len(find("示例", fields=["material_title"])) == 6
    assert find("示例", fields=[]) == []


def test_an_unknown_field_is_named(find: Any) -> None:
    with pytest.raises(SearchFieldError, match="digest"):
        find("示例", fields=["digest"])


def test_the_database_decides_what_is_seen(find: Any, articles: list[Provision]) -> None:
    hidden = Provision.objects.exclude(address="art_1")
    assert find("党员", hidden) == ["art_2"]
    assert find("党员", Provision.objects.none()) == []


def test_an_object_that_is_gone_is_not_counted(find: Any) -> None:
    Provision.objects.filter(address="art_1")._raw_delete("default")
    assert find("党员") == ["art_2"]


def test_filtering_needs_a_filter_field(find: Any) -> None:
    with pytest.raises(FilterFieldError, match="digest"):
        find("党员", Provision.objects.filter(digest="x"))


def test_order_by_a_column(find: Any) -> None:
    newest = Provision.objects.order_by("-address")
    assert find("党员", newest, order_by_relevance=False) == ["art_2", "art_1"]


def test_without_an_order_the_newest_come_first(find: Any) -> None:
    assert find("党员", Provision.objects.order_by(), order_by_relevance=False) == ["art_2", "art_1"]


def test_slices_and_counts(backend: SearchBackend, articles: list[Provision]) -> None:
    results = backend.search(MATCH_ALL, Provision)
    assert results[1:3].count() == 2
    assert [p.pk for page in (results[:2], results[2:4], results[4:]) for p in page] == [
        p.pk for p in results
    ]
    assert results[0] == results[:1][0]
    assert results[10:].count() == 0


def test_scores(backend: SearchBackend, articles: list[Provision]) -> None:
    scores = [
        found._score
        for found in backend.search("学习 资料", Provision, operator="or").annotate_score("_score")
    ]
    assert scores == sorted(scores, reverse=True)
    assert all(isinstance(score, float) and score > 0 for score in scores)


def test_facets(backend: SearchBackend, articles: list[Provision]) -> None:
    Provision.objects.filter(address="art_1").update(kind="paragraph")
    assert backend.search(MATCH_ALL, Provision).facet("kind") == {"article": 5, "paragraph": 1}
    with pytest.raises(FilterFieldError):
        backend.search(MATCH_ALL, Provision).facet("digest")


def test_select_related_survives(
    backend: SearchBackend, articles: list[Provision], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        found = list(backend.search("党员", Provision.objects.select_related("material")))
        assert {provision.material.title for provision in found} == {"学习管理办法（示例）"}


def test_one_question_is_asked_once(
    backend: SearchBackend, articles: list[Provision], django_assert_num_queries: Any
) -> None:
    results = backend.search("党员", Provision)
    with django_assert_num_queries(1):
        assert results.count() == 2
        assert len(results[:1]) == 1


class TestPages:
    """A page is one document, found as any of its classes."""

    @pytest.fixture(autouse=True)
    def _indexed(self, backend: SearchBackend, material: MaterialPage) -> None:
        self.backend = backend
        backend.add(RegulationPage.objects.get())
        backend.add(EditionPage.objects.get())

    @pytest.mark.parametrize("model", [Page, MaterialPage, RegulationPage])
    def test_found_as_any_ancestor(self, model: Any) -> None:
        (found,) = self.backend.search("谁来安排", model)
        assert type(found) is model
        assert found.pk == RegulationPage.objects.get().pk

    def test_not_as_another_class(self) -> None:
        assert self.backend.search("谁来安排", EditionPage).count() == 0

    def test_querysets_of_wagtail(self) -> None:
        assert Page.objects.live().search("管理办法").count() == 2
        assert Page.objects.filter(live=False).search("管理办法").count() == 0

    @pytest.mark.parametrize("typed", ["学", "学习管", "管理办", "習管理"])
    def test_autocomplete_in_chinese(self, typed: str) -> None:
        assert MaterialPage.objects.autocomplete(typed).count() == 2

    def test_autocomplete_begins_words_of_letters(self) -> None:
        page = RegulationPage.objects.get()
        page.title = "Handbook 2024 学习"
        self.backend.add(page)
        assert [found.pk for found in Page.objects.autocomplete("hand 20")] == [page.pk]
        assert Page.objects.autocomplete("book").count() == 0

    def test_autocomplete_looks_at_its_own_fields(self) -> None:
        assert Page.objects.autocomplete("学习", fields=["title"]).count() == 2


class TestWriting:
    """What goes into the index, and comes out of it."""

    def test_a_change_replaces(self, backend: SearchBackend, articles: list[Provision]) -> None:
        articles[0].full_text = "飞机按时起飞。"
        backend.add(articles[0])
        assert [found.address for found in backend.search("飞机", Provision)] == ["art_1"]
        assert backend.search("三会一课", Provision).count() == 0
        assert backend.search(MATCH_ALL, Provision).count() == 6

    def test_delete(self, backend: SearchBackend, articles: list[Provision]) -> None:
        backend.delete(articles[0])
        backend.delete(articles[0])
        assert backend.search("三会一课", Provision).count() == 0
        assert backend.search(Not(PlainText("口袋书")), Provision).count() == 4

    def test_the_same_object_twice_is_one_document(
        self, backend: SearchBackend, articles: list[Provision]
    ) -> None:
        backend.add_bulk(Provision, [articles[0], articles[0]])
        assert backend.get_index_for_model(Provision).snapshot().digests().keys() == {
            str(p.pk) for p in articles
        }

    def test_bulk_is_one_commit(self, backend: SearchBackend, articles: list[Provision]) -> None:
        assert len(backend.get_index_for_model(Provision).snapshot().segments) == 1

    def test_nothing_to_add(self, backend: SearchBackend, material: MaterialPage) -> None:
        backend.add_bulk(Provision, [])
        assert backend.search(MATCH_ALL, Provision).count() == 0

    def test_models_without_search_fields_are_passed_over(
        self, backend: SearchBackend, organization: Any
    ) -> None:
        assert backend.search("测试", type(organization)).count() == 0

    def test_reset(self, backend: SearchBackend, articles: list[Provision]) -> None:
        backend.reset_indexes()
        assert backend.search(MATCH_ALL, Provision).count() == 0

    def test_many_small_changes_leave_few_segments(
        self, backend: SearchBackend, articles: list[Provision]
    ) -> None:
        for _ in range(5):
            for article in articles:
                backend.add(article)
        snapshot = backend.get_index_for_model(Provision).snapshot()
        assert len(snapshot.segments) <= storing.SEGMENTS_PER_SIZE * 2
        assert backend.search(MATCH_ALL, Provision).count() == 6
        assert [found.address for found in backend.search("补课", Provision)] == ["art_3"]

    def test_a_failed_change_leaves_the_index_as_it_was(
        self, backend: SearchBackend, articles: list[Provision], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storing, "index_tokens", lambda text: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            backend.add(articles[0])
        monkeypatch.undo()
        assert [found.address for found in backend.search("三会一课", Provision)] == ["art_1"]
        backend.add(articles[0])

    def test_the_folder_must_be_named(self) -> None:
        with pytest.raises(FolderNotNamed, match="PATH"):
            get_search_backend("search.backend")

    def test_an_index_of_another_format_is_as_good_as_none(
        self, backend: SearchBackend, articles: list[Provision], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storing, "FORMAT", "0")
        assert backend.search(MATCH_ALL, Provision).count() == 0


class TestRebuilding:
    """The old index answers until the new one is there."""

    def test_the_command(self, backend: SearchBackend, material: MaterialPage) -> None:
        call_command("wagtail_update_index", verbosity=0)
        assert backend.search("三会一课", Provision).count() == 1
        assert backend.search("谁来安排", Page).count() == 1

    def test_the_old_index_answers_meanwhile(self, backend: SearchBackend, articles: list[Provision]) -> None:
        rebuilder = Rebuilder(backend.get_index_for_model(Provision))
        rebuilder.start().add_items(Provision, articles[:1])
        assert backend.search(MATCH_ALL, Provision).count() == 6
        rebuilder.finish()
        assert backend.search(MATCH_ALL, Provision).count() == 1

    def test_changes_made_meanwhile_are_kept(self, backend: SearchBackend, articles: list[Provision]) -> None:
        rebuilder = Rebuilder(backend.get_index_for_model(Provision))
        building = rebuilder.start()
        building.add_model(Provision)
        building.add_items(Provision, articles)
        articles[1].full_text = "飞机按时起飞。"
        backend.add(articles[1])
        backend.delete(articles[0])
        rebuilder.finish()
        assert [found.address for found in backend.search("飞机", Provision)] == ["art_2"]
        assert backend.search("三会一课", Provision).count() == 0

    def test_two_rebuilds_at_once_are_refused(
        self, backend: SearchBackend, articles: list[Provision]
    ) -> None:
        index = backend.get_index_for_model(Provision)
        first = Rebuilder(index)
        first.start()
        with pytest.raises(RebuildRunning, match="正在"):
            Rebuilder(index).start()

    def test_an_abandoned_rebuild_leaves_nothing(
        self, backend: SearchBackend, articles: list[Provision]
    ) -> None:
        index = backend.get_index_for_model(Provision)
        Rebuilder(index).start()
        rebuilder = Rebuilder(index)
        rebuilder.start().add_items(Provision, articles)
        rebuilder.finish()
        assert len([path for path in index.folder.path.iterdir() if path.is_dir()]) == 1

    def test_a_large_rebuild_closes_segments_on_the_way(
        self, backend: SearchBackend, articles: list[Provision], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.backend.indexing.DOCUMENTS_PER_SEGMENT", 2)
        rebuilder = Rebuilder(backend.get_index_for_model(Provision))
        building = rebuilder.start()
        for article in [*articles, articles[0]]:
            building.add_items(Provision, [article])
        rebuilder.finish()
        assert backend.search(MATCH_ALL, Provision).count() == 6
        assert backend.search("群众", Provision).count() == 2


class TestWritersMeet:
    """Several writers take turns; readers see the newest state."""

    def test_threads(self, tmp_path: Path) -> None:
        threads = [Thread(target=write_some, args=(str(tmp_path / "x"), start)) for start in (0, 100, 200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert known_keys(tmp_path / "x") == {str(start + n) for start in (0, 100, 200) for n in range(10)}

    def test_processes(self, tmp_path: Path) -> None:
        context = get_context("spawn")
        processes = [
            context.Process(target=write_some, args=(str(tmp_path / "x"), start)) for start in (0, 100)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert known_keys(tmp_path / "x") == {str(start + n) for start in (0, 100) for n in range(10)}

    def test_waiting_has_an_end(self, tmp_path: Path) -> None:
        folder = Folder(tmp_path / "x")
        with (
            folder.locked(),
            pytest.raises(IndexBusy, match="占用"),
            Folder(tmp_path / "x").locked(seconds=0.05),
        ):
            pass

    def test_a_reader_sees_what_another_backend_wrote(
        self, backend: SearchBackend, articles: list[Provision]
    ) -> None:
        assert backend.search("飞机", Provision).count() == 0
        added = add_article(articles[0].material, "art_7", "第七条", "飞机按时起飞。", 7)
        get_search_backend().add(added)
        assert backend.search("飞机", Provision).count() == 1
