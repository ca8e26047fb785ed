"""群众收看: one player, and those present."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib import admin
from django.db import models

from library.models import MicroLecturePage
from members.models import Organization


class Screening(models.Model):
    """A lecture watched together; members present enter `code` until `closes_at`, or the host ticks them."""

    lecture = models.ForeignKey(
        MicroLecturePage, verbose_name="微党课", on_delete=models.PROTECT, related_name="screenings"
    )
    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="screenings"
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="主持人", on_delete=models.PROTECT, related_name="screenings"
    )
    code = models.CharField("到场码", max_length=6, db_index=True)
    started_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("登记截止")

    class Meta:
        verbose_name = verbose_name_plural = "群众收看"
        ordering: ClassVar[list[str]] = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.organization.label}收看《{self.lecture.title}》"

    def is_open(self, now: datetime) -> bool:
        """Tell whether the code still holds."""
        return self.started_at <= now < self.closes_at


class Attendance(models.Model):
    """A member who was at a screening, and how that is known."""

    class How(models.TextChoices):
        CODE = "code", "本人输入到场码"
        TICKED = "ticked", "主持人登记"

    screening = models.ForeignKey(
        Screening, verbose_name="群众收看", on_delete=models.CASCADE, related_name="attendances"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="attended"
    )
    how = models.CharField("方式", max_length=10, choices=How)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "收看登记"
        ordering: ClassVar[list[str]] = ["recorded_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["screening", "member"], name="attends_a_screening_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.screening}"

    @admin.display(description="方式")
    def how_label(self) -> str:
        """Return the Chinese name of the way."""
        return self.How(self.how).label
