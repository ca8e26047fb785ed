"""The site and its people."""

import pytest

from cms.setup import set_up_site
from tests.people import People, settle_people


@pytest.fixture
def people(db: None) -> People:
    set_up_site()
    return settle_people()
