"""Where the editor finds 手机报 and 公众号."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from library.handing_out.views import hand_out
from library.models import MaterialPage, Provision

URLS: list[URLPattern] = [path("hand-out/<int:material_id>/", hand_out, name="library_hand_out")]


@hooks.register("register_page_header_buttons")
def hand_out_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Put “手机报和公众号” on the edit page of a published text."""
    is_text = isinstance(page, MaterialPage) and page.live and view_name == "edit"
    if (
        is_text
        and Provision.objects.filter(material=page.pk).exists()
        and page.permissions_for_user(user).can_edit()
    ):
        url = reverse("library_hand_out", args=[page.pk])
        yield Button("手机报和公众号", url=url, icon_name="mail", priority=17)
