"""The site, its people, and empty stores."""

import shutil

import pytest
from django.conf import settings

from cms.setup import set_up_site
from tests.people import People, settle_people


@pytest.fixture
def people(db: None) -> People:
    for folder in (settings.PRIVATE_ROOT, settings.UPLOAD_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
    set_up_site()
    return settle_people()
