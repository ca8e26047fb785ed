"""Lectures at the editor's desk: recordings, the way to hand one in, and the caption editor."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from library.lectures import captioning
from library.lectures.policies import lecture_policy
from library.models import MicroLecturePage
from media.models import Recording

URLS = [path("lectures/<int:lecture_id>/captions/", captioning.edit, name="library_lecture_captions")]


class RecordingViewSet(SnippetViewSet):
    """Recordings: named and found here; they come in through “上传微党课”, where they are checked."""

    model = Recording
    icon = "media"
    menu_label = "录像和录音"
    add_to_admin_menu = False
    list_display = ["title", "kind_label", "length", "uploaded_at"]
    search_fields = ["title"]
    form_fields = ["title", "poster"]
    copy_view_enabled = False


register_snippet(RecordingViewSet)


@hooks.register("before_serve_document")
def refuse_files_of_closed_lectures(document: Any, request: HttpRequest) -> None:
    """Keep slides and handouts from whoever may not have the recording either."""
    if not lecture_policy.can_have_document(request.user, document.pk):
        raise Http404("没有这个文件，或者您不能看。")


class HandInMenuItem(MenuItem):
    """“上传微党课”, shown to those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person may."""
        return lecture_policy.can_upload(request.user)


@hooks.register("register_admin_menu_item")
def hand_in_menu_item() -> Any:
    """Put “上传微党课” into the menu, under the import."""
    return HandInMenuItem("上传微党课", reverse("lectures:hand_in"), icon_name="media", order=112)


@hooks.register("register_page_header_buttons")
def captions_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Put “字幕” on the edit page of a lecture."""
    if isinstance(page, MicroLecturePage) and view_name == "edit" and lecture_policy.can_edit(user, page):
        url = reverse("library_lecture_captions", args=[page.pk])
        yield Button("字幕", url=url, icon_name="edit", priority=15)
