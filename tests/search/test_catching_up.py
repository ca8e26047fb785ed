"""A save never fails because of search, and an update that failed is tried again until it is there."""

from typing import Any

import pytest
from django.db import OperationalError, transaction
from wagtail.models import Page

from library import indexing
from library.models import GuidePage, Provision, RegulationPage
from search import catching_up
from search.backend import SearchBackend
from search.backend.checking import differences, repair
from search.backend.errors import IndexBusy
from search.backend.preparing import prepare
from search.backend.storing import Folder
from search.following import index_later
from search.models import PendingUpdate
from search.tasks import index_task
from tests.search.site import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a switch that makes the index busy, and back."""
    real = Folder.locked

    def switch(is_broken: bool) -> None:
        def busy(self: Folder, seconds: float = 0) -> Any:
            raise IndexBusy(str(self.path), seconds)

        monkeypatch.setattr(Folder, "locked", busy if is_broken else real)

    return switch


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that lets seconds pass for whoever is waiting."""
    now = [1000.0]
    monkeypatch.setattr(catching_up, "monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def pending() -> set[tuple[str, str, str]]:
    return set(PendingUpdate.objects.values_list("backend", "model", "key"))


def test_it_works(backend: SearchBackend, articles: list[Provision], broken: Any) -> None:
    articles[0].full_text = "飞机按时起飞。"
    articles[0].save()
    broken(True)
    with pytest.raises(IndexBusy):
        backend.add(articles[0])
    assert pending() == {("default", "library.provision", str(articles[0].pk))}
    broken(False)
    assert catching_up.catch_up() == 0
    assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]
    assert pending() == set()


def test_a_page_is_saved_all_the_same(
    shelf: Library, backend: SearchBackend, broken: Any, django_capture_on_commit_callbacks: Any
) -> None:
    broken(True)
    with django_capture_on_commit_callbacks(execute=True):
        shelf.work.title = "彩虹办法（示例）"
        shelf.work.save_revision().publish()
    assert RegulationPage.objects.get(pk=shelf.work.pk).title == "彩虹办法（示例）"
    assert ("default", "wagtailcore.page", str(shelf.work.pk)) in pending()
    broken(False)
    assert catching_up.catch_up() == 0
    assert backend.search("彩虹办法", RegulationPage).count() == 1


def test_what_is_gone_meanwhile_is_removed(
    backend: SearchBackend, articles: list[Provision], broken: Any
) -> None:
    broken(True)
    with pytest.raises(IndexBusy):
        backend.get_index_for_model(Provision).change([], [str(articles[0].pk)])
    Provision.objects.filter(pk=articles[0].pk)._raw_delete("default")
    broken(False)
    catching_up.catch_up()
    assert str(articles[0].pk) not in backend.get_index_for_model(Provision).snapshot().digests()


def test_what_still_fails_stays_with_its_reason(
    backend: SearchBackend, articles: list[Provision], broken: Any
) -> None:
    broken(True)
    for _ in range(2):
        with pytest.raises(IndexBusy):
            backend.add(articles[0])
    assert catching_up.catch_up() == 1
    row = PendingUpdate.objects.get()
    assert (row.attempts, "占用" in row.last_error) == (1, True)


def test_a_worker_that_can_wait_is_asked(
    backend: SearchBackend, articles: list[Provision], broken: Any, settings: Any
) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    broken(True)
    with pytest.raises(IndexBusy):
        backend.add(articles[0])
    row = DBTaskResult.objects.get(task_path="search.tasks.catch_up_task")
    assert row.run_after is not None


