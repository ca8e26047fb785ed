"""What became of a plan: filed as a snapshot, reviewed, looked at; and the address of a member's calendar."""

import hashlib
import json
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db import models

from members.models import Organization
from study.models.plan import StudyPlan
from study.plans.querysets import PlanFilingQuerySet


class Unchangeable(Exception):
    """Code tried to change what was filed; no person can."""


class KeptAsWritten(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to write over one."""
        if self.pk is not None and not self._state.adding:
            raise Unchangeable(f"{self._meta.verbose_name} {self.pk} was written already")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse."""
        raise Unchangeable(f"{self._meta.verbose_name} {self.pk} is kept")


class PlanFiling(KeptAsWritten):
    """A plan as it was handed in.

    `content` is the canonical JSON that `sha256` was taken from, as text so that its bytes stay; its shapes are told in
    `study.plans.snapshot`. `number` is the receipt's. `organization` is where the member was, `reviewed_by` whose review
    was asked, both as things stood on that day.
    """

    plan = models.ForeignKey(StudyPlan, verbose_name="计划", on_delete=models.PROTECT, related_name="filings")
    version = models.PositiveSmallIntegerField("第几版")
    number = models.CharField("回执号", max_length=40, unique=True)
    content = models.TextField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    organization = models.ForeignKey(
        Organization, verbose_name="所在党组织", on_delete=models.PROTECT, related_name="plan_filings"
    )
    reviewed_by = models.ForeignKey(
        Organization, verbose_name="报送", on_delete=models.PROTECT, related_name="plans_to_review"
    )
    filed_at = models.DateTimeField("上报时间")

    objects = PlanFilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上报的自学计划"
        ordering: ClassVar[list[str]] = ["-filed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "version"], name="plan_version_is_filed_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan}（第 {self.version} 版）"

    @property
    def snapshot(self) -> dict[str, Any]:
        """Return the plan as it was handed in."""
        return dict(json.loads(self.content))

    @property
    def is_intact(self) -> bool:
        """Tell whether the content still has the fingerprint on the receipt."""
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256


class PlanReview(KeptAsWritten):
    """What the superior organisation said of a filing; one decision each."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "审阅通过"
        RETURNED = "returned", "退回修改"

    filing = models.OneToOneField(
        PlanFiling, verbose_name="上报的计划", on_delete=models.PROTECT, related_name="review"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审阅人", on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField("结论", max_length=20, choices=Decision)
    comment = models.TextField("意见", blank=True)
    decided_at = models.DateTimeField("审阅时间")

    class Meta:
        verbose_name = verbose_name_plural = "计划审阅"

    def __str__(self) -> str:
        return f"{self.filing}：{self.decision_label()}"

    @admin.display(description="结论")
    def decision_label(self) -> str:
        """Return the decision in Chinese."""
        return self.Decision(self.decision).label


class PlanInspection(models.Model):
    """Somebody above looked at a filed plan; the member sees who, and when last within an hour."""

    filing = models.ForeignKey(
        PlanFiling, verbose_name="上报的计划", on_delete=models.CASCADE, related_name="inspections"
    )
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="查看人", on_delete=models.PROTECT, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, verbose_name="以哪个党组织的名义", on_delete=models.PROTECT, related_name="+"
    )
    viewed_at = models.DateTimeField("查看时间")

    class Meta:
        verbose_name = verbose_name_plural = "计划查看记录"
        ordering: ClassVar[list[str]] = ["-viewed_at"]

    def __str__(self) -> str:
        return f"{self.viewer} · {self.filing}"


class CalendarFeed(models.Model):
    """The secret address of a member's calendar; a new one ends the old one."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="calendar_feed"
    )
    secret = models.CharField("密钥", max_length=64, unique=True)
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.member}的日历"
