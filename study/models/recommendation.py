"""What an organisation asks or advises an audience to study."""

from django.contrib import admin
from django.db import models
from django.db.models import F, Q

from library.models import MaterialPage
from members.models import Audience, Organization
from quizzes.models import QuizPage
from study.querysets import RecommendationQuerySet


class Recommendation(models.Model):
    """An audience × a material or a quiz × 必学/推荐 × a window × a reason."""

    class Strength(models.TextChoices):
        REQUIRED = "required", "必学"
        ADVISED = "advised", "推荐"

    audience = models.ForeignKey(
        Audience, verbose_name="受众", on_delete=models.CASCADE, related_name="recommendations"
    )
    material = models.ForeignKey(
        MaterialPage,
        verbose_name="资料",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    quiz = models.ForeignKey(
        QuizPage,
        verbose_name="测验",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    strength = models.CharField("要求", max_length=20, choices=Strength, default=Strength.ADVISED)
    organization = models.ForeignKey(
        Organization, verbose_name="提出单位", on_delete=models.CASCADE, related_name="recommendations"
    )
    reason = models.CharField(
        "理由",
        max_length=120,
        blank=True,
        help_text="为什么推荐，写给读的人看；留空时按受众自动写，如“因为您是党支部书记”。",
    )
    starts_on = models.DateField("开始日期", null=True, blank=True)
    due_on = models.DateField("截止日期", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐学习"
        ordering = ["strength", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(material__isnull=False, quiz__isnull=True)
                | Q(material__isnull=True, quiz__isnull=False),
                name="recommendation_names_one_thing",
                violation_error_message="请选一份资料或一个测验，二者选一。",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="recommendation_is_due_after_it_starts",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience}：{self.material or self.quiz}"

    @admin.display(description="要求")
    def strength_label(self) -> str:
        """Return the Chinese name of the strength."""
        return self.Strength(self.strength).label
