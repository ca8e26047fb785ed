"""Pocket books: what an editor compiled, the editions that were issued of it, and the files made of them."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from library.fields import LeanStreamField
from library.models.material import MaterialPage
from library.models.source import private_storage
from library.panels import QuotationsPanel
from library.pocketbooks.blocks import BOOK_BLOCKS
from library.pocketbooks.forms import PocketBookForm
from library.pocketbooks.printing.form import Format
from library.pocketbooks.printing.model import Book


class PocketBookPage(MaterialPage):
    """A pocket book as its editor composes it; what is printed are its issues."""

    KIND = MaterialPage.Kind.POCKET_BOOK

    subtitle = models.CharField("副书名", max_length=120, blank=True)
    preface = models.TextField(
        "前言", blank=True, help_text="编者的话，一行一段；和原文分开印，并写明不是原文。"
    )
    items = LeanStreamField(BOOK_BLOCKS, verbose_name="内容", blank=True)
    code_each_article = models.BooleanField("每条都印二维码", default=False, help_text="不勾选时每章一个。")
    leaves = models.PositiveSmallIntegerField(
        "折页每帖张数",
        default=0,
        help_text="对折后每一叠有几张；填 0 自动：订得住就一叠，太厚就分成 8 张一叠。",
    )

    is_creatable = True
    template = "library/pocket_book_page.html"
    base_form_class = PocketBookForm
    prose_fields: ClassVar[tuple[str, ...]] = ("preface", "items", "summary")
    preview_modes: ClassVar[list[tuple[str, str]]] = [("", "页面和页数"), ("pdf", "排好的样书")]
    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", placeholder="书名"),
        FieldPanel("subtitle"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("issuer", heading="编印单位"), FieldPanel("published_on")], heading="封面"
        ),
        FieldPanel("preface"),
        FieldPanel("items"),
        MultiFieldPanel([FieldPanel("code_each_article"), FieldPanel("leaves")], heading="印刷"),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("tags"), FieldPanel("owner_organization")], heading="归类"
        ),
        QuotationsPanel(),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "口袋书"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Answer what lies below a book: its files, its codes, its buttons."""
        from library.pocketbooks.views import is_below

        if path_components and self.live and is_below(path_components):
            return RouteResult(self, kwargs={"below": path_components})
        # A book has no provisions of its own, so that only Wagtail's ways are left.
        return Page.route(self, request, path_components)

    def serve(
        self, request: HttpRequest, *args: Any, below: list[str] | None = None, **kwargs: Any
    ) -> HttpResponse:
        """Show the book, or what lies below it."""
        from library.pocketbooks import views

        return views.serve_below(request, self, below) if below else views.show(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft: its page with the page count, or the book as it would be printed."""
        from library.pocketbooks import views

        vars(request)["is_preview"] = True
        return views.preview(request, self, mode_name)

    @property
    def newest(self) -> "PocketBookIssue | None":
        """Return the edition that is handed out."""
        return self.issues.filter(is_offered=False).order_by("-number").first() if self.pk else None


class PocketBookIssue(models.Model):
    """An edition of a pocket book: everything it prints, frozen, so that it can be built again to the byte.

    `content` is a `printing.Book` as JSON (shape version 1, written in it as `shape`). An issue `is_offered` while it was
    built from an amended source and nobody who may publish the book has taken it; it is not handed out.
    """

    book = models.ForeignKey(
        PocketBookPage, verbose_name="口袋书", on_delete=models.CASCADE, related_name="issues"
    )
    number = models.PositiveIntegerField("版次")
    content = models.JSONField("内容")
    digest = models.CharField("内容指纹", max_length=64)
    printed_on = models.DateField("日期")
    created_at = models.DateTimeField("编成时间", auto_now_add=True)
    is_offered = models.BooleanField("待确认", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "口袋书版次"
        ordering = ["book", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["book", "number"], name="issue_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"

    def printed(self) -> Book:
        """Return what is printed."""
        return Book.from_json(self.content)


class PinnedText(models.Model):
    """A text an issue holds, or that an answer in it rests on, with the fingerprint of its words on that day.

    `addresses` is a JSON list of addresses of provisions (shape version 1), empty for the whole text; `excerpt` are the
    words of an excerpt; `question` is the number of the question whose answer rests on it, 0 for the chapter itself.
    """

    issue = models.ForeignKey(
        PocketBookIssue, verbose_name="版次", on_delete=models.CASCADE, related_name="pinned"
    )
    chapter = models.PositiveIntegerField("章")
    question = models.PositiveIntegerField("第几问的依据", default=0)
    material = models.ForeignKey(
        MaterialPage,
        verbose_name="资料",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pinned_in",
    )
    title = models.CharField("标题", max_length=255)
    addresses = models.JSONField("条款", default=list, blank=True)
    excerpt = models.TextField("摘录", blank=True)
    digest = models.CharField("文字指纹", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "口袋书所收版本"
        ordering = ["issue", "chapter", "question"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["issue", "chapter", "question"], name="chapter_or_answer_pins_one_text"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PocketBookFile(models.Model):
    """One shape of an issue: waiting, being made, or made and kept by the fingerprint of its bytes.

    `missing` is a JSON list of sentences (shape version 1) on characters the face lacks.
    """

    class State(models.TextChoices):
        NEW = "new", "未生成"
        WAITING = "waiting", "排队"
        BUILDING = "building", "正在生成"
        READY = "ready", "可以下载"
        FAILED = "failed", "没有成功"

    issue = models.ForeignKey(
        PocketBookIssue, verbose_name="版次", on_delete=models.CASCADE, related_name="files"
    )
    format = models.CharField("形式", max_length=20, choices=[(form.value, form.label) for form in Format])
    leaves = models.PositiveSmallIntegerField("每帖张数", default=0)
    state = models.CharField("状态", max_length=10, choices=State, default=State.NEW, db_index=True)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    stage = models.CharField("正在做", max_length=40, blank=True)
    error = models.CharField("原因", max_length=400, blank=True)
    file = models.FileField("文件", upload_to="books/", storage=private_storage, blank=True, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    bytes = models.PositiveIntegerField("大小", default=0)
    pages = models.PositiveIntegerField("页数", default=0)
    seconds = models.FloatField("用时", default=0)
    missing = models.JSONField("缺字", default=list, blank=True)
    changed_at = models.DateTimeField("状态时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "口袋书文件"
        ordering = ["issue", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "format", "leaves"], name="file_is_made_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.form.label}"

    @property
    def form(self) -> Format:
        """Return the shape."""
        return Format(self.format)

    @property
    def is_under_way(self) -> bool:
        """Tell whether somebody should look again soon."""
        return self.state in {self.State.WAITING, self.State.BUILDING}
