"""The captured original of a material."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models


def private_storage() -> Storage:
    """Return the storage of files that only a policy hands out."""
    return storages["private"]


class SourceDocument(models.Model):
    """An uploaded file exactly as it came, with what was read from it.

    `decisions` is a JSON list of Chinese sentences (shape version 1: list of text) saying what extraction decided,
    such as the encoding; `metadata` is a JSON object of text (shape version 1) with what the file's header says.
    """

    file = models.FileField("原始文件", upload_to="sources/%Y/%m/", storage=private_storage)
    filename = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    format = models.CharField("格式", max_length=10)
    encoding = models.CharField("编码", max_length=20, blank=True)
    decisions = models.JSONField("读取说明", default=list, blank=True)
    metadata = models.JSONField("文件自述", default=dict, blank=True)
    text = models.TextField("读出的文字")
    kind = models.CharField("资料类型", max_length=20)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.SET_NULL, null=True, blank=True
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "原始文件"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename
