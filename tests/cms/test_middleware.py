"""What every request goes through."""

import pytest
from django.test import Client

from tests.people import People, settle_people
from tests.site import a_site


@pytest.fixture
def people(db: None) -> People:
    a_site()
    return settle_people()


@pytest.mark.parametrize(
    "address",
    [
        "/study/nudges/off/a%00b/",
        "/study/plans/calendar/a%00b.ics",
        "/a%00b/",
    ],
)
def test_an_address_with_a_nul_is_not_found(client: Client, people: People, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "\0" not in answer.wsgi_request.path_info


@pytest.mark.parametrize("address", ["/study/notes/?q=a%00b", "/search/?q=a%00b", "/library/?topic=a%00"])
def test_a_nul_in_a_question_finds_nothing(client: Client, people: People, address: str) -> None:
    client.force_login(people.me)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "\0" not in "".join(answer.wsgi_request.GET.values())
