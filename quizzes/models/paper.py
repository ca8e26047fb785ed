"""What a quiz asks: sections with questions chosen one by one and questions drawn by rule; and who is met halfway."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.models import Orderable

from library.models import MaterialPage
from quizzes.models.question import Question, QuestionBank
from quizzes.models.quiz import QuizPage
from quizzes.reach import ReachPanel

MOST_DRAWN = 200
GIVEN_ALREADY = "这位同志在这次测验里已经有一条照顾，请改那一条。"


class QuizSection(Orderable, ClusterableModel):
    """A part of a paper: its title, what a question in it is worth, and its questions; chosen ones come first."""

    quiz = ParentalKey(QuizPage, verbose_name="测验", on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(
        "标题", max_length=80, blank=True, help_text="如“一、单选题”；只有一个部分时可以留空。"
    )
    points = models.PositiveSmallIntegerField(
        "每题分值", default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("points")]),
        ReachPanel(
            "questions",
            heading="指定的题",
            label="题目",
            panels=[FieldRowPanel([FieldPanel("question"), FieldPanel("points")])],
        ),
        ReachPanel("draws", heading="随机抽的题", label="抽题"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "试卷的部分"

    def __str__(self) -> str:
        return self.title or "未命名的部分"


class QuizQuestion(Orderable):
    """A question's place in a section."""

    section = ParentalKey(
        QuizSection, verbose_name="部分", on_delete=models.CASCADE, related_name="questions"
    )
    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.PROTECT, related_name="quiz_entries"
    )
    points = models.PositiveSmallIntegerField(
        "分值",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="留空为本部分的每题分值。",
    )

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "测验题目"
        constraints = [
            models.UniqueConstraint(fields=["section", "question"], name="section_asks_a_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} · {self.question}"


class QuizDraw(Orderable):
    """A rule by which questions are drawn: “从《…》第三章抽 5 道单选，难度适中”."""

    class Difficulty(models.TextChoices):
        EASY = "easy", "容易（1–2）"
        MIDDLE = "middle", "适中（2–4）"
        HARD = "hard", "较难（4–5）"

    section = ParentalKey(QuizSection, verbose_name="部分", on_delete=models.CASCADE, related_name="draws")
    count = models.PositiveSmallIntegerField(
        "抽几道", default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_DRAWN)]
    )
    kind = models.CharField("题型", max_length=20, choices=Question.Kind, blank=True)
    difficulty = models.CharField("难度", max_length=10, choices=Difficulty, blank=True)
    material = models.ForeignKey(
        MaterialPage,
        verbose_name="出处",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="只抽出处在这份资料里的题；留空不限。",
    )
    place = models.CharField(
        "范围",
        max_length=120,
        blank=True,
        help_text="如“第三章”“第二章第一节”“第五条至第十条”；几处用顿号隔开，留空为全文。",
    )
    bank = models.ForeignKey(
        QuestionBank,
        verbose_name="题库",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="留空从共享题库和上面“组织单位”（含下级）的题库里抽。",
    )
    tags = models.CharField(
        "标签", max_length=120, blank=True, help_text="几个标签用顿号隔开，题目要每个都有；留空不限。"
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("count"), FieldPanel("kind"), FieldPanel("difficulty")]),
        FieldPanel("material"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("bank"), FieldPanel("tags")]),
        HelpPanel(template="quizzes/admin/draw_count.html"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "随机抽题"

    def __str__(self) -> str:
        return f"抽 {self.count} 道{self.get_kind_display() or '题'}"

    def clean(self) -> None:
        """Refuse a place without a text, or one that cannot be read."""
        from quizzes.papers.places import UnreadablePlace, read_places

        super().clean()
        if self.place and self.material_id is None:
            raise ValidationError({"place": "写了范围，请先选出处。"})
        try:
            read_places(self.place)
        except UnreadablePlace as error:
            raise ValidationError({"place": str(error)}) from error


class Accommodation(models.Model):
    """What one member is given in exams so that the paper measures knowledge and nothing else."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="accommodations"
    )
    quiz = models.ForeignKey(
        QuizPage,
        verbose_name="测验",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="accommodations",
        help_text="留空为所有测验。",
    )
    extra_percent = models.PositiveSmallIntegerField(
        "延长时间（%）",
        default=0,
        validators=[MaxValueValidator(300)],
        help_text="50 即 20 分钟的卷子给 30 分钟。",
    )
    large_print = models.BooleanField("大字卷", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "答题照顾"
        ordering = ["member", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "quiz"],
                name="accommodation_is_given_once",
                violation_error_message=GIVEN_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(quiz__isnull=True),
                name="accommodation_for_all_is_given_once",
                violation_error_message=GIVEN_ALREADY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.quiz or '所有测验'}"