class TestWithoutAWorker:
    """What could not be written is tried again at the next occasion, not at night."""

    @pytest.fixture(autouse=True)
    def forgetful(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(catching_up, "_behind", catching_up._Behind())

    def fail(self, backend: SearchBackend, article: Provision, broken: Any) -> None:
        article.full_text = "飞机按时起飞。"
        article.save()
        broken(True)
        with pytest.raises(IndexBusy):
            backend.add(article)
        assert backend.search("飞机", Provision).count() == 0

    def test_it_works(
        self,
        backend: SearchBackend,
        articles: list[Provision],
        broken: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        self.fail(backend, articles[0], broken)
        broken(False)
        with django_capture_on_commit_callbacks(execute=True):
            backend.add(articles[1])
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]
        assert pending() == set()

    def test_at_the_end_of_a_request(
        self, client: Any, backend: SearchBackend, articles: list[Provision], broken: Any, later: Any
    ) -> None:
        self.fail(backend, articles[0], broken)
        broken(False)
        client.get("/search/")
        assert pending() != set()
        later(catching_up.FIRST_PAUSE)
        client.get("/search/")
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]
        assert pending() == set()

    def test_the_pauses_grow_while_it_fails(
        self, client: Any, backend: SearchBackend, articles: list[Provision], broken: Any, later: Any
    ) -> None:
        self.fail(backend, articles[0], broken)
        for pause, attempts in ((5, 1), (5, 1), (5, 2), (20, 3)):
            later(pause)
            assert client.get("/search/").status_code == 200
            assert PendingUpdate.objects.get().attempts == attempts

    def test_no_longer_than_a_request_may_take(
        self, backend: SearchBackend, articles: list[Provision], broken: Any
    ) -> None:
        self.fail(backend, articles[0], broken)
        broken(False)
        assert catching_up.catch_up(given=0) == 1
        assert catching_up.catch_up(given=60) == 0


