"""The desk for cadence rules, in Wagtail's admin."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from study.models import CadenceRule


class CadenceRuleViewSet(SnippetViewSet):
    """How often what is asked of whom, since when, and by which document."""

    model = CadenceRule
    icon = "calendar"
    menu_label = "学习频次规定"
    menu_order = 270
    add_to_admin_menu = True
    list_display = ("sentence", "source", "since", "until")
    list_filter = ("kind", "organization_kind", "period")
    search_fields = ("source",)
    search_backend_name = None
    panels = (
        FieldRowPanel([FieldPanel("kind"), FieldPanel("lecturer")]),
        MultiFieldPanel(
            [
                FieldPanel("organization_kind"),
                FieldRowPanel([FieldPanel("level"), FieldPanel("field")]),
                FieldPanel("scope"),
            ],
            heading="对谁",
        ),
        FieldRowPanel([FieldPanel("period"), FieldPanel("times")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        FieldPanel("source"),
        FieldPanel("source_url"),
    )
