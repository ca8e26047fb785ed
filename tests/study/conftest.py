"""The site and its people."""

import pytest

from tests.people import People, settle_people
from tests.site import a_site


@pytest.fixture
def people(db: None) -> People:
    a_site()
    return settle_people()