class TestTransactions:
    """What is rolled back leaves no words in the index."""

    def test_it_works(
        self, shelf: Library, backend: SearchBackend, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            shelf.work.title = "彩虹办法（示例）"
            shelf.work.save_revision().publish()
        assert backend.search("彩虹办法", RegulationPage).count() == 1

    def test_no_ghosts(
        self, shelf: Library, backend: SearchBackend, django_capture_on_commit_callbacks: Any
    ) -> None:
        with (
            django_capture_on_commit_callbacks(execute=True),
            pytest.raises(ZeroDivisionError),
            transaction.atomic(),
        ):
            shelf.work.title = "彩虹办法（示例）"
            shelf.work.save_revision().publish()
            shelf.quiz.title = "彩虹测验（示例）"
            shelf.quiz.save()
            raise ZeroDivisionError
        assert backend.search("彩虹", RegulationPage).count() == 0
        assert backend.search("彩虹", type(shelf.quiz)).count() == 0

    @pytest.mark.parametrize("as_plain_page", [False, True])
    def test_a_deletion_that_is_taken_back(
        self,
        shelf: Library,
        backend: SearchBackend,
        django_capture_on_commit_callbacks: Any,
        as_plain_page: bool,
    ) -> None:
        with (
            django_capture_on_commit_callbacks(execute=True),
            pytest.raises(ZeroDivisionError),
            transaction.atomic(),
        ):
            page = Page.objects.get(pk=shelf.guide.pk) if as_plain_page else shelf.guide
            page.delete()
            raise ZeroDivisionError
        assert backend.search("补课怎么安排", GuidePage).count() == 1
        assert str(shelf.guide.pk) in known_pages(backend)

    def test_a_deletion_that_is_through(
        self, shelf: Library, backend: SearchBackend, django_capture_on_commit_callbacks: Any
    ) -> None:
        key, topic = str(shelf.guide.pk), shelf.work.topics.get()
        with django_capture_on_commit_callbacks(execute=True):
            shelf.guide.delete()
            topic_key = str(topic.pk)
            Page.objects.get(pk=topic.pk).delete()
        assert {key, topic_key}.isdisjoint(known_pages(backend))


def known_pages(backend: SearchBackend) -> set[str]:
    return set(backend.get_index_for_model(Page).snapshot().digests())


class TestASaveNeverFails:
    """Whatever goes wrong on the way to the index: the object is saved, and the index comes after it."""

    def test_what_cannot_be_made_ready(
        self, backend: SearchBackend, articles: list[Provision], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(item: Any) -> Any:
            raise ValueError("没有这样的字")

        articles[0].full_text = "飞机按时起飞。"
        articles[0].save()
        with monkeypatch.context() as broken:
            broken.setattr("search.backend.indexing.prepare", fail)
            with pytest.raises(ValueError, match="没有"):
                backend.add(articles[0])
        assert pending() == {("default", "library.provision", str(articles[0].pk))}
        assert catching_up.catch_up() == 0
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]

    def test_words_that_cannot_be_read(
        self, backend: SearchBackend, articles: list[Provision], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr("search.changes.words_in_use", lambda: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                backend.add_bulk(Provision, articles)
        assert len(pending()) == len(articles)

    def test_one_that_still_fails_does_not_keep_the_others(
        self,
        backend: SearchBackend,
        articles: list[Provision],
        broken: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        articles[1].full_text = "飞机按时起飞。"
        articles[1].save()
        broken(True)
        with pytest.raises(IndexBusy):
            backend.add_bulk(Provision, articles)
        broken(False)

        def fail_for_one(item: Any) -> Any:
            if item.pk == articles[0].pk:
                raise ValueError("没有这样的字")
            return prepare(item)

        with monkeypatch.context() as half_broken:
            half_broken.setattr(catching_up, "prepare", fail_for_one)
            assert catching_up.catch_up() == 1
        assert "没有这样的字" in PendingUpdate.objects.get().last_error
        assert backend.search("飞机", Provision).count() == 1
        assert catching_up.catch_up() == 0

    def test_a_queue_that_does_not_answer(
        self,
        shelf: Library,
        backend: SearchBackend,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        enqueue = type(index_task).enqueue

        def fail(task: Any, *args: Any, **kwargs: Any) -> Any:
            if task.func is index_task.func:
                raise OperationalError("database is locked")
            return enqueue(task, *args, **kwargs)

        with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
            broken.setattr(type(index_task), "enqueue", fail)
            shelf.work.title = "彩虹办法（示例）"
            shelf.work.save_revision().publish()
            shelf.quiz.title = "彩虹测验（示例）"
            shelf.quiz.save()
        keys = {str(shelf.work.pk), str(shelf.quiz.pk)}
        assert keys <= {key for _backend, _model, key in pending()}
        assert catching_up.catch_up() == 0
        assert backend.search("彩虹", RegulationPage).count() == 1
        assert backend.search("彩虹", type(shelf.quiz)).count() == 1


class TestTwoWritersOfOneObject:
    """Who waits for a turn to write may have read what somebody else has changed, and indexed, since."""

    @pytest.fixture
    def meanwhile(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Return a function that has something happen while the next writer waits for its turn."""
        real = Folder.locked

        def before_the_next_turn(change: Any) -> None:
            waiting = [change]

            def locked(self: Folder, seconds: float = 30) -> Any:
                while waiting:
                    waiting.pop()()
                return real(self, seconds)

            monkeypatch.setattr(Folder, "locked", locked)

        return before_the_next_turn

    def rewrite(self, article: Provision) -> None:
        newer = Provision.objects.get(pk=article.pk)
        newer.full_text = "飞机按时起飞。"
        newer.save()

    def test_the_newer_text_stays(
        self,
        backend: SearchBackend,
        articles: list[Provision],
        meanwhile: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            index_later(articles[0])
            meanwhile(lambda: self.rewrite(articles[0]))
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]

    def test_of_many_at_once(self, backend: SearchBackend, articles: list[Provision], meanwhile: Any) -> None:
        meanwhile(lambda: self.rewrite(articles[0]))
        indexing.follow(articles, [])
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]

    def test_what_is_caught_up_with(
        self, backend: SearchBackend, articles: list[Provision], meanwhile: Any
    ) -> None:
        catching_up.remember(Provision, [str(articles[0].pk)], OperationalError())
        meanwhile(lambda: self.rewrite(articles[0]))
        assert catching_up.catch_up() == 0
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]

    def test_what_is_repaired(
        self, backend: SearchBackend, articles: list[Provision], meanwhile: Any
    ) -> None:
        backend.delete(articles[0])
        known = {difference.index.name: difference for difference in differences(backend)}
        meanwhile(lambda: self.rewrite(articles[0]))
        repair(known["library.provision"])
        assert [found.pk for found in backend.search("飞机", Provision)] == [articles[0].pk]

    def test_what_was_deleted_stays_out(
        self,
        backend: SearchBackend,
        articles: list[Provision],
        meanwhile: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            index_later(articles[0])
            meanwhile(lambda: Provision.objects.filter(pk=articles[0].pk).delete())
        assert str(articles[0].pk) not in backend.get_index_for_model(Provision).snapshot().digests()
