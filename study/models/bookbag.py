"""红色书袋: what is handed to an audience together, the zip made of it, and who has received it."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from library.models.source import private_storage
from members.models import Audience, Organization


class BookBag(ClusterableModel):
    """A named set of texts, books, lectures and quizzes for an audience."""

    title = models.CharField("名称", max_length=80)
    slug = models.SlugField(
        "地址", max_length=80, unique=True, help_text="网址里的一段，用小写字母、数字和连字符。"
    )
    intro = models.TextField("说明", blank=True, help_text="给谁用、怎样用，一两句话，印在发放页上。")
    organization = models.ForeignKey(
        Organization,
        verbose_name="编发单位",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="book_bags",
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name="受众",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="book_bags",
        help_text="留空为全体党员。",
    )
    is_published = models.BooleanField("已发布", default=False, help_text="不勾选时只有编辑看得到。")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("organization")]),
        InlinePanel("items", heading="装了什么（拖动排序）", label="一份", min_num=1),
        FieldPanel("is_published"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "红色书袋"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the bag's page."""
        return reverse("study:book_bag", args=[self.slug])

    @admin.display(description="页面")
    def page_link(self) -> str:
        """Return a link to the bag's page, for the editor's list."""
        return format_html('<a href="{}">打开</a>', self.get_absolute_url())


class BagItem(Orderable):
    """One thing in a bag: a text, a pocket book, a lecture or a quiz; each is a page."""

    bag = ParentalKey(BookBag, verbose_name="书袋", on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, verbose_name="内容", on_delete=models.CASCADE, related_name="+")
    note = models.CharField("一句话说明", max_length=120, blank=True, help_text="为什么带上它，可以留空。")

    panels: ClassVar[list[Any]] = [
        PageChooserPanel("page", ["library.MaterialPage", "quizzes.QuizPage"]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "书袋内容"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bag", "page"],
                name="bag_holds_a_page_once",
                violation_error_message="同一份内容在一个书袋里只放一次。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bag}：{self.page}"


class BagPack(models.Model):
    """The zip of a bag as its contents read at one time, kept by the fingerprint of its bytes.

    `digest` is the fingerprint of what it was made from, so that the same contents are packed once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队"
        BUILDING = "building", "正在打包"
        READY = "ready", "可以下载"
        FAILED = "failed", "没有成功"

    bag = models.ForeignKey(BookBag, verbose_name="书袋", on_delete=models.CASCADE, related_name="packs")
    digest = models.CharField("内容指纹", max_length=64)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    stage = models.CharField("正在做", max_length=120, blank=True)
    error = models.CharField("原因", max_length=400, blank=True)
    file = models.FileField("文件", storage=private_storage, blank=True, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    bytes = models.PositiveBigIntegerField("大小", default=0)
    changed_at = models.DateTimeField("状态时间")

    class Meta:
        verbose_name = verbose_name_plural = "书袋压缩包"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bag", "digest"], name="bag_contents_are_packed_once")
        ]

    def __str__(self) -> str:
        return f"{self.bag} {self.digest[:8]}"

    @property
    def is_under_way(self) -> bool:
        """Tell whether somebody should look again soon."""
        return self.state in {self.State.WAITING, self.State.BUILDING}


class BagDelivery(models.Model):
    """A member has received a bag, as a secretary ticked."""

    bag = models.ForeignKey(BookBag, verbose_name="书袋", on_delete=models.CASCADE, related_name="deliveries")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="bags_received"
    )
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "书袋发放"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bag", "member"], name="bag_is_received_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.bag}"
