"""What a member remembers of the questions they met, and the record of every answer it was judged by."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from quizzes.errors import ReviewIsKept
from quizzes.models.attempt import AttemptItem
from quizzes.models.question import Question, QuestionVersion
from quizzes.querysets import ReviewCardQuerySet
from quizzes.reviewing import MOST_A_DAY


class ReviewPlan(models.Model):
    """How a member wants to review: how many questions a day, and before which exam, if any."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="党员",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="review_plan",
    )
    daily_limit = models.PositiveSmallIntegerField(
        "每天最多几题", default=20, validators=[MinValueValidator(1), MaxValueValidator(MOST_A_DAY)]
    )
    exam_on = models.DateField("考试日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "复习安排"

    def __str__(self) -> str:
        return f"{self.member}：每天 {self.daily_limit} 题"

    def exam_after(self, today: date) -> date | None:
        """Return the day of the exam, None when there is none or it has come."""
        return self.exam_on if self.exam_on and self.exam_on > today else None


class ReviewCard(models.Model):
    """One member and one question met in a quiz.

    `memory` is a JSON object (shape version 1: `{shape, state, step, stability, difficulty, last_day}`, see
    `quizzes.reviewing.Memory`; empty before the first answer). The server sets `due_at`. `wrong_at` is set while the
    question is in 错题本, `right_on` is the first day it was answered rightly since. `reviewed_on` is the last day it
    was asked in a review, which the daily number is counted by.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="review_cards"
    )
    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.PROTECT, related_name="review_cards"
    )
    memory = models.JSONField("记忆", default=dict, blank=True)
    due_at = models.DateTimeField("下次复习")
    wrong_at = models.DateTimeField("最近答错", null=True, blank=True)
    right_on = models.DateField("答错以后答对", null=True, blank=True)
    reviewed_on = models.DateField("最近复习", null=True, blank=True)

    objects = ReviewCardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复习卡"
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "question"], name="one_card_a_member_and_question")
        ]
        indexes = [
            models.Index(fields=["member", "due_at"], name="review_due"),
            models.Index(
                fields=["member", "wrong_at"], condition=Q(wrong_at__isnull=False), name="review_wrong"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.question}"


class ReviewLog(models.Model):
    """One answer that changed a card; never changed itself.

    An answer in a review holds what was shown and given, in the shapes of `AttemptItem`; one in a quiz points at its
    `item`. `seconds` is how long it took as far as it is known, `rating` FSRS's 1–4, `is_given` that the member chose
    it. A rating chosen afterwards is a row of its own that `replaces` the first. `before` is the card before the
    answer (JSON, shape version 1: `{shape, memory, wrong_at, right_on}`), so that a rating can be replaced.
    """

    card = models.ForeignKey(ReviewCard, verbose_name="复习卡", on_delete=models.CASCADE, related_name="logs")
    version = models.ForeignKey(
        QuestionVersion, verbose_name="题目版本", on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(
        AttemptItem,
        verbose_name="答题",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="review_logs",
    )
    option_order = models.JSONField("选项顺序", default=list, blank=True)
    answer = models.JSONField("作答", null=True, blank=True)
    is_right = models.BooleanField("答对")
    seconds = models.PositiveSmallIntegerField("用时（秒）", null=True, blank=True)
    rating = models.PositiveSmallIntegerField(
        "记忆程度", validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    is_given = models.BooleanField("本人选择", default=False)
    before = models.JSONField("此前", default=dict, blank=True)
    due_at = models.DateTimeField("下次复习")
    replaces = models.OneToOneField(
        "self",
        verbose_name="更正",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    client_key = models.CharField("请求编号", max_length=64)
    answered_at = models.DateTimeField("作答时间")

    class Meta:
        verbose_name = verbose_name_plural = "复习记录"
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["card", "client_key"], name="review_answer_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.card} {self.answered_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new record; refuse to change an old one."""
        if self.pk:
            raise ReviewIsKept
        super().save(*args, **kwargs)
