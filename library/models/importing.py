"""Many files brought in at once: which, what became of each, and where the work stands."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete
from django.utils import timezone

from library.models.hubs import TopicPage
from library.models.material import MaterialPage
from library.models.source import private_storage


class ImportBatch(models.Model):
    """Files that came in one go; where it stands is told from its files, never stored beside them.

    `moved_at` is when a file was last taken up or finished: a batch nobody has moved for long needs a hand.
    """

    kind = models.CharField("资料类型", max_length=20, choices=MaterialPage.Kind)
    topic = models.ForeignKey(
        TopicPage, verbose_name="专题", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    publish = models.BooleanField("导入后直接发布", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.SET_NULL, null=True, blank=True
    )
    created_at = models.DateTimeField("开始时间", auto_now_add=True)
    moved_at = models.DateTimeField("最近处理", default=timezone.now)
    is_stopped = models.BooleanField("已停止", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "批量导入"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.created_at):%Y-%m-%d %H:%M} 导入的文件"


class ImportFile(models.Model):
    """One file of a batch; its bytes are kept until it has been brought in.

    `claim` is the title it brings in, with kind and day, and `digest` the fingerprint of its text: two different texts
    of one batch never fight for one page.
    """

    class Outcome(models.TextChoices):
        """What became of a file."""

        WAITING = "waiting", "等待处理"
        WORKING = "working", "正在处理"
        CREATED = "created", "新建"
        UPDATED = "updated", "更新"
        UNCHANGED = "unchanged", "没有变化"
        FAILED = "failed", "没有导入"

    PENDING: ClassVar[tuple[str, ...]] = (Outcome.WAITING, Outcome.WORKING)

    batch = models.ForeignKey(
        ImportBatch, verbose_name="批次", on_delete=models.CASCADE, related_name="files"
    )
    position = models.PositiveIntegerField("顺序")
    name = models.CharField("文件名", max_length=400)
    file = models.FileField("文件", upload_to="imports/%Y/%m/", storage=private_storage, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome, default=Outcome.WAITING)
    message = models.CharField("说明", max_length=400, blank=True)
    warnings = models.PositiveIntegerField("提醒", default=0)
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claim = models.CharField("标题和日期", max_length=300, blank=True)
    digest = models.CharField("文字指纹", max_length=64, blank=True)
    changed_at = models.DateTimeField("最近变动", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量导入的文件"
        ordering = ["batch", "position"]
        indexes = [models.Index(fields=["batch", "outcome"], name="import_file_outcome")]

    def __str__(self) -> str:
        return self.name


def _forget_bytes(sender: type, instance: ImportFile, **kwargs: object) -> None:
    """A database forgets by itself; a file store has to be told."""
    if instance.file:
        instance.file.delete(save=False)


post_delete.connect(_forget_bytes, sender=ImportFile, dispatch_uid="library.import_file_deleted")
