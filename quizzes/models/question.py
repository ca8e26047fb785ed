"""The bank: questions, their immutable versions, and the provisions they test."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.models import PreviewableMixin

from library.models import MaterialPage
from members.models import Organization
from quizzes.errors import VersionIsImmutable
from quizzes.grading import place_count
from quizzes.querysets import QuestionQuerySet

if TYPE_CHECKING:
    from quizzes.drafts import QuestionDraft


class QuestionBank(models.Model):
    """A set of questions kept by one organisation, or shared by all when it names none."""

    name = models.CharField("名称", max_length=120, unique=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name="党组织",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="question_banks",
        help_text="留空为共享题库。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "题库"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionTag(TaggedItemBase):
    """A tag on a question."""

    content_object = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="tagged_items")


class Question(PreviewableMixin, ClusterableModel):
    """A question through all its versions.

    The kind never changes, because stored answers are read by it. `draft` is what an editor's form holds while a
    preview is shown; it is not stored.
    """

    draft: "QuestionDraft | None" = None

    class Kind(models.TextChoices):
        SINGLE = "single", "单选题"
        MULTIPLE = "multiple", "多选题"
        TRUE_FALSE = "truefalse", "判断题"
        BLANK = "blank", "填空题"
        ORDERING = "ordering", "排序题"
        MATCHING = "matching", "连线题"
        ESSAY = "essay", "简答题"

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_REVIEW = "in_review", "待审"
        READY = "ready", "可用"
        STALE = "stale", "待复核"
        RETIRED = "retired", "停用"

    bank = models.ForeignKey(
        QuestionBank, verbose_name="题库", on_delete=models.PROTECT, related_name="questions"
    )
    kind = models.CharField("题型", max_length=20, choices=Kind)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT, db_index=True)
    current = models.ForeignKey(
        "quizzes.QuestionVersion",
        verbose_name="现用版本",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    tags = ClusterTaggableManager(through=QuestionTag, verbose_name="标签", blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "题目"
        ordering = ["-created_at", "-pk"]
        permissions = [("publish_question", "可以把题目设为可用")]

    def __str__(self) -> str:
        return self.current.stem[:60] if self.current else f"题目 {self.pk or '（未保存）'}"

    @admin.display(description="题型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label

    @admin.display(description="状态")
    def state_label(self) -> str:
        """Return the Chinese name of the state."""
        return self.State(self.state).label

    @admin.display(description="出处")
    def cited_titles(self) -> str:
        """Return the titles of the texts the current version cites; no query after `with_content()`."""
        cited = self.current.citations.all() if self.current else []
        return "；".join(dict.fromkeys(citation.material.title for citation in cited)) or "—"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Show the question as a member will see it, with its key below for the editor."""
        from quizzes.previewing import preview_context

        return TemplateResponse(request, "quizzes/preview.html", preview_context(self))


class QuestionVersion(models.Model):
    """A question as it read at one time; never changed, so that an attempt can always be explained.

    `options` is a JSON list of option texts (shape version 1), `prompts` one of what stands on the left of a matching.
    `answer` is JSON (shape version 1) by kind: single: index; multiple: sorted list of indexes; truefalse: boolean;
    blank: list, one per blank, of lists of accepted texts; ordering: list of indexes, first to last; matching: list of
    indexes, one per prompt; essay: `{model, rubric: [{text, points}]}`. Options of an ordering are stored in the right
    order and those of a matching as the prompts use them, so a page always mixes both.
    """

    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField("版本号")
    stem = models.TextField("题干", help_text="填空题用四个下划线 ____ 表示一个空。")
    options = models.JSONField("选项", default=list, blank=True)
    prompts = models.JSONField("连线左项", default=list, blank=True)
    answer = models.JSONField("答案")
    shape = models.PositiveSmallIntegerField("存储格式", default=1, editable=False)
    explanation = models.TextField("解析", blank=True)
    difficulty = models.PositiveSmallIntegerField(
        "难度", default=2, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作者",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "题目版本"
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_is_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.stem[:40]}（第 {self.number} 版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; refuse to change an old one."""
        if self.pk:
            raise VersionIsImmutable(self.number)
        super().save(*args, **kwargs)

    def places(self, kind: str) -> int:
        """Return how many places a person fills in; reads no key."""
        return place_count(kind, self.stem, self.options, self.prompts)


class QuestionCitation(models.Model):
    """The sentence a question tests: a provision of one text, and the words in it.

    Points at (material, address) because provision rows are rebuilt on every publish.
    """

    version = models.ForeignKey(
        QuestionVersion, verbose_name="题目版本", on_delete=models.CASCADE, related_name="citations"
    )
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.PROTECT, related_name="question_citations"
    )
    address = models.CharField("条款地址", max_length=200)
    quote = models.TextField("原句", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "题目出处"

    def __str__(self) -> str:
        return f"{self.material.title} {self.address}"
