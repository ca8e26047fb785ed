"""半年学习小结: drafted from one's own records, edited, handed in."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from members.models import Organization


class PersonalReport(models.Model):
    """A member's report on one half-year; a draft is private, what was handed in stays as it is.

    `period` is a code such as `2026H1`; `organization` is where it was handed in, empty until then.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="党员",
        on_delete=models.PROTECT,
        related_name="personal_reports",
    )
    period = models.CharField("时段", max_length=6)
    body = models.TextField("正文", max_length=20_000)
    organization = models.ForeignKey(
        Organization,
        verbose_name="交给",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="personal_reports",
    )
    saved_at = models.DateTimeField("保存时间")
    handed_in_at = models.DateTimeField("交上时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "半年学习小结"
        ordering: ClassVar[list[str]] = ["-period", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "period"], name="one_personal_report_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.period}"

    @property
    def is_handed_in(self) -> bool:
        """Tell whether the branch has it."""
        return self.handed_in_at is not None
