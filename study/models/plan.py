"""个人自学计划: a member's own plan, what is in it, and when they cannot study."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from study.models.annual_plan import AnnualItem, AnnualPlan, PlanTemplate
from study.models.planned import PlannedThing
from study.models.session import StudySession
from study.plans.querysets import PlanItemQuerySet, StudyPlanQuerySet

LEAST_MINUTES, MOST_MINUTES = 15, 20 * 60


def working_days() -> list[int]:
    """Return Monday to Friday."""
    return [0, 1, 2, 3, 4]


class StudyPlan(models.Model):
    """A member's working copy, private to them; what the superior sees is a filing of it.

    `study_days` is a JSON list of weekdays, 0 is Monday (shape version 1). `weekly_minutes` is what the member can spare
    in a week. Days from `starts_on` to `ends_on`, both included.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="study_plans"
    )
    title = models.CharField("名称", max_length=120)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    weekly_minutes = models.PositiveSmallIntegerField(
        "每周能学（分钟）",
        default=60,
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)],
    )
    study_days = models.JSONField("哪几天学", default=working_days)
    annual_plan = models.ForeignKey(
        AnnualPlan,
        verbose_name="依据的年度计划",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="study_plans",
    )
    template = models.ForeignKey(
        PlanTemplate,
        verbose_name="依据的模板",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("起草时间")
    changed_at = models.DateTimeField("最近修改")

    objects = StudyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自学计划"
        ordering: ClassVar[list[str]] = ["-starts_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="study_plan_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the member's own page of it."""
        return reverse("study:plan", args=[self.pk])

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies within the plan."""
        return self.starts_on <= day <= self.ends_on


class PlanItem(PlannedThing):
    """One thing of a personal plan, with the dates proposed for it, or one day the member fixed.

    `not_before` and `not_after` come from the annual plan's month. `done_on` is said by the member; what the site itself
    knows (a text read, a quiz handed in, a lecture watched) is never stored here but read where it is recorded.
    """

    plan = models.ForeignKey(StudyPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="items")
    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    sort_order = models.PositiveIntegerField("顺序", default=0)
    session = models.ForeignKey(
        StudySession,
        verbose_name="集中学习",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    not_before = models.DateField("不早于", null=True, blank=True)
    not_after = models.DateField("不晚于", null=True, blank=True)
    fixed_on = models.DateField("固定日期", null=True, blank=True)
    fixed_at = models.TimeField("时间", null=True, blank=True)
    starts_on = models.DateField("开始学", null=True, blank=True)
    due_on = models.DateField("学完", null=True, blank=True)
    done_on = models.DateField("本人登记完成", null=True, blank=True)
    done_note = models.CharField("完成情况", max_length=200, blank=True)
    annual_item = models.ForeignKey(
        AnnualItem,
        verbose_name="来自年度计划",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    changed_at = models.DateTimeField("最近修改")

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自学计划内容"
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="plan_item_is_due_after_it_starts",
                violation_error_message="学完的日期不能早于开始的日期。",
            )
        ]

    @property
    def is_by_hand(self) -> bool:
        """Tell whether only the member can say that it is done: not of a session whose roll is kept here."""
        return super().is_by_hand and self.session_id is None


class PlanBreak(models.Model):
    """Days within a plan on which the member cannot study: leave, a trip; both included."""

    plan = models.ForeignKey(StudyPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="breaks")
    starts_on = models.DateField("从")
    ends_on = models.DateField("到")
    reason = models.CharField("原因", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "不安排学习的日子"
        ordering: ClassVar[list[str]] = ["starts_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_break_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}—{self.ends_on}"
