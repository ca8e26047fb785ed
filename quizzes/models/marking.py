"""What people decide about answers and questions after the fact; every row is written once and kept.

Marks of essays, corrections of marks after a wrong key, and the steps of a question from state to state.
"""

from typing import Any

from django.conf import settings
from django.db import models

from quizzes.errors import RecordIsKept
from quizzes.models.attempt import AttemptItem
from quizzes.models.question import Question, QuestionVersion


class KeptRecord(models.Model):
    """A row that is never changed; a correction is another row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; refuse to change an old one."""
        if self.pk:
            raise RecordIsKept
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse."""
        raise RecordIsKept


class EssayMark(KeptRecord):
    """One marking of one written answer; the latest counts.

    `marks` is a JSON list (shape version 1): the points given for each criterion of the rubric of `key`, as text, such
    as "2.5". `score` is what they come to in the points of the paper.
    """

    item = models.ForeignKey(
        AttemptItem, verbose_name="作答", on_delete=models.CASCADE, related_name="essay_marks"
    )
    key = models.ForeignKey(
        QuestionVersion, verbose_name="评分要点所在版本", on_delete=models.PROTECT, related_name="+"
    )
    marks = models.JSONField("各要点得分")
    score = models.DecimalField("得分", max_digits=6, decimal_places=2)
    comment = models.TextField("评语", blank=True)
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="阅卷人", on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField("阅卷时间")

    class Meta:
        verbose_name = verbose_name_plural = "简答评分"
        permissions = [("mark_essay", "可以给所有人的简答题阅卷（不显示姓名）")]
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.score} 分"


class Regrade(KeptRecord):
    """One correction of marks already given, after the key of a question was found wrong."""

    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.PROTECT, related_name="regrades"
    )
    version = models.ForeignKey(
        QuestionVersion, verbose_name="按哪一版的答案", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("理由")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经手人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("重新评分时间")

    class Meta:
        verbose_name = verbose_name_plural = "重新评分"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question}（第 {self.version.number} 版）"


class RegradedItem(KeptRecord):
    """One answer whose mark a regrade changed, with both marks and both totals of its paper."""

    regrade = models.ForeignKey(
        Regrade, verbose_name="重新评分", on_delete=models.CASCADE, related_name="items"
    )
    item = models.ForeignKey(
        AttemptItem, verbose_name="作答", on_delete=models.CASCADE, related_name="regraded"
    )
    before = models.DecimalField("原得分", max_digits=6, decimal_places=2)
    after = models.DecimalField("现得分", max_digits=6, decimal_places=2)
    total_before = models.DecimalField("原总分", max_digits=7, decimal_places=2)
    total_after = models.DecimalField("现总分", max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "改动的得分"
        ordering = ["regrade", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class QuestionStep(KeptRecord):
    """One step of a question from state to state: who took it, when, and why."""

    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.CASCADE, related_name="steps"
    )
    version = models.ForeignKey(
        QuestionVersion, verbose_name="版本", on_delete=models.CASCADE, null=True, related_name="+"
    )
    before = models.CharField("原状态", max_length=20, blank=True)
    after = models.CharField("现状态", max_length=20, choices=Question.State)
    note = models.TextField("说明", blank=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经手人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "题目状态记录"
        ordering = ["question", "pk"]

    def __str__(self) -> str:
        return f"{self.question} → {self.get_after_display()}"
