"""What a member said they do not want suggested, and why."""

from typing import ClassVar

from django.conf import settings
from django.contrib import admin
from django.db import models
from wagtail.models import Page


class Dismissal(models.Model):
    """A page a member wants suggested no more; private to the member, and taken back with one click.

    `source` is where the suggestion came from: `advised` for an organisation's advice, else the name of a computed source.
    """

    class Reason(models.TextChoices):
        KNOWN = "known", "已经学过"
        UNFIT = "unfit", "和我的工作关系不大"
        LATER = "later", "这段时间顾不上"
        OTHER = "other", "其他"

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="dismissals"
    )
    page = models.ForeignKey(Page, verbose_name="内容", on_delete=models.CASCADE, related_name="dismissals")
    source = models.CharField("出自", max_length=20)
    reason = models.CharField("原因", max_length=10, choices=Reason)
    words = models.CharField("补充", max_length=120, blank=True)
    dismissed_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "不再推荐"
        ordering: ClassVar[list[str]] = ["-dismissed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "page"], name="dismisses_a_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.page}"

    @admin.display(description="原因")
    def reason_label(self) -> str:
        """Return the reason in Chinese, with what the member added."""
        return self.words or self.Reason(self.reason).label
