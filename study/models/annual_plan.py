"""年度学习计划 of a committee, and templates of personal plans for a post."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from members.models import Audience, Organization
from study.models.planned import PlannedThing

MONTHS = [(month, f"{month} 月") for month in range(1, 13)]


class AnnualPlan(models.Model):
    """What an organisation wants studied in a year, for its own people and as a pattern for those below.

    `goals` is a goal a line. `source` is the superior's plan it was copied from; what differs is computed, not stored.
    Until it is published only those who answer for the organisation see it.
    """

    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="annual_plans"
    )
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    goals = models.TextField("学习目标", blank=True, help_text="一行一条。")
    audience = models.ForeignKey(
        Audience,
        verbose_name="受众",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annual_plans",
        help_text="留空为本组织及下级的全体党员。",
    )
    source = models.ForeignKey(
        "self",
        verbose_name="依据的上级计划",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adaptations",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("起草时间")
    changed_at = models.DateTimeField("最近修改")
    published_at = models.DateTimeField("印发时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度学习计划"
        ordering: ClassVar[list[str]] = ["-year", "organization__path"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "year"], name="one_annual_plan_a_year"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("study:annual_plan", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Tell whether the organisation's people see it."""
        return self.published_at is not None

    @property
    def goal_lines(self) -> list[str]:
        """Return the goals, one a line."""
        return [line.strip() for line in self.goals.splitlines() if line.strip()]


class AnnualItem(PlannedThing):
    """One thing of an annual plan, in a month or in no particular one; `origin` is what it was copied from."""

    plan = models.ForeignKey(
        AnnualPlan, verbose_name="年度计划", on_delete=models.CASCADE, related_name="items"
    )
    month = models.PositiveSmallIntegerField("月份", null=True, blank=True, choices=MONTHS)
    sort_order = models.PositiveIntegerField("顺序", default=0)
    origin = models.ForeignKey(
        "self", verbose_name="来自", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度计划内容"
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12),
                name="annual_item_month_exists",
                violation_error_message="月份是 1 到 12。",
            )
        ]


class PlanTemplate(ClusterableModel):
    """A pattern of a personal plan for those who hold a post; without dates."""

    title = models.CharField("名称", max_length=80, unique=True)
    intro = models.CharField("说明", max_length=200, blank=True, help_text="给谁用，大约学多久。")
    audience = models.ForeignKey(
        Audience,
        verbose_name="受众",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_templates",
        help_text="留空为全体党员。",
    )
    weekly_minutes = models.PositiveSmallIntegerField("每周分钟", default=60)
    is_published = models.BooleanField("已发布", default=False, help_text="不勾选时只有编辑看得到。")

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("weekly_minutes")]),
        InlinePanel("items", heading="学什么（拖动排序）", label="一项", min_num=1),
        FieldPanel("is_published"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "自学计划模板"
        ordering: ClassVar[list[str]] = ["title"]

    def __str__(self) -> str:
        return self.title

    @admin.display(description="给谁用")
    def audience_label(self) -> str:
        """Return the audience's name, for the editor's list."""
        return self.audience.name if self.audience else "全体党员"


class TemplateItem(Orderable, PlannedThing):
    """One thing of a template."""

    template = ParentalKey(PlanTemplate, verbose_name="模板", on_delete=models.CASCADE, related_name="items")

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("title"),
        PageChooserPanel("material", "library.MaterialPage"),
        FieldRowPanel([FieldPanel("first_address"), FieldPanel("last_address")]),
        PageChooserPanel("quiz", "quizzes.QuizPage"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("note")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "模板内容"
