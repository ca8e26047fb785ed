"""Sessions are Django's: found while they last, and by their own key only."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from members.sessions import SessionStore
from tests.people import People

pytestmark = pytest.mark.django_db


def stored(**values: Any) -> str:
    session = SessionStore()
    session.update(values)
    session.create()
    session.save()
    return str(session.session_key)


def test_it_works() -> None:
    key = stored(colour="红")
    assert SessionStore(key)["colour"] == "红"


def test_one_that_is_over_is_nobodys() -> None:
    key = stored(colour="红")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    found = SessionStore(key)
    assert "colour" not in found
    assert found.session_key is None


@pytest.mark.parametrize("key", ["", "unknown", "' OR 1=1 --", "a" * 500, "红" * 40])
def test_an_unknown_key(key: str) -> None:
    stored(colour="红")
    assert "colour" not in SessionStore(key)


def test_it_takes_one_query(django_assert_num_queries: Any) -> None:
    key = stored(colour="红")
    with django_assert_num_queries(1):
        assert SessionStore(key)["colour"] == "红"


def test_logging_out_ends_it(client: Client, people: People) -> None:
    client.force_login(people.me)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert Session.objects.filter(session_key=key).exists()
    client.logout()
    assert not Session.objects.filter(session_key=key).exists()
    assert "_auth_user_id" not in SessionStore(key)
