"""The kinds of material that are texts."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import PageManager
from wagtail.search import index
from wagtail.url_routing import RouteResult

from library.models.material import MaterialPage
from library.page_forms import EditionForm
from library.panels import QuotationsPanel
from library.querysets import EditionQuerySet


class RegulationPage(MaterialPage):
    """A regulation as a work; its texts are its editions."""

    KIND = MaterialPage.Kind.REGULATION

    short_title = models.CharField("简称", max_length=60, blank=True, help_text="例如：党章。")

    subpage_types: ClassVar[list[str]] = ["library.EditionPage"]
    is_creatable = True
    template = "library/reading_page.html"
    content_panels: ClassVar[list[Any]] = [
        *MaterialPage.content_panels[:2],
        MultiFieldPanel(
            [
                *MaterialPage.content_panels[2].children[:-1],
                FieldPanel("status", help_text="有了版本，就看当天有效的那一版，这里填的不起作用。"),
            ],
            heading="发布信息",
        ),
        *[panel for panel in MaterialPage.content_panels[3:] if getattr(panel, "field_name", "") != "body"],
        FieldPanel("short_title"),
        InlinePanel("other_names", heading="别名", label="别名"),
        QuotationsPanel(),
    ]
    search_fields: ClassVar[list[Any]] = [
        *MaterialPage.search_fields,
        index.SearchField("short_title", boost=3),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "党章党规"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Answer, besides provisions, the day of an edition that is not there: with those that are."""
        from library.reading import is_day

        if self.expire_at is not None and self.expire_at <= timezone.now():
            raise Http404(f"《{self.title}》已经下线。")
        try:
            return super().route(request, path_components)
        except Http404:
            if self.live and path_components and is_day(path_components[0]):
                return RouteResult(self, kwargs={"address": path_components[0]})
            raise

    def serve(self, request: HttpRequest, *args: Any, address: str = "", **kwargs: Any) -> HttpResponse:
        """Show the edition in force (today, or on `?at=`), or go to its provision at `address`."""
        from library import comparing, reading, routing
        from library.policies import closed_paths, material_policy

        if address == routing.COMPARE:
            return comparing.show(request, self)
        if reading.is_day(address):
            return comparing.no_such_edition(request, self, address)
        edition = reading.edition_shown(request, self)
        closed = closed_paths(request.user)
        # Wagtail asked about this page; an edition closed for itself is asked about at its own address.
        if not material_policy.can_view(request.user, edition, closed=closed):
            return redirect(f"{edition.get_url(request)}{address and reading.below(address)}")
        if address:
            return routing.serve_below(request, edition, address, page=self)
        return reading.show(request, edition, work=self, closed=closed)


class EditionPage(MaterialPage):
    """The text of a regulation as it stood from one day on; the slug is that day, e.g. `2024-09-01`."""

    KIND = MaterialPage.Kind.EDITION

    adopted_on = models.DateField("通过日期", null=True, blank=True)
    effective_from = models.DateField("施行日期", db_index=True)
    effective_until = models.DateField("失效日期", null=True, blank=True)

    objects = PageManager.from_queryset(EditionQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["library.RegulationPage"]
    is_creatable = True
    template = "library/reading_page.html"
    base_form_class = EditionForm
    content_panels: ClassVar[list[Any]] = [
        # Without targets: the address comes from the day, not from the title.
        TitleFieldPanel("title", placeholder="标题", targets=[]),
        MaterialPage.content_panels[1],
        MultiFieldPanel(
            [FieldPanel("adopted_on"), FieldPanel("effective_from"), FieldPanel("effective_until")],
            heading="日期",
        ),
        *MaterialPage.content_panels[2:],
    ]

    class Meta:
        verbose_name = verbose_name_plural = "法规版本"


class SpeechPage(MaterialPage):
    """A speech, report or notice."""

    KIND = MaterialPage.Kind.SPEECH

    speaker = models.CharField("讲话人", max_length=80, blank=True)

    is_creatable = True
    template = "library/reading_page.html"
    content_panels: ClassVar[list[Any]] = [
        *MaterialPage.content_panels[:2],
        FieldPanel("speaker"),
        *MaterialPage.content_panels[2:],
    ]
    search_fields: ClassVar[list[Any]] = [*MaterialPage.search_fields, index.SearchField("speaker")]

    class Meta:
        verbose_name = verbose_name_plural = "讲话"


class GuidePage(MaterialPage):
    """An explanation or reading guide; always marked as such, never mixed into a source."""

    KIND = MaterialPage.Kind.GUIDE

    author = models.CharField("作者", max_length=80, blank=True)

    is_creatable = True
    template = "library/reading_page.html"
    content_panels: ClassVar[list[Any]] = [
        *MaterialPage.content_panels[:2],
        FieldPanel("author"),
        *MaterialPage.content_panels[2:],
    ]

    class Meta:
        verbose_name = verbose_name_plural = "导读辅导"
