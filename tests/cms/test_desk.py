"""The editors' desk."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import settle_people
from tests.site import a_site

pytestmark = pytest.mark.django_db


def test_the_sidebar_calls_people_by_their_name(client: Client) -> None:
    a_site()
    client.force_login(settle_people().editor)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    props = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert props
    menus = [
        one for one in json.loads(props[1])["modules"] if one["_type"] == "wagtail.sidebar.MainMenuModule"
    ]
    assert [menu["_args"][-1]["name"] for menu in menus] == ["文编辑"]
