"""Recordings: a video or a sound file as it was checked at upload, and its captions."""

from typing import ClassVar

from django.conf import settings
from django.contrib import admin
from django.core.files.storage import Storage, storages
from django.db import models

from media.captions import Line, say_clock
from media.models.pictures import CustomImage


def private_storage() -> Storage:
    """Return the storage of files that only a policy hands out."""
    return storages["private"]


class Recording(models.Model):
    """A video or sound file with what was found in it.

    `duration` is in seconds, `size` in bytes, `loudness` in dBFS (root mean square of the mono mix, 0 is full scale).
    `notes` is a JSON list of sentences (shape version 1: list of text) about what phones cannot play.
    `sound` is the sound alone, for a weak line; empty when the recording is sound already or cannot be copied out.
    """

    class Kind(models.TextChoices):
        VIDEO = "video", "视频"
        AUDIO = "audio", "音频"

    title = models.CharField("名称", max_length=255)
    file = models.FileField("文件", upload_to="recordings/", storage=private_storage, max_length=200)
    kind = models.CharField("类型", max_length=10, choices=Kind, editable=False)
    content_type = models.CharField("格式", max_length=60, editable=False)
    size = models.PositiveBigIntegerField("大小", editable=False)
    duration = models.FloatField("时长（秒）", editable=False)
    width = models.PositiveIntegerField("宽", default=0, editable=False)
    height = models.PositiveIntegerField("高", default=0, editable=False)
    video_codec = models.CharField("画面编码", max_length=40, blank=True, editable=False)
    audio_codec = models.CharField("声音编码", max_length=40, blank=True, editable=False)
    loudness = models.FloatField("响度（dBFS）", null=True, editable=False)
    notes = models.JSONField("播放说明", default=list, blank=True, editable=False)
    poster = models.ForeignKey(
        CustomImage, verbose_name="封面", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sound = models.FileField(
        "只有声音",
        upload_to="recordings/",
        storage=private_storage,
        max_length=200,
        blank=True,
        editable=False,
    )
    sound_type = models.CharField("声音格式", max_length=60, blank=True, editable=False)
    sound_size = models.PositiveBigIntegerField("声音大小", default=0, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "录像和录音"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        """Tell whether there is a picture."""
        return self.kind == self.Kind.VIDEO

    @property
    def duration_ms(self) -> int:
        """Return the length in milliseconds."""
        return round(self.duration * 1000)

    @admin.display(description="时长")
    def length(self) -> str:
        """Return the length as a clock shows it, e.g. 3:12."""
        return say_clock(self.duration_ms)

    @admin.display(description="类型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label


class CaptionTrack(models.Model):
    """The captions of a recording.

    `faults` is a JSON list of sentences (shape version 1: list of text): what was mended when the file was read.
    """

    recording = models.OneToOneField(
        Recording, verbose_name="录像", on_delete=models.CASCADE, related_name="captions"
    )
    filename = models.CharField("字幕文件", max_length=255, blank=True)
    faults = models.JSONField("修补说明", default=list, blank=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "字幕"

    def __str__(self) -> str:
        return f"{self.recording} 的字幕"

    def lines(self) -> list[Line]:
        """Return the cues as plain values, in order."""
        return [Line(cue.start_ms, cue.end_ms, cue.text) for cue in self.cues.all()]


class Cue(models.Model):
    """One caption: from `start_ms` to `end_ms` of the recording."""

    track = models.ForeignKey(
        CaptionTrack, verbose_name="字幕", on_delete=models.CASCADE, related_name="cues"
    )
    start_ms = models.PositiveIntegerField("起（毫秒）")
    end_ms = models.PositiveIntegerField("止（毫秒）")
    text = models.TextField("文字")

    class Meta:
        verbose_name = verbose_name_plural = "一条字幕"
        ordering: ClassVar[list[str]] = ["track", "start_ms", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["track", "start_ms"])]

    def __str__(self) -> str:
        return self.text
