"""Where a member was in a material."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from library.models import MaterialPage
from study.querysets import ProgressQuerySet


class Progress(models.Model):
    """A member's place in a material; private to the member, shared by all their devices.

    `material` is the text that was open (a regulation's edition, not the regulation). `percent` is the furthest point
    reached, 0–100.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="progress"
    )
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.CASCADE, related_name="progress"
    )
    address = models.CharField("读到", max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField("进度（%）", default=0, validators=[MaxValueValidator(100)])
    started_at = models.DateTimeField("开始时间")
    last_read_at = models.DateTimeField("最近阅读", db_index=True)
    finished_at = models.DateTimeField("读完时间", null=True, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学习进度"
        ordering = ["-last_read_at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "material"], name="one_progress_per_material")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.material}"

    @property
    def resume_url(self) -> str:
        """Return the address that opens the text where the member left it."""
        base = self.material.url or "/"
        return f"{base}#{self.address}" if self.address else base
