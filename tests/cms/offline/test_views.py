"""The app's manifest, its worker, and what devices ask for."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from cms.offline.owner import ANYBODY, owner_of
from study.models import Progress
from tests.people import People
from tests.quizzes.builders import publish_guide

pytestmark = pytest.mark.django_db


def test_the_manifest_makes_the_site_an_app(client: Client) -> None:
    response = client.get(reverse("cms:manifest"))
    assert response["Content-Type"] == "application/manifest+json"
    said = response.json()
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in said["icons"]}
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_the_worker_is_a_script_at_the_root_and_never_stale(client: Client) -> None:
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert response["Service-Worker-Allowed"] == "/"
    first, _, rest = response.content.decode().partition("\n")
    shell = json.loads(first.removeprefix("const SHELL = ").removesuffix(";"))
    assert shell["page"] == "/offline/"
    assert all(url.startswith("/static/cms/") for url in shell["files"])
    assert 'addEventListener("fetch"' in rest


def test_the_worker_never_writes_into_a_persons_cache(client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    assert script.count(".put(") == 1
    assert 'credentials: "omit"' in script


def test_the_page_for_no_line_names_nobody(client: Client, people: People) -> None:
    anonymous = client.get("/offline/").content
    client.force_login(people.me)
    assert client.get("/offline/").content == anonymous
    assert b"csrfmiddlewaretoken" not in anonymous


def test_a_person_is_always_the_same_owner_and_nobody_elses(client: Client, people: People) -> None:
    assert client.get("/offline/who/").json()["owner"] == ANYBODY == owner_of(people.anonymous)
    client.force_login(people.me)
    answer = client.get("/offline/who/")
    assert answer.json()["owner"] == owner_of(people.me) != owner_of(people.stranger)
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]


def test_every_page_says_whose_it_is(client: Client, people: People) -> None:
    client.force_login(people.me)
    assert f'data-owner="{owner_of(people.me)}"' in client.get("/library/").content.decode()


def test_a_page_asked_for_to_be_kept_names_its_owner_and_is_not_reading(
    client: Client, people: People
) -> None:
    guide = publish_guide()
    client.force_login(people.me)
    response = client.get(guide.url, headers={"X-Keep": "1"})
    assert response["X-Owner"] == owner_of(people.me)
    assert not Progress.objects.exists()
    assert "data-progress=" in response.content.decode()
    assert "X-Owner" not in client.get(guide.url)
    assert Progress.objects.exists()
