"""What is in force is told by dates: on the page, in lists and their filter, and in search alike."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from library.finding import facts_of_materials
from library.models import EditionPage, LibraryIndexPage, MaterialPage, RegulationPage
from library.standing import standing_of, status_today
from search import registry
from tests.library import builders
from tests.library.builders import RULES

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)
URL = "/library/study-rules/"
Status = MaterialPage.Status


@pytest.fixture(autouse=True)
def _day(library: LibraryIndexPage) -> Any:
    """Every case here needs the library, and a day it looks at it."""
    with time_machine.travel(TODAY, tick=False):
        yield


def listed_under(client: Client) -> list[str]:
    """Return the statuses by which the list finds the regulation."""
    return [
        status
        for status in Status.values
        if client.get(f"/library/?status={status}").context["materials"].object_list
    ]


def badges(client: Client, url: str) -> list[str]:
    """Return the statuses a page shows as badges."""
    page = client.get(url).content.decode()
    return [label for label in Status.labels if f">{label}</span>" in page]


def end(day: date) -> None:
    """Let the newest edition end on `day`."""
    edition = EditionPage.objects.latest("effective_from")
    edition.effective_until = day
    edition.save_revision().publish()


def fact(page: Any) -> Any:
    """Return the status by which search filters a page."""
    status = facts_of_materials()[page.pk].status
    return status and status.value


def test_a_file_that_says_nothing_of_its_status_is_in_force(client: Client) -> None:
    work = builders.rules()
    assert EditionPage.objects.get().status == ""
    assert listed_under(client) == [Status.IN_FORCE]
    assert badges(client, URL) == ["现行有效"]
    assert badges(client, "/library/") == []
    assert [fact(work), fact(EditionPage.objects.get())] == [Status.IN_FORCE] * 2


def test_what_takes_effect_later_is_not_in_force_yet(client: Client) -> None:
    builders.edition("2099-01-01")
    assert listed_under(client) == [Status.NOT_YET]
    assert badges(client, URL) == badges(client, "/library/") == ["尚未生效"]
    assert fact(RegulationPage.objects.get()) == Status.NOT_YET


def test_what_took_effect_meanwhile_is_in_force_without_anybody_saying_so(client: Client) -> None:
    builders.edition("2026-02-28", builders.with_header(RULES, status="not_yet"))
    assert listed_under(client) == [Status.IN_FORCE]


def test_what_has_ended_is_repealed(client: Client) -> None:
    work = builders.rules(status="in_force")
    end(TODAY - timedelta(days=1))
    assert listed_under(client) == [Status.REPEALED]
    assert badges(client, URL) == badges(client, "/library/") == ["已废止"]
    assert fact(work) == Status.REPEALED


def test_the_last_day_still_counts(client: Client) -> None:
    builders.rules()
    end(TODAY)
    assert listed_under(client) == [Status.IN_FORCE]


def test_the_edition_in_force_speaks_for_the_regulation_whatever_came_in_first(client: Client) -> None:
    builders.bring_in(RULES, slug="study-rules", edition="2020-01-01", status="amended")
    builders.bring_in(RULES, slug="study-rules", edition="2024-01-01", status="in_force")
    builders.edition("2099-01-01")
    assert listed_under(client) == [Status.IN_FORCE]


def test_a_superseded_edition_is_amended_in_search() -> None:
    old = builders.bring_in(RULES, slug="study-rules", edition="2020-01-01", status="in_force")
    new = builders.edition("2024-01-01")
    assert (fact(old), fact(new)) == (Status.AMENDED, Status.IN_FORCE)
    source = next(one for one in registry.sources() if one.name == "provisions")
    rows = source.visible_to(AnonymousUser()).filter(address="art_3")
    shown = [source.show(row) for row in rows]
    assert {(one.kind, one.tells_status) for one in shown} == {
        ("2020-01-01 版", True),
        ("2024-01-01 版", True),
    }


def test_a_regulation_without_a_text_has_what_was_stored(client: Client) -> None:
    work = RegulationPage(title="没有正文的规定（示例）", slug="empty", status=Status.REPEALED)
    LibraryIndexPage.objects.get().add_child(instance=work)
    assert listed_under(client) == [Status.REPEALED]


def test_a_draft_says_nothing_of_its_regulation(client: Client) -> None:
    builders.edition("2024-01-01")
    builders.edition("2025-01-01", builders.with_header(RULES, status="repealed"), publish=False)
    assert listed_under(client) == [Status.IN_FORCE]


def test_neighbours_and_the_front_door_say_it_too(client: Client) -> None:
    builders.topic()
    builders.speech(topic="xuexi")
    builders.bring_in(RULES, slug="study-rules", edition="2099-01-01", topic="xuexi")
    work = RegulationPage.objects.get()
    work.topics.set(MaterialPage.objects.get(slug="speech").topics.all())
    work.save_revision().publish()
    assert badges(client, "/library/speech/") == ["尚未生效"]
    assert badges(client, "/") == ["尚未生效"]


def test_a_file_that_is_handed_out_says_what_holds_today(client: Client) -> None:
    old = builders.bring_in(RULES, slug="study-rules", edition="2020-01-01", status="in_force")
    builders.edition("2024-01-01")
    assert status_today(old) == Status.AMENDED
    assert "status: amended" in client.get(f"{old.url}download/text.md").content.decode()


def test_the_database_and_the_page_follow_one_rule() -> None:
    old, new = builders.edition("2020-01-01"), builders.edition("2024-01-01")
    days = (None, TODAY - timedelta(days=1), TODAY)
    for status, begins, until in product(("", *Status.values), (TODAY, TODAY + timedelta(days=1)), days):
        EditionPage.objects.filter(pk=new.pk).update(effective_from=begins, effective_until=until)
        MaterialPage.objects.filter(pk__in=[old.pk, new.pk]).update(status=status)
        editions = list(EditionPage.objects.order_by("-effective_from"))
        said = [standing_of(edition, editions, TODAY).status for edition in editions]
        rows = MaterialPage.objects.with_standing(TODAY).filter(kind="edition").order_by("-slug")
        assert [row.standing for row in rows] == said, (status, begins, until)
        shown = said[0] if begins <= TODAY else said[1]
        assert MaterialPage.objects.with_standing(TODAY).get(kind="regulation").standing == shown
