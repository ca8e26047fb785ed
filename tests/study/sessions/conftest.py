"""The site, its people, a clock that stands still."""

import shutil
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings

from tests.people import People, settle_people
from tests.site import a_site
from tests.study.builders import NOW


@pytest.fixture
def people(db: None) -> Iterator[People]:
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)
    a_site()
    with time_machine.travel(NOW, tick=False):
        yield settle_people()
