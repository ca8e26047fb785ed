"""What binds questions to their sources: the words as they were cited, doubts about them, and proposals."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete

from library.models import MaterialPage
from library.models.source import private_storage
from quizzes.models.question import Question, QuestionBank, QuestionCitation, QuestionVersion


class CitedText(models.Model):
    """A provision as it read when a question cited it; kept, because provisions are rebuilt on every publish.

    `text` leaves the provision's own number out, so that a renumbered article still reads the same.
    """

    citation = models.OneToOneField(
        QuestionCitation, verbose_name="出处", on_delete=models.CASCADE, related_name="kept"
    )
    number = models.CharField("条序", max_length=60, blank=True)
    text = models.TextField("当时的条文")

    class Meta:
        verbose_name = verbose_name_plural = "出处当时的条文"

    def __str__(self) -> str:
        return f"{self.number} {self.text[:20]}"


class StaleCitation(models.Model):
    """A cited provision that reads otherwise now, or stands elsewhere, or is gone; until somebody settles it.

    `material` and `address` are where the provision most likely stands now.
    """

    class Change(models.TextChoices):
        """What happened to the provision."""

        CHANGED = "changed", "条文改了"
        MOVED = "moved", "条序变了，文字没有变"
        REMOVED = "removed", "现行版本里没有这一条了"

    class Outcome(models.TextChoices):
        """How it was settled."""

        CONFIRMED = "confirmed", "仍然正确"
        REVISED = "revised", "已修改题目"
        RETIRED = "retired", "已停用"
        RESTORED = "restored", "条文改回原样"

    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.CASCADE, related_name="stale_citations"
    )
    citation = models.ForeignKey(
        QuestionCitation, verbose_name="出处", on_delete=models.CASCADE, related_name="doubts"
    )
    change = models.CharField("变化", max_length=20, choices=Change)
    material = models.ForeignKey(
        MaterialPage,
        verbose_name="现行文本",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.CharField("现在的条款地址", max_length=200, blank=True)
    found_at = models.DateTimeField("发现时间")
    outcome = models.CharField("处理", max_length=20, choices=Outcome, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="处理人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "待复核的出处"
        ordering = ["-found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["citation"], condition=models.Q(settled_at=None), name="citation_is_doubted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}：{self.get_change_display()}"


class SourceSearch(models.Model):
    """That the source of a version was looked for; its proposals may be none. `is_set_aside`: a person wants none."""

    version = models.OneToOneField(
        QuestionVersion, verbose_name="题目版本", on_delete=models.CASCADE, related_name="source_search"
    )
    looked_at = models.DateTimeField("查找时间")
    is_set_aside = models.BooleanField("都不是", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "出处查找"

    def __str__(self) -> str:
        return f"{self.version}"


class SourceProposal(models.Model):
    """A provision a question's answer may stand in; nothing is linked until it is accepted."""

    search = models.ForeignKey(
        SourceSearch, verbose_name="查找", on_delete=models.CASCADE, related_name="proposals"
    )
    rank = models.PositiveSmallIntegerField("名次")
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.CASCADE, related_name="+"
    )
    address = models.CharField("条款地址", max_length=200)
    quote = models.TextField("原句", blank=True)
    confidence = models.FloatField("把握")

    class Meta:
        verbose_name = verbose_name_plural = "出处建议"
        ordering = ["search", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["search", "rank"], name="source_proposal_has_one_rank")
        ]

    def __str__(self) -> str:
        return f"{self.material.title} {self.address}（{self.confidence:.2f}）"


class QuestionUpload(models.Model):
    """A file of questions between upload and import; its bytes go once it has been brought in.

    `report` is a JSON object (shape version 1): what `LoadReport` says, errors and repeats as lists of [row, message].
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "待确认"
        WORKING = "working", "正在导入"
        DONE = "done", "已导入"
        FAILED = "failed", "没有导入"

    UNDER_WAY: ClassVar[tuple[str, ...]] = (State.WAITING, State.WORKING)

    bank = models.ForeignKey(QuestionBank, verbose_name="题库", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=255)
    file = models.FileField("文件", upload_to="questions/%Y/%m/", storage=private_storage, blank=True)
    format = models.CharField("格式", max_length=20, default="auto")
    state = models.CharField("状态", max_length=20, choices=State, default=State.WAITING)
    skip_bad = models.BooleanField("跳过有错的行", default=False)
    report = models.JSONField("结果", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    changed_at = models.DateTimeField("最近变动", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的题目文件"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


def _forget_bytes(sender: type, instance: QuestionUpload, **kwargs: object) -> None:
    """A database forgets by itself; a file store has to be told."""
    if instance.file:
        instance.file.delete(save=False)


post_delete.connect(_forget_bytes, sender=QuestionUpload, dispatch_uid="quizzes.upload_deleted")
