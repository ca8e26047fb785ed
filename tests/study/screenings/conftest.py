"""The site, its people, and empty stores."""

import shutil

import pytest
from django.conf import settings

from tests.people import People, settle_people
from tests.site import a_site


@pytest.fixture
def people(db: None) -> People:
    for folder in (settings.PRIVATE_ROOT, settings.UPLOAD_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
    a_site()
    return settle_people()
