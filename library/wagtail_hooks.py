"""The editor's desk for the library: 导入文档."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from library import desk_views, import_views, review_hooks
from library.handing_out import hooks as handing_out_hooks
from library.lectures import hooks as lecture_hooks
from library.models import LibraryIndexPage, MaterialPage, RegulationPage
from library.policies import import_policy

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("register_admin_urls")
def import_urls() -> list[URLPattern]:
    """Add the pages of the import."""
    return [
        path("import/", import_views.upload, name="library_import"),
        path("import/<int:source_id>/", import_views.review, name="library_import_review"),
        path("sources/<int:material_id>/", import_views.download_source, name="library_source"),
        path("editions/<int:page_id>/compare/", desk_views.compare_draft, name="library_compare_draft"),
        path("reports/citations/", desk_views.unresolved_citations, name="library_unresolved_citations"),
        *review_hooks.URLS,
        *lecture_hooks.URLS,
        *handing_out_hooks.URLS,
    ]


@hooks.register("on_serve_page", order=-10)
def refuse_those_logged_in(callback: Serve) -> Serve:
    """Say “no” to who is logged in and still may not read: sent to log in, they would be sent back for ever."""

    def serve(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = callback(page, request, args, kwargs)
        asked_to_log_in = getattr(response, "url", "").startswith(settings.WAGTAIL_FRONTEND_LOGIN_URL)
        if asked_to_log_in and request.user.is_authenticated:
            raise PermissionDenied
        return response

    return serve


@hooks.register("before_serve_page")
def end_on_its_day(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Show nobody a page past its day, whether or not `publish_scheduled` has run since."""
    if page.expire_at is not None and page.expire_at <= timezone.now():
        raise Http404(f"“{page.title}”已经下线。")


class ImportMenuItem(MenuItem):
    """“导入文档”, shown to those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person may import."""
        library = LibraryIndexPage.objects.first()
        return library is not None and import_policy.can_import(request.user, library)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> Any:
    """Put “导入文档” into the menu, under the pages."""
    return ImportMenuItem("导入文档", reverse("library_import"), icon_name="upload", order=110)


@hooks.register("register_reports_menu_item")
def citations_menu_item() -> Any:
    """Put “未识别的引用” among the reports."""
    return ImportMenuItem(
        "未识别的引用", reverse("library_unresolved_citations"), icon_name="warning", order=900
    )


@hooks.register("register_page_header_buttons")
def compare_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Put “与现行版本对照” on the edit page of a text."""
    is_text = isinstance(page, MaterialPage) and not isinstance(page, RegulationPage)
    if is_text and view_name == "edit" and page.permissions_for_user(user).can_edit():
        url = reverse("library_compare_draft", args=[page.pk])
        yield Button("与现行版本对照", url=url, icon_name="doc-full-inverse", priority=15)
