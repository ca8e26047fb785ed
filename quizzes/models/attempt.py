"""One person's answers to one paper, frozen on question versions."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.models.question import QuestionVersion
from quizzes.models.quiz import QuizPage
from quizzes.querysets import AttemptItemQuerySet, AttemptQuerySet


class Attempt(models.Model):
    """A member's attempt at a quiz.

    `rules` is a JSON object copied from the quiz at the start, so that editing a quiz never rewrites history; its shapes
    are told in `quizzes.papers.rules`. `deadline` is the time limit's end or the quiz's closing, whichever comes first,
    with the member's extra time. `seed` decided what was drawn and in which order, and never leaves the server; `day`
    is the day of a 每日一练. Scores are in points; `awaiting` counts the answers a person has still to mark (待阅), which
    `score` does not hold yet.
    """

    quiz = models.ForeignKey(QuizPage, verbose_name="测验", on_delete=models.PROTECT, related_name="attempts")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField("第几次")
    rules = models.JSONField("规则")
    seed = models.CharField("抽题种子", max_length=64, default="", editable=False)
    day = models.DateField("哪一天的", null=True, blank=True)
    started_at = models.DateTimeField("开始时间")
    deadline = models.DateTimeField("最迟交卷", null=True, blank=True)
    submitted_at = models.DateTimeField("交卷时间", null=True, blank=True, db_index=True)
    score = models.DecimalField("得分", max_digits=7, decimal_places=2, null=True, blank=True)
    max_score = models.DecimalField("满分", max_digits=7, decimal_places=2)
    awaiting = models.PositiveSmallIntegerField("待阅题数", default=0, db_index=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "member", "number"], name="attempt_is_numbered_once"),
            models.UniqueConstraint(
                fields=["quiz", "member"],
                condition=Q(submitted_at__isnull=True),
                name="one_attempt_under_way",
            ),
            models.UniqueConstraint(
                fields=["quiz", "member", "day"], condition=Q(day__isnull=False), name="one_attempt_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.quiz}（第 {self.number} 次）"

    @property
    def is_submitted(self) -> bool:
        """Tell whether the attempt was handed in."""
        return self.submitted_at is not None

    @property
    def is_pending(self) -> bool:
        """Tell whether a person has still to mark some of it, so that the score may grow."""
        return self.awaiting > 0

    @property
    def ran_out(self) -> bool:
        """Tell whether time ran out, so that the answers saved by then were handed in."""
        return self.deadline is not None and self.submitted_at == self.deadline

    @property
    def is_passed(self) -> bool:
        """Tell whether the score reaches the pass mark that held when the attempt started."""
        return self.score is not None and self.is_passed_with(self.score)

    def is_passed_with(self, score: Decimal) -> bool:
        """Tell whether `score` would reach the pass mark that held when the attempt started."""
        return bool(score * 100 >= self.max_score * self.rules["pass_percent"])


class AttemptItem(models.Model):
    """One question of an attempt, with the answer given and, after handing in, its marks.

    `option_order` is a JSON list: which stored option stands at each place on the page. `answer` has the shape of
    `QuestionVersion.answer` except that a blank's answer is one text; null is “not answered”. `checked_at` is when the
    member was shown right and wrong before handing in (答一题看一题); from then on the answer stands. `device` and
    `turn` tell which page sent the answer and as its how-manieth change, so that one sent twice, late or out of order
    is known; a form without script leaves them empty. `score` of a
    handed-in answer is null while it waits for a person. `marked_by_version` is the version whose key the score was
    last given by, when that is not the one that was asked (重新评分).
    """

    attempt = models.ForeignKey(Attempt, verbose_name="答卷", on_delete=models.CASCADE, related_name="items")
    version = models.ForeignKey(
        QuestionVersion, verbose_name="题目版本", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField("题号")
    points = models.PositiveSmallIntegerField("分值")
    option_order = models.JSONField("选项顺序", default=list, blank=True)
    answer = models.JSONField("作答", null=True, blank=True)
    answered_at = models.DateTimeField("作答时间", null=True, blank=True)
    device = models.CharField("哪个页面", max_length=32, default="", editable=False)
    turn = models.PositiveIntegerField("第几次改动", default=0, editable=False)
    checked_at = models.DateTimeField("看过对错的时间", null=True, blank=True)
    score = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, blank=True)
    marked_by_version = models.ForeignKey(
        QuestionVersion,
        verbose_name="按哪一版的答案评分",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AttemptItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答题"
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_position_is_used_once"),
            models.UniqueConstraint(fields=["attempt", "version"], name="attempt_asks_a_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} 第 {self.position} 题"

    @property
    def key(self) -> QuestionVersion:
        """Return the version whose key and explanation hold for this answer."""
        return self.marked_by_version or self.version

    @property
    def is_right(self) -> bool:
        """Tell whether full marks were given."""
        return self.score is not None and self.score >= self.points
