"""What a member has watched of a lecture."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from library.models import MicroLecturePage


class Watched(models.Model):
    """The parts of a lecture a member has watched, and where they were; private to the member.

    `ranges` is a JSON list of [start, end] in seconds (shape version 1), in order and without overlaps. `reported_at` is
    the server's clock at the last report.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="watched"
    )
    lecture = models.ForeignKey(
        MicroLecturePage, verbose_name="微党课", on_delete=models.CASCADE, related_name="watched"
    )
    ranges = models.JSONField("看过的部分", default=list)
    position = models.FloatField("看到（秒）", default=0)
    reported_at = models.DateTimeField("最近记录")

    class Meta:
        verbose_name = verbose_name_plural = "观看记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "lecture"], name="one_watched_per_lecture")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.lecture}"


class WatchingClock(models.Model):
    """Which time of a member is spent on lectures, so that no moment is spent on two of them.

    `counted` is a JSON list of [start, end] in seconds since 1970 (shape version 1), in order and without overlaps. It
    reaches back as far as a report may still come from a device; what is older is forgotten.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="党员",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="watching_clock",
    )
    counted = models.JSONField("计过的时间", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "观看计到"

    def __str__(self) -> str:
        return str(self.member)
