"""A paper: which questions, for whom, when, under which rules."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from library.models import TopicPage
from members.models import Audience, Organization
from quizzes.models.question import Question
from quizzes.querysets import QuizQuerySet

# First words of addresses under /quizzes/ that are no quiz.
TAKEN_SLUGS = {"attempts", "review", "wrong"}


class Quiz(index.Indexed, ClusterableModel):
    """A set of questions with its rules; the rules are copied onto each attempt when it starts."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", "练习"
        TEST = "test", "测验"

    title = models.CharField("标题", max_length=120)
    slug = models.SlugField("地址", max_length=120, unique=True, allow_unicode=True)
    intro = models.TextField("说明", blank=True)
    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.PRACTICE)
    topic = models.ForeignKey(
        TopicPage,
        verbose_name="专题",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quizzes",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name="组织单位",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quizzes",
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name="受众",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quizzes",
        help_text="留空为全体党员。",
    )
    opens_at = models.DateTimeField("开始时间", null=True, blank=True)
    closes_at = models.DateTimeField("截止时间", null=True, blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(
        "限时（分钟）", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    pass_percent = models.PositiveSmallIntegerField(
        "合格线（%）", default=60, validators=[MaxValueValidator(100)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        "可答次数", null=True, blank=True, validators=[MinValueValidator(1)], help_text="留空为不限次数。"
    )
    shuffle_options = models.BooleanField(
        "打乱选项", default=True, help_text="集体一起答题时取消勾选，大家看到的选项顺序就一样。"
    )
    is_published = models.BooleanField("已发布", default=False, help_text="勾选后，受众里的党员就能看到。")

    # Titles and introductions only: questions and their keys never reach the index. `quizzes.finding` tells it.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("intro"),
        index.FilterField("id"),
        index.FilterField("is_published"),
        index.FilterField("audience"),
    ]

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "测验"
        ordering = ["-opens_at", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="quiz_closes_after_it_opens",
                violation_error_message="截止时间要晚于开始时间。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an address another page has."""
        super().clean()
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": f"地址“{self.slug}”已经留给别的页面，请换一个。"})

    @admin.display(description="类型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label


class QuizQuestion(models.Model):
    """A question's place in a quiz."""

    quiz = ParentalKey(Quiz, verbose_name="测验", on_delete=models.CASCADE, related_name="entries")
    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.PROTECT, related_name="quiz_entries"
    )
    points = models.PositiveSmallIntegerField("分值", default=1, validators=[MinValueValidator(1)])
    sort_order = models.PositiveIntegerField("顺序", default=0, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = verbose_name_plural = "测验题目"
        ordering = ["sort_order"]
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="quiz_asks_a_question_once")]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.question}"
