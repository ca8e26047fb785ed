"""The desks that bind questions to their sources, in the admin's menu and addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import Panel
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView

from library.models import MaterialPage, RegulationPage
from members.requests import is_number
from quizzes.binding import citing_views, coverage_views, import_views, stale_views
from quizzes.models import StaleCitation
from quizzes.policies import question_policy

URLS: list[URLPattern] = [
    path("quizzes/stale/", stale_views.stale_questions, name="quizzes_stale"),
    path("quizzes/stale/<int:question_id>/confirm/", stale_views.confirm, name="quizzes_stale_confirm"),
    path("quizzes/stale/<int:question_id>/retire/", stale_views.retire, name="quizzes_stale_retire"),
    path("quizzes/coverage/", coverage_views.coverage_list, name="quizzes_coverage"),
    path("quizzes/coverage/<int:work_id>/", coverage_views.coverage_map, name="quizzes_coverage_map"),
    path(
        "quizzes/coverage/<int:work_id>/<path:address>/",
        coverage_views.coverage_article,
        name="quizzes_coverage_article",
    ),
    path("quizzes/sources/", citing_views.sources_list, name="quizzes_sources"),
    path("quizzes/sources/suggest/", citing_views.suggest, name="quizzes_sources_suggest"),
    path("quizzes/sources/<int:bank_id>/", citing_views.sources_of_bank, name="quizzes_sources_of_bank"),
    path("quizzes/sources/<int:bank_id>/advance/", citing_views.advance, name="quizzes_sources_advance"),
    path(
        "quizzes/sources/<int:bank_id>/accept/",
        citing_views.accept_above,
        name="quizzes_sources_accept_above",
    ),
    path("quizzes/proposals/<int:proposal_id>/accept/", citing_views.accept, name="quizzes_sources_accept"),
    path("quizzes/searches/<int:search_id>/none/", citing_views.none_of_these, name="quizzes_sources_none"),
    path("quizzes/import/", import_views.import_questions, name="quizzes_import"),
    path("quizzes/import/template/", import_views.import_template, name="quizzes_import_template"),
    path("quizzes/import/<int:upload_id>/", import_views.import_shown, name="quizzes_import_shown"),
    path(
        "quizzes/import/<int:upload_id>/confirm/",
        import_views.import_confirmed,
        name="quizzes_import_confirm",
    ),
    path("quizzes/export/", import_views.export_questions, name="quizzes_export"),
]


class WriterMenuItem(MenuItem):
    """An item for those who revise questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the user may revise questions."""
        return question_policy.can_change(request.user)


class StaleMenuItem(WriterMenuItem):
    """“待复核”, with how many wait."""

    def render_component(self, request: HttpRequest) -> Any:
        """Put the number of questions in doubt behind the words."""
        count = (
            StaleCitation.objects.filter(settled_at=None, question__state="stale")
            .filter(question__in=question_policy.visible_to(request.user))
            .values("question")
            .distinct()
            .count()
        )
        self.label = f"待复核（{count}）" if count else "待复核"
        return super().render_component(request)


class FindSourcePanel(Panel):
    """“找出处” in the form of a question."""

    class BoundPanel(Panel.BoundPanel):
        """The button and where the proposals are listed."""

        template_name = "quizzes/admin/find_source.html"


class CitingCreateView(CreateView):
    """A new question; `?material=…&address=…` fills in what it is to be about."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Take the provision from the address of the page."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        asked = {name: self.request.GET[name] for name in ("material", "address") if name in self.request.GET}
        material = asked.get("material", "")
        if material and not (is_number(material) and MaterialPage.objects.filter(pk=material).exists()):
            return kwargs
        return {**kwargs, "initial": {**(kwargs.get("initial") or {}), **asked}}


@hooks.register("register_admin_urls")
def binding_urls() -> list[URLPattern]:
    """Add the desks."""
    return URLS


@hooks.register("register_admin_menu_item")
def binding_menu() -> MenuItem:
    """Put “题库维护” under “测验”."""
    items = [
        WriterMenuItem("导入题目", reverse("quizzes_import"), icon_name="upload", order=10),
        WriterMenuItem("导出题目", reverse("quizzes_export"), icon_name="download", order=20),
        WriterMenuItem("找出处", reverse("quizzes_sources"), icon_name="link", order=30),
        StaleMenuItem("待复核", reverse("quizzes_stale"), icon_name="warning", order=40),
        WriterMenuItem("覆盖图", reverse("quizzes_coverage"), icon_name="table", order=50),
    ]
    return SubmenuMenuItem("题库维护", Menu(None, items=items), icon_name="folder-open-inverse", order=251)


@hooks.register("register_page_header_buttons")
def coverage_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Put “出题覆盖图” on the pages of a regulation."""
    if not isinstance(page, RegulationPage) or not page.live or not question_policy.can_change(user):
        return []
    return [
        Button("出题覆盖图", reverse("quizzes_coverage_map", args=[page.pk]), icon_name="table", priority=60)
    ]
