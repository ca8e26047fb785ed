"""The one table under every kind of material."""

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from library.models.source import SourceDocument
from library.page_forms import QuotingForm
from library.panels import TextPanel
from library.querysets import MaterialQuerySet
from members.models import Organization


class MaterialTag(TaggedItemBase):
    """A tag on a material."""

    content_object = ParentalKey(
        "library.MaterialPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class MaterialPage(Page):
    """A study material; never made itself, always as one of its kinds.

    Progress, plans, quizzes, notes and recommendations point at this table.
    """

    class Kind(models.TextChoices):
        REGULATION = "regulation", "党章党规"
        EDITION = "edition", "法规版本"
        SPEECH = "speech", "讲话"
        GUIDE = "guide", "导读辅导"
        POCKET_BOOK = "pocket_book", "口袋书"
        MICRO_LECTURE = "micro_lecture", "微党课"

    class Status(models.TextChoices):
        IN_FORCE = "in_force", "现行有效"
        AMENDED = "amended", "已修改"
        REPEALED = "repealed", "已废止"
        NOT_YET = "not_yet", "尚未生效"

    KIND: ClassVar[str] = ""

    kind = models.CharField("类型", max_length=20, choices=Kind, editable=False, db_index=True)
    summary = models.CharField("一句话说明", max_length=200, blank=True, help_text="列表里显示在标题下面。")
    issuer = models.CharField("发布单位", max_length=120, blank=True)
    document_number = models.CharField("文号", max_length=80, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    status = models.CharField("效力状态", max_length=20, choices=Status, blank=True)
    source_name = models.CharField(
        "来源", max_length=200, blank=True, help_text="例如：人民出版社 2017 年单行本。"
    )
    source_url = models.URLField("来源网址", blank=True)
    source_document = models.ForeignKey(
        SourceDocument,
        verbose_name="原始文件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="materials",
        editable=False,
    )
    owner_organization = models.ForeignKey(
        Organization,
        verbose_name="所属党组织",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    topics = ParentalManyToManyField(
        "library.TopicPage", verbose_name="专题", blank=True, related_name="materials"
    )
    tags = ClusterTaggableManager(through=MaterialTag, verbose_name="标签", blank=True)
    body = models.TextField(
        "正文", blank=True, help_text="一行一段。“第一章”“第一条”“（一）”“一、”写在行首，会自动认出结构。"
    )
    char_count = models.PositiveIntegerField("字数", default=0, editable=False)
    reading_minutes = models.PositiveIntegerField(
        "阅读分钟", default=0, editable=False, validators=[MinValueValidator(0)]
    )

    # `library.indexing` tells the index, so that an import of hundreds of texts tells it once.
    search_auto_update = False

    objects = PageManager.from_queryset(MaterialQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["library.LibraryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    base_form_class = QuotingForm
    prose_fields: ClassVar[tuple[str, ...]] = ("body", "summary")

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", placeholder="标题"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("issuer"),
                FieldPanel("document_number"),
                FieldPanel("published_on"),
                FieldPanel("status"),
            ],
            heading="发布信息",
        ),
        MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading="来源"),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("tags"), FieldPanel("owner_organization")], heading="归类"
        ),
        TextPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary", boost=1.5),
        index.SearchField("issuer"),
        index.SearchField("document_number"),
        index.AutocompleteField("summary"),
        index.FilterField("kind"),
        index.FilterField("status"),
        index.FilterField("issuer"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "学习资料"

    def clean(self) -> None:
        """Keep one kind of line end, whatever a browser sends, so that equal texts stay equal."""
        self.body = self.body.replace("\r\n", "\n").replace("\r", "\n")
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the stored kind equal to the class."""
        self.kind = self.KIND or self.kind
        super().save(*args, **kwargs)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Return the restrictions of this page and those above it, in one query where Wagtail takes two.

        A page that is an alias has those of its source.
        """
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        source = Coalesce("alias_of__alias_of", "alias_of", "pk")
        above = Page.objects.order_by().filter(path__in=paths).annotate(source=source)
        return PageViewRestriction.objects.filter(page__in=above.values("source"))

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Answer addresses of provisions (`…/art_12/`, `…/art_12.json`); everything else is Wagtail's."""
        from library.reading import is_address

        try:
            return super().route(request, path_components)
        except Http404:
            if self.live and is_address(path_components):
                return RouteResult(self, kwargs={"address": "/".join(path_components)})
            raise

    def serve(self, request: HttpRequest, *args: Any, address: str = "", **kwargs: Any) -> HttpResponse:
        """Show the text, or go to the provision at `address`."""
        from library import reading, routing

        if address:
            return routing.serve_below(request, self, address, page=self)
        return reading.show(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as it would be read."""
        from library import reading

        vars(request)["is_preview"] = True
        return reading.show(request, self)

    @property
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label

    @property
    def standing_label(self) -> str:
        """Return in words the status today, of a material that was read `with_standing`."""
        standing: str = vars(self).get("standing", "")
        return self.Status(standing).label if standing else ""
