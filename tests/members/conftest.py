"""The people."""

import pytest

from tests.people import People, settle_people


@pytest.fixture
def people(db: None) -> People:
    return settle_people()
