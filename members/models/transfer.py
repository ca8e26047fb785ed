"""When a member moved from one organisation to another."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from members.models.organization import Organization


class Transfer(models.Model):
    """A move; `on` is the first day in the new organisation.

    `Member.organization` says where somebody belongs now; these rows say where they belonged before, so that a record
    written afterwards, or read years later, names the branch of its own day.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="transfers"
    )
    origin = models.ForeignKey(
        Organization, verbose_name="转出", on_delete=models.PROTECT, related_name="transfers_out"
    )
    destination = models.ForeignKey(
        Organization, verbose_name="转入", on_delete=models.PROTECT, related_name="transfers_in"
    )
    on = models.DateField("转入日期", help_text="从这一天起算新的党组织的人。")

    class Meta:
        verbose_name = verbose_name_plural = "组织关系转接"
        ordering: ClassVar[list[str]] = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.member}：{self.origin.label} → {self.destination.label}"
