"""微党课: a recorded lecture, its chapters, and what its captions say at which second."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from library.lectures.forms import LectureForm
from library.models.material import MaterialPage
from library.panels import QuotationsPanel
from library.querysets import LectureMomentQuerySet
from media.captions import say_clock, say_time
from media.models import Recording

if TYPE_CHECKING:
    from collections.abc import Sequence


class MicroLecturePage(MaterialPage):
    """A recorded lecture of at most 15 minutes (微党课), watched with the articles it speaks of at hand."""

    KIND = MaterialPage.Kind.MICRO_LECTURE

    speaker = models.CharField("主讲人", max_length=80, blank=True)
    recording = models.ForeignKey(
        Recording,
        verbose_name="录像或录音",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lectures",
        help_text="先在“上传微党课”里传好文件，再在这里选。",
    )
    slides = models.ForeignKey(
        get_document_model_string(),
        verbose_name="课件",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    handout = models.ForeignKey(
        get_document_model_string(),
        verbose_name="讲义",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    is_creatable = True
    template = "library/lecture_page.html"
    base_form_class = LectureForm
    prose_fields: ClassVar[tuple[str, ...]] = ("summary",)
    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", placeholder="题目"),
        FieldPanel("summary"),
        FieldPanel("speaker"),
        FieldPanel("recording"),
        InlinePanel(
            "chapters", heading="章节", label="章节", help_text="写明从第几秒开始，播放器旁可以直接跳到。"
        ),
        MultiFieldPanel([FieldPanel("slides"), FieldPanel("handout")], heading="课件和讲义"),
        MultiFieldPanel([FieldPanel("issuer"), FieldPanel("published_on")], heading="发布信息"),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("tags"), FieldPanel("owner_organization")], heading="归类"
        ),
        QuotationsPanel(),
    ]
    search_fields: ClassVar[list[Any]] = [*MaterialPage.search_fields, index.SearchField("speaker")]

    class Meta:
        verbose_name = verbose_name_plural = "微党课"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the minutes a list promises equal to the length of the recording."""
        seconds = self.recording.duration if self.recording else 0
        self.reading_minutes = max(1, round(seconds / 60)) if seconds else 0
        super().save(*args, **kwargs)

    @property
    def drafted_recording(self) -> Recording | None:
        """Return the recording of the latest draft: captions are written for it before it is published."""
        drafted: Recording | None = (
            self.get_latest_revision_as_object().recording if self.latest_revision else None
        )
        return drafted or self.recording

    def route(self, request: HttpRequest, path_components: "Sequence[str]") -> RouteResult:
        """Answer Wagtail's own ways only: a lecture has no provisions."""
        return Page.route(self, request, list(path_components))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the player with the transcript and the articles."""
        from library.lectures import pages

        return pages.show(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as it would be watched."""
        from library.lectures import pages

        vars(request)["is_preview"] = True
        return pages.show(request, self)


class LectureChapter(models.Model):
    """A part of a lecture that one can go to."""

    lecture = ParentalKey(MicroLecturePage, on_delete=models.CASCADE, related_name="chapters")
    seconds = models.PositiveIntegerField("从第几秒开始")
    title = models.CharField("标题", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "章节"
        ordering: ClassVar[list[str]] = ["seconds", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> str:
        """Return when it begins, as a player shows it."""
        return say_clock(self.seconds * 1000)


class LectureMoment(index.Indexed, models.Model):
    """A sentence of a published lecture's captions, from `start_ms` to `end_ms`: what a search answers with.

    Rows are derived from the captions, as provisions are from a text: made anew on every publish and whenever the
    captions change, removed when the lecture is withdrawn.
    """

    lecture = models.ForeignKey(MicroLecturePage, on_delete=models.CASCADE, related_name="moments")
    start_ms = models.PositiveIntegerField("起（毫秒）")
    end_ms = models.PositiveIntegerField("止（毫秒）")
    text = models.TextField("文字")

    # Rows are written in bulk; `library.lectures.moments` tells the index itself.
    search_auto_update = False

    objects = LectureMomentQuerySet.as_manager()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("text"),
        index.SearchField("lecture_title", boost=0.3),
        index.FilterField("id"),
        index.FilterField("lecture_id"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "课里的一句"
        ordering: ClassVar[list[str]] = ["lecture", "start_ms", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["lecture", "start_ms"])]

    def __str__(self) -> str:
        return self.text

    @property
    def lecture_title(self) -> str:
        """Return the title of the lecture; part of what a search looks at."""
        return self.lecture.title

    @classmethod
    def get_indexed_objects(cls) -> LectureMomentQuerySet:
        """Index every sentence."""
        return cls.objects.select_related("lecture")


class LectureMention(models.Model):
    """A provision (or a whole work) that a published lecture speaks of between `start_ms` and `end_ms`.

    Derived with the moments. `target` is the work that was named, `unit` the article the address lies in; both
    addresses are empty when the whole work is meant. A `target` of none: no such work, or no such article.
    """

    lecture = models.ForeignKey(MicroLecturePage, on_delete=models.CASCADE, related_name="mentions")
    start_ms = models.PositiveIntegerField("起（毫秒）")
    end_ms = models.PositiveIntegerField("止（毫秒）")
    text = models.CharField("说法", max_length=400)
    name = models.CharField("说到的名称", max_length=200)
    target = models.ForeignKey(
        MaterialPage,
        verbose_name="讲到的资料",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentioned_by",
    )
    address = models.CharField("条款", max_length=200, blank=True)
    unit = models.CharField("条", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "课里讲到的条文"
        ordering: ClassVar[list[str]] = ["lecture", "start_ms", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["target", "unit"], name="mention_back"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def seconds(self) -> int:
        """Return the second to jump to."""
        return self.start_ms // 1000

    @property
    def said_time(self) -> str:
        """Return when it is said: 第 3 分 12 秒."""
        return say_time(self.start_ms)
