"""Numbers nobody has, in addresses and forms: thousands of digits are refused like any that leads nowhere."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from members.requests import is_number, without_nul
from tests.people import People, settle_people
from tests.site import a_site

ABSURD = "9" * 5000


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "²", "１", ABSURD])
def test_no_number(text: str) -> None:
    assert not is_number(text)


def test_a_number() -> None:
    assert is_number("0") and is_number("12345678901")


def test_without_nul() -> None:
    assert without_nul("甲\0乙\n") == "甲乙\n"


@pytest.fixture
def people(db: Any) -> People:
    a_site()
    return settle_people()


@pytest.mark.parametrize("name", ["quizzes_stale", "wagtailsnippets_quizzes_question:add", "study:sessions"])
def test_a_page_that_is_told_one_opens_all_the_same(client: Client, people: People, name: str) -> None:
    client.force_login(people.secretary if name.startswith("study") else people.editor)
    asked = dict.fromkeys(("bank", "copy", "material", "organization"), ABSURD)
    assert client.get(reverse(name), asked).status_code == 200


def test_a_search_page_far_behind_the_last(client: Client, people: People) -> None:
    client.force_login(people.me)
    assert client.get(reverse("search:results"), {"q": "学习", "p": ABSURD}).status_code == 200


def test_an_entry_of_the_ledger_and_a_year_of_it(people: People) -> None:
    from datetime import date

    from django.http import Http404

    from study.ledger.policies import year_of
    from study.ledger.views import _own_entry

    assert year_of(ABSURD, today=date(2026, 7, 1)) == 2026
    request: Any = RequestFactory().get("/", {"entry": ABSURD})
    request.user = people.me
    with pytest.raises(Http404):
        _own_entry(request)


def test_a_place_and_a_thing_to_plan(people: People) -> None:
    from django.http import Http404

    from study.plans.choosing import session_values, values_of
    from study.sessions.guards import writable_place

    with pytest.raises(Http404):
        writable_place(people.secretary, ABSURD)
    assert values_of(people.me, f"quiz:{ABSURD}") is None
    assert session_values(people.me, f"session:{ABSURD}") is None
