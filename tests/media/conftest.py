"""Empty stores for uploads and recordings."""

import shutil

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def empty_stores() -> None:
    for folder in (settings.PRIVATE_ROOT, settings.UPLOAD_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
