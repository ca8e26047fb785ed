from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from library.models import SourceDocument
from tests.library import builders
from tests.library.builders import RULES, SPEECH, bring_in
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def material(people: People) -> Any:
    return bring_in(RULES, name="学习规定.md")


def url_of(material: Any) -> str:
    return reverse("library_source", args=[material.pk])


def test_it_works(desk: Client, material: Any) -> None:
    response = desk.get(url_of(material))
    assert response.status_code == 200
    assert response.getvalue() == RULES.encode()


def test_no_browser_will_run_it(desk: Client, material: Any) -> None:
    response = desk.get(url_of(material))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AD%A6")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == str(len(response.getvalue()))


def test_a_web_page_is_a_download_too(desk: Client, people: People) -> None:
    html = "<html><body><h1>网页（示例）</h1><p>第一段话写得很清楚，大家都能读懂，也都愿意读下去。</p></body></html>"
    page = bring_in(html, kind="guide", name="page.html")
    response = desk.get(url_of(page))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response.getvalue() == html.encode()


@pytest.mark.parametrize("name", ["me", "secretary", "superior", "stranger"])
def test_members_may_not(client: Client, people: People, material: Any, name: str) -> None:
    client.force_login(people.named(name))
    response = client.get(url_of(material))
    assert response.status_code in (302, 403)
    assert RULES[:8].encode() not in response.content


def test_a_stranger_is_sent_to_log_in(client: Client, material: Any) -> None:
    response = client.get(url_of(material))
    assert response.status_code == 302
    assert "login" in response.url


def test_who_may_enter_the_desk_but_not_edit_the_text_is_refused(
    client: Client, people: People, material: Any
) -> None:
    readers = Group.objects.create(name="看后台")
    readers.permissions.add(Permission.objects.get(codename="access_admin"))
    people.me.groups.add(readers)
    client.force_login(people.me)
    response = client.get(url_of(material))
    assert response.status_code in (302, 403)
    assert not getattr(response, "streaming", False)


def test_a_text_that_does_not_exist_is_not_found(desk: Client) -> None:
    assert desk.get(reverse("library_source", args=[999])).status_code == 404


def test_a_text_without_an_original_is_not_found(desk: Client) -> None:
    assert desk.get(url_of(builders.rules())).status_code == 404


def test_a_draft_has_its_original_for_the_editor(desk: Client) -> None:
    draft = bring_in(SPEECH, kind="speech", publish=False)
    assert desk.get(url_of(draft)).getvalue() == SPEECH.encode()


def test_originals_lie_outside_what_the_web_server_hands_out(material: Any) -> None:
    source = SourceDocument.objects.get()
    assert settings.PRIVATE_ROOT not in (settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents)
    assert source.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert str(source) == "学习规定.md"


def test_the_original_cannot_be_reached_by_its_path(client: Client, material: Any) -> None:
    name = SourceDocument.objects.get().file.name
    assert client.get(f"/media/{name}").status_code == 404


def test_only_get_downloads(desk: Client, material: Any) -> None:
    assert desk.post(url_of(material)).status_code == 405
