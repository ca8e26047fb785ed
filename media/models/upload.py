"""Large files on their way up, in pieces."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file one member is sending in pieces; `received` bytes of `size` lie in `path`. Private to the member."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("大小")
    received = models.PositiveBigIntegerField("已收到", default=0)
    expires_at = models.DateTimeField("过期时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传中的文件"
        ordering: ClassVar[list[str]] = ["-expires_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Return where the bytes lie: a folder of this machine, never below what the web server hands out."""
        return Path(settings.UPLOAD_ROOT) / f"{self.pk}.part"

    @property
    def is_complete(self) -> bool:
        """Tell whether every byte is here."""
        return self.received == self.size
