"""The people of the quiz tests, and those who are logged in."""

import pytest
from django.test import Client

from tests.people import People, settle_people
from tests.site import a_site


@pytest.fixture
def people() -> People:
    """Settle the fixed people on a site."""
    a_site()
    return settle_people()


@pytest.fixture
def me(people: People, client: Client) -> Client:
    """Return the browser of 本人."""
    client.force_login(people.me)
    return client


@pytest.fixture
def editor(people: People, client: Client) -> Client:
    """Return the browser of 编辑, who belongs to another branch."""
    client.force_login(people.editor)
    return client
