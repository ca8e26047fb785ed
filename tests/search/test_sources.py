"""What an app has to hand over to be found: transcripts that lead to a second, notes that are their owner's alone."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test import Client

from library.models import Provision
from search import registry
from search.catalogue import note_change
from search.finding import Results, find
from search.models import Change
from search.registry import Facts, Found, Named, Option, Source
from search.suggesting import suggest
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


class FakeNotes:
    """Notes of one person each, standing beside a provision; a provision plays the note."""

    def __init__(self) -> None:
        self._owners: dict[int, int] = {}

    def write(self, user: Any, provision: Provision) -> None:
        self._owners[provision.pk] = user.pk

    def visible_to(self, user: Any) -> QuerySet:
        return Provision.objects.filter(pk__in=[pk for pk, owner in self._owners.items() if owner == user.pk])

    def show(self, note: Provision) -> Found:
        url = f"/library/rules/?note={note.pk}#art_2"
        return Found("我的笔记", "笔记", url, note.full_text, f"note:{note.pk}", url)

    def facts(self) -> dict[int, Facts]:
        return {pk: Facts(work=-1_000_000 - pk, kind=Option("note", "笔记")) for pk in self._owners}

    def names(self) -> list[Named]:
        return [Named("彩虹手记", pk) for pk in self._owners]

    def source(self) -> Source:
        return Source(
            name="notes",
            label="笔记",
            visible_to=self.visible_to,
            show=self.show,
            order=9,
            own_fields=("full_text",),
            is_text=True,
            facts=self.facts,
            names=self.names,
        )


def show_moment(moment: Provision) -> Found:
    url = "/library/lecture/"
    return Found("微党课（示例）", "微党课", f"{url}?t=192", moment.full_text, "lecture", url)


@pytest.fixture(autouse=True)
def sources_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a test registers."""
    monkeypatch.setattr(registry, "_sources", dict(registry._sources))


@pytest.fixture
def lecture(shelf: Library) -> Provision:
    """Return a moment of a lecture; the guide's unit about 送学上门 plays it."""
    moment = Provision.objects.get(material=shelf.guide, full_text__contains="送学上门", is_unit=True)
    registry.register(
        Source(
            name="lectures",
            label="微党课",
            visible_to=lambda user: Provision.objects.filter(pk=moment.pk),
            show=show_moment,
            order=3,
            own_fields=("full_text",),
            is_text=True,
            facts=lambda: {moment.pk: Facts(-1, Option("lecture", "微党课"), day=date(2025, 1, 1))},
        )
    )
    note_change(Change.About.NAMES)
    return moment


@pytest.fixture
def notes(shelf: Library, people: People) -> FakeNotes:
    """Return the notes; one is mine."""
    notes = FakeNotes()
    notes.write(people.me, Provision.objects.filter(material=shelf.current, address="art_2").get())
    registry.register(notes.source())
    note_change(Change.About.NAMES)
    return notes


def urls(results: Results) -> list[str]:
    return [hit.url for hit in results.hits]


def test_it_works(lecture: Provision) -> None:
    found = find("送学上门", user=NOBODY)
    assert "/library/lecture/?t=192" in urls(found)
    assert "微党课（示例）" in [group.title for group in found.groups]


def test_the_page_links_to_the_second(client: Client, lecture: Provision) -> None:
    assert 'href="/library/lecture/?t=192"' in client.get("/search/?q=送学上门").content.decode()


def test_texts_of_several_sources_stand_by_how_well_they_fit(lecture: Provision) -> None:
    found = find("补课 学", user=NOBODY)
    assert found.exact > 2
    assert urls(found)[1] == "/library/lecture/?t=192"
    assert found.hits[1].score > found.hits[2].score


def test_and_by_their_day(lecture: Provision) -> None:
    newest, *older = urls(find("补课 学", user=NOBODY, by_date=True))
    assert newest == "/library/lecture/?t=192"
    assert "2024-07-01" in older[0]


class TestPrivate:
    """A note is found by who wrote it, and nobody else learns that it is there."""

    def test_it_works(self, notes: FakeNotes, people: People) -> None:
        mine = [hit for hit in find("主题党日", user=people.me).hits if hit.found.kind == "笔记"]
        assert [hit.found.title for hit in mine] == ["我的笔记"]
        assert mine[0].url.partition("?")[2].startswith("note=")
        assert "&mark=" in mine[0].url
        assert mine[0].url.endswith("#art_2")

    @pytest.mark.parametrize("who", ["secretary", "superior", "editor", "stranger", "anonymous"])
    def test_not_by_others(self, notes: FakeNotes, people: People, who: str) -> None:
        stranger = people.named(who)
        theirs, mine = (find("主题党日", user=user, with_facets=True) for user in (stranger, people.me))
        assert "笔记" not in [hit.found.kind for hit in theirs.hits]
        assert mine.total == theirs.total + 1
        assert "笔记" not in str(theirs.facets)
        assert "笔记" in str(mine.facets)

    def test_its_name_is_suggested_and_corrected_to_for_its_owner_alone(
        self, notes: FakeNotes, people: People
    ) -> None:
        assert "彩虹手记" in [one.text for one in suggest("彩虹", user=people.me)]
        assert suggest("彩虹", user=people.editor) == []
        assert "彩虹手记" in find("采虹手记", user=people.me).suggestions
        assert find("采虹手记", user=NOBODY).suggestions == []
