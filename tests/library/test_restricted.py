"""A text an editor has closed: not in lists, not on its page, not as JSON, not through its regulation."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from library.models import EditionPage, LibraryIndexPage, RegulationPage, TopicPage
from tests.library import builders
from tests.library.builders import RULES
from tests.people import People

pytestmark = pytest.mark.django_db

LOGIN, GROUPS = PageViewRestriction.LOGIN, PageViewRestriction.GROUPS
URL = "/library/study-rules/"
SECRET = "缺席的应当补课"
READERS = {LOGIN: ["me", "stranger", "editor"], GROUPS: ["editor"]}
STRANGERS = {LOGIN: ["anonymous"], GROUPS: ["anonymous", "me", "stranger"]}
ADDRESSES = [
    "",
    "2024-09-01/",
    "art_3/",
    "art_3.json",
    "2024-09-01/art_3.json",
    "2024-09-01/art_3/",
    "?at=2025-01-01",
]
CASES = [(kind, name) for kind in (LOGIN, GROUPS) for name in STRANGERS[kind]]
OPEN = [(kind, name) for kind in (LOGIN, GROUPS) for name in READERS[kind]]


def sit_down(client: Client, people: People, name: str) -> Client:
    if name != "anonymous":
        client.force_login(people.named(name))
    return client


def close(page: Any, kind: str) -> None:
    builders.restrict(page, kind, *Group.objects.filter(name="编辑"))


@pytest.fixture
def regulation(people: People) -> RegulationPage:
    return builders.rules()


@pytest.mark.parametrize(("kind", "name"), OPEN)
def test_it_works(client: Client, people: People, regulation: Any, kind: str, name: str) -> None:
    close(regulation, kind)
    sit_down(client, people, name)
    assert SECRET in client.get(URL).content.decode()
    assert SECRET in client.get(f"{URL}art_3.json").json()["text"]
    assert URL in client.get("/library/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_closed_regulation_is_closed_at_every_address(
    client: Client, people: People, regulation: Any, kind: str, name: str, address: str
) -> None:
    close(regulation, kind)
    response = sit_down(client, people, name).get(URL + address)
    assert SECRET not in response.content.decode()
    if name == "anonymous":
        assert response.url.startswith("/accounts/login/?next=/library/study-rules/")
    else:
        assert response.status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_closed_edition_is_not_read_through_its_regulation(
    client: Client, people: People, regulation: Any, kind: str, name: str, address: str
) -> None:
    close(EditionPage.objects.get(), kind)
    response = sit_down(client, people, name).get(URL + address, follow=True)
    assert SECRET not in response.content.decode()
    if name == "anonymous":
        assert response.redirect_chain[-1][0].startswith(
            "/accounts/login/?next=/library/study-rules/2024-09-01/"
        )
    else:
        assert response.status_code == 403


@pytest.mark.parametrize(("kind", "name"), OPEN)
def test_a_closed_edition_is_read_by_those_it_is_for(
    client: Client, people: People, regulation: Any, kind: str, name: str
) -> None:
    close(EditionPage.objects.get(), kind)
    assert SECRET in sit_down(client, people, name).get(URL).content.decode()


def test_a_closed_edition_is_not_listed_beside_the_open_one(client: Client, regulation: Any) -> None:
    builders.edition("2019-01-01")
    builders.edition("2021-01-01")
    close(EditionPage.objects.get(slug="2019-01-01"), LOGIN)
    page = client.get(URL).content.decode()
    assert "2021年1月1日" in page
    assert "2019年1月1日" not in page


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_closed_text_is_in_no_list(
    client: Client, people: People, regulation: Any, kind: str, name: str
) -> None:
    builders.topic()
    speech = builders.speech(topic="xuexi")
    guide = builders.bring_in(builders.PLAIN, kind="guide", topic="xuexi")
    close(speech, kind)
    sit_down(client, people, name)
    for url in ("/library/", "/library/xuexi/", "/library/?kind=speech", guide.url):
        assert speech.title not in client.get(url).content.decode()


def test_a_password_closes_it_for_lists_and_asks_on_the_page(
    client: Client, people: People, regulation: Any
) -> None:
    PageViewRestriction.objects.create(page=regulation, restriction_type="password", password="geheim")
    sit_down(client, people, "me")
    assert URL not in client.get("/library/").content.decode()
    page = client.get(URL).content.decode()
    assert 'type="password"' in page
    assert SECRET not in page


def test_a_cache_keeps_no_closed_text(client: Client, people: People, regulation: Any) -> None:
    close(regulation, LOGIN)
    response = sit_down(client, people, "me").get(URL)
    assert "no-store" in response["Cache-Control"]
    assert RULES[:8] in response.content.decode()


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_closed_topic_keeps_its_title_to_itself(
    client: Client, people: People, regulation: Any, kind: str, name: str
) -> None:
    library = LibraryIndexPage.objects.get()
    topic = library.add_child(instance=TopicPage(title="内部专题（示例）", slug="inner"))
    edition = EditionPage.objects.get()
    for page in (regulation, edition):
        page.topics = [topic]
        page.save_revision().publish()
    close(topic, kind)
    sit_down(client, people, name)
    for address in ("/", "/library/", URL, "/search/?q=补课"):
        assert topic.title not in client.get(address).content.decode(), address


def test_a_text_knows_what_closes_it_as_wagtail_does(people: People, regulation: Any) -> None:
    copy = regulation.create_alias(update_slug="copy")
    library = LibraryIndexPage.objects.get()
    other = builders.speech()
    for page in (regulation, library, other):
        close(page, LOGIN)
    for page in (regulation, copy, EditionPage.objects.child_of(regulation).get(), other):
        kept = {one.pk for one in page.get_view_restrictions()}
        assert kept == {one.pk for one in Page.get_view_restrictions(page)}
        assert len(kept) == 2
