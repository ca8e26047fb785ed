"""Where a member was in a material."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from library.models import MaterialPage
from study.querysets import ProgressQuerySet


class Progress(models.Model):
    """A member's place in a material; private to the member, shared by all their devices.

    `material` is the text that was open (a regulation's edition, not the regulation). `seen` is a JSON list of addresses of
    the provisions that were read (shape version 1: text, in the order they were counted), `percent` their share of the
    text's characters, which never goes back. `address` is where the reader was last, on whichever device; `spare` how
    many characters the time reported so far could still account for (see `study.pacing`). Rows are always asked for by
    member, and every report moves `last_read_at`, so no index holds it.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="progress"
    )
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.CASCADE, related_name="progress"
    )
    address = models.CharField("读到", max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField("进度（%）", default=0, validators=[MaxValueValidator(100)])
    seen = models.JSONField("读过的条文", default=list, blank=True)
    spare = models.PositiveIntegerField("可计入的字数", default=0, editable=False)
    started_at = models.DateTimeField("开始时间")
    last_read_at = models.DateTimeField("最近阅读")
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


class ReadingClock(models.Model):
    """Which time of a member's reading is accounted for, so that no moment counts twice on two devices.

    `counted` is a JSON list of [start, end] in seconds since 1970 (shape version 1), in order and without overlaps. It
    reaches back a week, as far as a report may still come from a device without a line; what is older is forgotten,
    so that it is no record of how long anybody read, and it is shown to nobody.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="党员",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reading_clock",
    )
    counted = models.JSONField("计过的时间", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "阅读计到"

    def __str__(self) -> str:
        return str(self.member)
