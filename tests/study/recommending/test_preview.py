"""An editor looks as “农村党支部书记”."""

from typing import Any

import pytest
from django.test import Client

from members.models import Audience, Post
from tests.people import People
from tests.study.builders import long_guide, recommend

URL = "/admin/recommendations/preview/"


@pytest.fixture
def editor(client: Client, people: People) -> Client:
    client.force_login(people.editor)
    rural = Audience.objects.create(name="农村书记", posts=[Post.BRANCH_SECRETARY], fields=["rural"])
    recommend(long_guide(), by=people.county, audience=rural, strength="required")
    recommend(long_guide(slug="all", title="人人都读（示例）"), by=people.county, reason="七一前读完")
    return client


def page(editor: Client, **asked: Any) -> str:
    response = editor.get(URL, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(editor: Client) -> None:
    shown = page(editor, post="branch_secretary", field="rural", category="full")
    assert "农村党支部书记会收到 2 项" in shown
    assert "因为您是党支部书记" in shown
    assert shown.index("怎样学（示例）") < shown.index("人人都读（示例）")


def test_somebody_else_gets_less(editor: Client) -> None:
    shown = page(editor, field="school", category="probationary")
    assert "学校预备党员会收到 1 项" in shown
    assert "七一前读完" in shown


def test_a_place_brings_its_field(editor: Client, people: People) -> None:
    assert "会收到 2 项" in page(editor, post="branch_secretary", category="full", place=people.branch.pk)


def test_a_place_that_is_none_is_said(editor: Client) -> None:
    shown = page(editor, place="999999", category="full")
    assert "项</h2>" not in shown
    assert "<strong>" in shown


def test_nobody_but_those_who_recommend(client: Client, people: People) -> None:
    client.force_login(people.superior)
    assert client.get(URL).status_code == 302
