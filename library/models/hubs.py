"""Pages that lead to materials."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from library.blocks import INTRO_BLOCKS
from library.fields import LeanStreamField
from library.listing import material_list
from library.page_forms import QuotingForm
from library.panels import QuotationsPanel


class LibraryIndexPage(Page):
    """资料: every material, by topic and kind."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "library.TopicPage",
        "library.RegulationPage",
        "library.SpeechPage",
        "library.GuidePage",
        "library.PocketBookPage",
    ]

    class Meta:
        verbose_name = verbose_name_plural = "资料库"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics and the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        from library.policies import topic_policy

        topics = topic_policy.visible_to(request.user).child_of(self).order_by("path")
        return {**context, "topics": list(topics), **material_list(request)}


class TopicPage(Page):
    """A topic (专题): what it is about, and its materials."""

    summary = models.CharField("一句话说明", max_length=200, blank=True)
    intro = LeanStreamField(INTRO_BLOCKS, verbose_name="导语", blank=True)

    parent_page_types: ClassVar[list[str]] = ["library.LibraryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = QuotingForm
    prose_fields: ClassVar[tuple[str, ...]] = ("intro", "summary")
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("intro"),
        QuotationsPanel(),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = verbose_name_plural = "专题"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topic's materials."""
        return {**super().get_context(request, *args, **kwargs), **material_list(request, topic=self)}
