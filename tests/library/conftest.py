"""The library's site and people, and an empty private store."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from library.models import LibraryIndexPage
from tests.people import People, settle_people
from tests.site import a_site


@pytest.fixture
def library(db: None) -> LibraryIndexPage:
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)
    cache.clear()
    a_site()
    return LibraryIndexPage.objects.get()


@pytest.fixture
def people(library: LibraryIndexPage) -> People:
    return settle_people()


@pytest.fixture
def desk(client: Client, people: People) -> Client:
    """Return a client the editor is logged in with."""
    client.force_login(people.editor)
    return client
