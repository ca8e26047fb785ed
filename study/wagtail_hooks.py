"""The editor's desk for recommendations."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from study.models import Recommendation


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
        MultiFieldPanel([FieldPanel("material"), FieldPanel("quiz")], heading="学什么（二者选一）"),
        FieldRowPanel([FieldPanel("strength"), FieldPanel("organization")]),
        FieldPanel("reason"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("due_on")]),
    )


register_snippet(RecommendationViewSet)
