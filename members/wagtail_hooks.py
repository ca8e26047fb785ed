"""The operator's desk: organisations, appointments, audiences."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from members import admin_views
from members.admin_forms import AudienceForm, OrganizationForm
from members.models import Appointment, Audience, Organization, Transfer


class OrganizationViewSet(SnippetViewSet):
    """Organisations in tree order."""

    model = Organization
    icon = "group"
    menu_label = "党组织"
    list_display = ("indented_name", "kind_label", "level_label", "field_label")
    list_filter = ("kind", "level", "field")
    search_fields = ("name", "short_name")
    search_backend_name = None
    ordering = "path"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[OrganizationForm]:
        """Return the form that knows the tree."""
        return OrganizationForm


class AppointmentViewSet(SnippetViewSet):
    """Who holds which post."""

    model = Appointment
    icon = "user"
    menu_label = "任职"
    list_display = ("member", "post_label", "organization", "since", "until")
    list_filter = ("post",)
    search_fields = ("member__name", "organization__name")
    search_backend_name = None
    panels = (
        FieldPanel("member"),
        FieldPanel("post"),
        FieldPanel("organization"),
        FieldPanel("since"),
        FieldPanel("until"),
    )


class AudienceViewSet(SnippetViewSet):
    """Named sets of people."""

    model = Audience
    icon = "pick"
    menu_label = "受众"
    list_display = ("name", "describe", "preview_link")
    search_fields = ("name",)
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[AudienceForm]:
        """Return the form with boxes to tick."""
        return AudienceForm


class TransferViewSet(SnippetViewSet):
    """Who moved where and when; moves are noted by themselves, their dates can be put right here."""

    model = Transfer
    icon = "redirect"
    menu_label = "组织关系转接"
    list_display = ("member", "origin", "destination", "on")
    search_fields = ("member__name", "origin__name", "destination__name")
    search_backend_name = None
    panels = (
        FieldPanel("member"),
        FieldPanel("origin"),
        FieldPanel("destination"),
        FieldPanel("on"),
    )


class WhoGroup(SnippetViewSetGroup):
    """“组织和党员” in the menu."""

    menu_label = "组织和党员"
    menu_icon = "group"
    menu_order = 500
    items = (OrganizationViewSet, AppointmentViewSet, AudienceViewSet, TransferViewSet)


register_snippet(WhoGroup)


@hooks.register("register_admin_urls")
def audience_urls() -> list[URLPattern]:
    """Add the page that shows who is in an audience."""
    return [
        path("audiences/<int:audience_id>/members/", admin_views.audience_members, name="audience_members")
    ]
