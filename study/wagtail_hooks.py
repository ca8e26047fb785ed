"""The editor's desk for recommendations."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from study.cadence import admin as cadence
from study.models import BookBag, PlanTemplate, Recommendation
from study.recommending.preview import PreviewMenuItem, preview_urls


class RecommendationViewSet(SnippetViewSet):
    """Who is asked or advised to study what."""

    model = Recommendation
    icon = "pick"
    menu_label = "推荐学习"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ("__str__", "strength_label", "organization", "due_on")
    list_filter = ("strength", "audience", "organization")
    search_fields = ("material__title", "quiz__title", "reason")
    search_backend_name = None
    panels = (
        FieldPanel("audience"),
        MultiFieldPanel(
            [FieldPanel("material"), FieldPanel("quiz")],
            heading="学什么（资料、口袋书、微党课，或测验，选一样）",
        ),
        FieldRowPanel([FieldPanel("strength"), FieldPanel("organization")]),
        FieldPanel("reason"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("due_on")]),
    )


register_snippet(RecommendationViewSet)


@hooks.register("register_admin_urls")
def recommendation_urls() -> list[URLPattern]:
    """Add the page that shows what reaches whom."""
    return preview_urls()


@hooks.register("register_admin_menu_item")
def recommendation_preview_item() -> PreviewMenuItem:
    """Add the way to it."""
    return PreviewMenuItem()


class BookBagViewSet(SnippetViewSet):
    """What is handed out together; the panels stand on the model."""

    model = BookBag
    icon = "folder-open-inverse"
    menu_label = "红色书袋"
    menu_order = 265
    add_to_admin_menu = True
    list_display = (
        "title",
        "audience",
        "organization",
        BooleanColumn("is_published", label="已发布", sort_key="is_published"),
        "page_link",
    )
    list_filter = ("is_published", "audience", "organization")
    search_fields = ("title", "intro")
    search_backend_name = None


register_snippet(BookBagViewSet)


class PlanTemplateViewSet(SnippetViewSet):
    """Patterns of personal plans for a post; the panels stand on the model."""

    model = PlanTemplate
    icon = "list-ol"
    menu_label = "自学计划模板"
    menu_order = 267
    add_to_admin_menu = True
    list_display = (
        "title",
        "audience_label",
        "weekly_minutes",
        BooleanColumn("is_published", label="已发布", sort_key="is_published"),
    )
    list_filter = ("is_published", "audience")
    search_fields = ("title", "intro")
    search_backend_name = None


register_snippet(PlanTemplateViewSet)
register_snippet(cadence.CadenceRuleViewSet)
