"""The site, its people, a clock that stands still."""

import shutil
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings

from cms.setup import set_up_site
from tests.people import People, settle_people
from tests.study.builders import NOW


@pytest.fixture
def people(db: None) -> Iterator[People]:
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)
    set_up_site()
    with time_machine.travel(NOW, tick=False):
        yield settle_people()
