"""A quiz: for whom, when, under which rules. What it asks stands in `paper.py`."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from library.models import MicroLecturePage, TopicPage
from library.panels import QuotationsPanel
from members.models import Audience, Organization
from quizzes.querysets import QuizQuerySet
from quizzes.quiz_forms import QuizPageForm
from quizzes.reach import ReachPanel

# First words of addresses under /quizzes/ that are no quiz.
TAKEN_SLUGS = {"attempts", "marking", "review", "wrong"}


class QuizIndexPage(Page):
    """测验: the place of the quizzes in the page tree; what a member sees there is `quizzes.views.listing`."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["quizzes.QuizPage"]
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "测验目录"

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Return the one address of the list, whatever the page's slug."""
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], reverse("quizzes:list"))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Go to the list."""
        return redirect("quizzes:list")


class QuizPage(Page):
    """A set of questions with its rules; the rules are copied onto each attempt when it starts.

    Live is what members see; who of them is said by `audience` alone, so Wagtail's page privacy is off here.
    """

    class Kind(models.TextChoices):
        PRACTICE = "practice", "自测"
        EXAM = "exam", "考试"
        DAILY = "daily", "每日一练"

    class Feedback(models.TextChoices):
        AT_ONCE = "at_once", "答一题看一题"
        SUBMITTED = "submitted", "交卷以后"
        CLOSED = "closed", "截止以后"

    intro = models.TextField("说明", blank=True)
    kind = models.CharField(
        "类型",
        max_length=20,
        choices=Kind,
        default=Kind.PRACTICE,
        help_text="每日一练每人每天一份，当天交卷，次数和时间窗口之外不再限制。",
    )
    feedback = models.CharField(
        "什么时候看到答案", max_length=20, choices=Feedback, default=Feedback.SUBMITTED
    )
    topic = models.ForeignKey(
        TopicPage,
        verbose_name="专题",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quizzes",
    )
    lecture = models.ForeignKey(
        MicroLecturePage,
        verbose_name="接在微党课后面",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quizzes",
        help_text="选了以后，这一课的页面末尾就有这几道题，一般三道。",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name="组织单位",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quizzes",
        help_text="抽题没有选题库的，从共享题库和这个组织（含下级）的题库里抽；留空只抽共享题库。",
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name="受众",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quizzes",
        help_text="留空为全体党员。",
    )
    opens_at = models.DateTimeField("开始时间", null=True, blank=True)
    closes_at = models.DateTimeField("截止时间", null=True, blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(
        "限时（分钟）", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    pass_percent = models.PositiveSmallIntegerField(
        "合格线（%）", default=60, validators=[MaxValueValidator(100)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        "可答次数", null=True, blank=True, validators=[MinValueValidator(1)], help_text="留空为不限次数。"
    )
    shuffle_questions = models.BooleanField("打乱题目", default=False, help_text="只在各部分里面打乱。")
    shuffle_options = models.BooleanField("打乱选项", default=True)
    is_for_group = models.BooleanField(
        "集体一起答题",
        default=False,
        help_text="勾选后，每个人的题目和顺序都一样，和打印出来的卷子一致；上面两项打乱不起作用。",
    )

    parent_page_types: ClassVar[list[str]] = ["quizzes.QuizIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    private_page_options: ClassVar[list[str]] = []
    base_form_class = QuizPageForm
    prose_fields: ClassVar[tuple[str, ...]] = ("intro",)
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        QuotationsPanel(),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("topic")]),
        FieldPanel("lecture"),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("organization"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            ],
            heading="谁能答，什么时候",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("time_limit_minutes"), FieldPanel("attempts_allowed")]),
                FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("feedback")]),
                FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]),
                FieldPanel("is_for_group"),
            ],
            heading="规则",
        ),
        ReachPanel("sections", heading="试卷", label="部分", min_num=1),
    ]
    promote_panels: ClassVar[list[Any]] = [MultiFieldPanel([FieldPanel("slug")], heading="地址")]

    # Titles and introductions only: questions and their keys never reach the index. `quizzes.finding` tells it.
    search_auto_update = False
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.FilterField("audience"),
        index.FilterField("expire_at"),
    ]

    objects = PageManager.from_queryset(QuizQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "测验"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="quiz_closes_after_it_opens",
                violation_error_message="截止时间要晚于开始时间。",
            )
        ]

    def clean(self) -> None:
        """Refuse an address another page has, and rules that contradict each other."""
        super().clean()
        faults = {}
        if self.slug in TAKEN_SLUGS:
            faults["slug"] = f"地址“{self.slug}”已经留给别的页面，请换一个。"
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            faults["closes_at"] = "截止时间要晚于开始时间。"
        if self.feedback == self.Feedback.CLOSED and not self.closes_at:
            faults["closes_at"] = "选了“截止以后”看答案，请填写截止时间。"
        if self.feedback == self.Feedback.AT_ONCE and self.kind == self.Kind.EXAM:
            faults["feedback"] = "考试不能答一题看一题，请选“交卷以后”或“截止以后”。"
        if faults:
            raise ValidationError(faults)

    @admin.display(description="类型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label

    @property
    def is_daily(self) -> bool:
        """Tell whether everybody gets a paper a day."""
        return self.kind == self.Kind.DAILY

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Return the address members know, whatever the slug of the page above."""
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], reverse("quizzes:quiz", args=[self.slug]))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Go to the quiz's one address, where the audience is asked."""
        return redirect("quizzes:quiz", slug=self.slug)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Show the paper as a member might get it, for the editor only."""
        from quizzes.papers.previewing import preview_context

        return TemplateResponse(request, "quizzes/quiz_preview.html", preview_context(self))
