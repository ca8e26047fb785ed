"""Pages of the site itself."""

from typing import Any, ClassVar, cast

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from library.models import LibraryIndexPage
from library.page_forms import QuotingForm
from library.panels import QuotationsPanel
from library.policies import material_policy, topic_policy
from library.routing import find_text
from members.requests import MemberRequest
from study.views import today

NEWEST_SHOWN = 6


class HomePage(Page):
    """The front door: a member's 今日学习, or what the site is for somebody who has not logged in."""

    welcome = models.TextField("欢迎语", blank=True, help_text="还没有登录的人看到的一两句话。")

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["library.LibraryIndexPage", "quizzes.QuizIndexPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("welcome"), QuotationsPanel()]
    base_form_class = QuotingForm
    prose_fields: ClassVar[tuple[str, ...]] = ("welcome",)

    class Meta:
        verbose_name = verbose_name_plural = "首页"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Go to a text or to the library in one query, where Wagtail would ask at every step; else as Wagtail does."""
        found = find_text(self, path_components) if len(path_components) > 1 else None
        if found is not None:
            page, rest = found
            return page.route(request, rest)
        if path_components:
            library = LibraryIndexPage.objects.child_of(self).filter(slug=path_components[0]).first()
            if library is not None:
                return library.route(request, path_components[1:])
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a member 今日学习, and anybody else the landing page."""
        if request.user.is_authenticated and not getattr(request, "is_preview", False):
            return today(cast(MemberRequest, request), self)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics and the newest materials."""
        listed = material_policy.visible_to(request.user).listed().with_standing(timezone.localdate())
        return {
            **super().get_context(request, *args, **kwargs),
            "topics": topic_policy.visible_to(request.user).order_by("path"),
            "newest": listed.order_by("-first_published_at")[:NEWEST_SHOWN],
        }
