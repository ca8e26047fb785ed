"""The editors' desk for search: the lexicon, synonyms, and what nobody found."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.models import EmptySearch, LexiconTerm, Synonym


class LexiconTermViewSet(SnippetViewSet):
    """检索词表."""

    model = LexiconTerm
    icon = "openquote"
    menu_label = "检索词表"
    list_display = ["word", BooleanColumn("is_word", label="当作一个词", sort_key="is_word"), "note"]
    search_fields = ["word", "note"]


class SynonymViewSet(SnippetViewSet):
    """简称和同义词."""

    model = Synonym
    icon = "link"
    menu_label = "简称和同义词"
    list_display = ["word", "meaning", "kind"]
    search_fields = ["word", "meaning"]


class SearchViewSetGroup(SnippetViewSetGroup):
    """What editors teach search."""

    items = (LexiconTermViewSet, SynonymViewSet)
    menu_label = "检索用语"
    menu_icon = "search"
    menu_order = 320


register_snippet(SearchViewSetGroup)


def may_read_report(user: Any) -> bool:
    """Tell whether `user` may see what nobody found: those who may mend it."""
    return user.is_active and (user.has_perm("search.add_synonym") or user.has_perm("search.add_lexiconterm"))


class EmptySearchReport(ReportView):
    """没有结果的检索, the most frequent first; also those where no text holds all the words."""

    page_title = "没有结果的检索"
    page_subtitle = "也包括没有一处同时含有全部词语的"
    header_icon = "search"
    index_url_name = "search_empty"
    index_results_url_name = "search_empty_results"
    is_searchable = True
    search_fields = ["query_string"]
    default_ordering = "-total"
    columns = [
        Column("query_string", label="检索词", sort_key="query_string"),
        NumberColumn("total", label="次数", sort_key="total"),
    ]
    export_headings = {"query_string": "检索词", "total": "次数"}
    list_export = ["query_string", "total"]

    def get_base_queryset(self) -> QuerySet:
        """Return each query once."""
        return EmptySearch.objects.values("query_string").annotate(total=Sum("times")).order_by("-total")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not mend what is missing."""
        if not may_read_report(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """Add the report."""
    return [
        path("reports/empty-searches/", EmptySearchReport.as_view(), name="search_empty"),
        path(
            "reports/empty-searches/results/",
            EmptySearchReport.as_view(results_only=True),
            name="search_empty_results",
        ),
    ]


class EmptySearchMenuItem(MenuItem):
    """“没有结果的检索”, shown to those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person may read the report."""
        return may_read_report(request.user)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Put the report beside Wagtail's own report of search terms."""
    return EmptySearchMenuItem("没有结果的检索", reverse("search_empty"), icon_name="search", order=1310)
