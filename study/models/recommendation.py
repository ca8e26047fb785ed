"""What an organisation asks or advises an audience to study."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from library.models import MaterialPage
from members.models import Audience, Organization
from quizzes.models import QuizPage
from study.querysets import RecommendationQuerySet


class Recommendation(models.Model):
    """An audience × a material, pocket book, lecture or quiz × 必学/推荐 × a window × a reason.

    A pocket book and a lecture are materials. Who is told what is decided by `study.recommending.ranking`.
    """

    class Strength(models.TextChoices):
        REQUIRED = "required", "必学"
        ADVISED = "advised", "推荐"

    audience = models.ForeignKey(
        Audience, verbose_name="受众", on_delete=models.CASCADE, related_name="recommendations"
    )
    material = models.ForeignKey(
        MaterialPage,
        verbose_name="资料、口袋书或微党课",
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
                violation_error_message="请选一份资料（口袋书、微党课）或一个测验，二者选一。",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="recommendation_is_due_after_it_starts",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience}：{self.material or self.quiz}"

    def clean(self) -> None:
        """Refuse to tell the same people twice about the same thing at one time; the two might contradict each other."""
        super().clean()
        rival = self._rival()
        if rival is not None:
            raise ValidationError(
                f"{rival.organization.label}已经把《{rival.target_title}》作为{rival.strength_label()}推荐给“{rival.audience}”"
                f"（{rival.window_label()}），时间和这一条重叠。请修改原来那一条，或者把日期错开。"
            )

    def _rival(self) -> "Recommendation | None":
        if self.audience_id is None or self.organization_id is None:
            return None
        same = Recommendation.objects.filter(
            audience=self.audience_id,
            organization=self.organization_id,
            material=self.material_id,
            quiz=self.quiz_id,
        ).exclude(pk=self.pk)
        return (
            same.overlapping(self.starts_on, self.due_on).select_related("organization", "audience").first()
        )

    @property
    def target_title(self) -> str:
        """Return the title of what is recommended."""
        return str(self.quiz or self.material)

    def window_label(self) -> str:
        """Return the window in Chinese."""
        if self.starts_on is None and self.due_on is None:
            return "没有限定日期"
        return f"{self.starts_on or '不限'} 至 {self.due_on or '不限'}"

    @admin.display(description="要求")
    def strength_label(self) -> str:
        """Return the Chinese name of the strength."""
        return self.Strength(self.strength).label
