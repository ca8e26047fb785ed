"""Marks, notes, questions and 学习心得 of a member beside a text."""

import hashlib
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import Q
from modelsearch import index

from library.models import MaterialPage
from members.models import Organization
from study.notes.anchoring import Anchor, Quote, fold
from study.notes.querysets import NoteQuerySet


class Note(index.Indexed, models.Model):
    """What a member marked or wrote beside a text; private to the member.

    Anchored by the unit's `address` and the quotation (`exact`, `prefix`, `suffix`, without white space); all four are
    empty for words about the whole text. `passage` is the unit as it read when the note was anchored, `is_unique` whether
    the sentence stood once in that text. `follows` tells that the note goes along with the text in force; one that was
    written on a superseded edition stays there. `doubt` is why it could not go along, `doubt_material` and
    `doubt_address` where its place would be. A question is seen by the secretary of `organization` as well.
    """

    class Kind(models.TextChoices):
        HIGHLIGHT = "highlight", "划线"
        NOTE = "note", "笔记"
        QUESTION = "question", "提问"
        REFLECTION = "reflection", "学习心得"

    class Doubt(models.TextChoices):
        GONE = "gone", "新版里没有这句话了"
        TWICE = "twice", "这句话不止出现一处"
        LOOSE = "loose", "这句话很短，换了上下文"

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="notes"
    )
    key = models.UUIDField("编号", default=uuid.uuid4, editable=False)
    kind = models.CharField("类型", max_length=12, choices=Kind)
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.CASCADE, related_name="notes"
    )
    address = models.CharField("条文", max_length=200, blank=True)
    place = models.CharField("条文名称", max_length=200, blank=True)
    exact = models.TextField("引用的原文", blank=True)
    prefix = models.CharField("前文", max_length=64, blank=True)
    suffix = models.CharField("后文", max_length=64, blank=True)
    start = models.PositiveIntegerField("起", default=0)
    passage = models.TextField("当时的条文", blank=True)
    is_unique = models.BooleanField("当时只有一处", default=True)
    follows = models.BooleanField("随现行版本", default=True)
    doubt = models.CharField("待确认", max_length=10, choices=Doubt, blank=True, db_index=True)
    doubt_material = models.ForeignKey(
        MaterialPage,
        verbose_name="现行文本",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    doubt_address = models.CharField("现行条文", max_length=200, blank=True)
    body = models.TextField("自己写的", blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name="提给哪个党组织",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
    )
    created_at = models.DateTimeField("写下时间")
    changed_at = models.DateTimeField("修改时间")

    # `study.notes.finding` tells the index, once the transaction is through.
    search_auto_update = False

    objects = NoteQuerySet.as_manager()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("body", boost=2),
        index.SearchField("exact"),
        index.FilterField("id"),
        index.FilterField("member_id"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "笔记"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "key"], name="note_is_written_once"),
            models.CheckConstraint(
                condition=~Q(kind="highlight") | ~Q(exact=""), name="highlight_marks_words"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "material"], name="note_beside_text"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label()}：{(self.body or self.exact)[:20]}"

    @admin.display(description="类型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return str(self.Kind(self.kind).label)

    @property
    def version(self) -> str:
        """Return what changes whenever the member's own words do, wherever the note has moved meanwhile."""
        return hashlib.sha256(f"{self.kind}\x00{self.body}".encode()).hexdigest()[:16]

    @property
    def anchor(self) -> Anchor:
        """Return where the note stands."""
        quote = Quote(self.exact, self.prefix, self.suffix)
        return Anchor(self.address, self.start, self.start + len(self.exact), quote)

    @property
    def url(self) -> str:
        """Return the place in the text."""
        base = self.material.url or "/"
        return f"{base}#{self.address}" if self.address else base

    def put(self, anchor: Anchor, *, passage: str, place: str, is_unique: bool) -> None:
        """Anchor the note at `anchor`, whose unit reads `passage` and is called `place`; not saved."""
        self.address, self.start = anchor.address, anchor.start
        self.exact, self.prefix, self.suffix = anchor.quote.exact, anchor.quote.prefix, anchor.quote.suffix
        self.passage, self.place, self.is_unique = passage, place[:200], is_unique
        self.doubt, self.doubt_material, self.doubt_address = "", None, ""

    def still_reads(self, text: str) -> bool:
        """Tell whether the unit reads as it did when the note was anchored."""
        return fold(text) == fold(self.passage)

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Index every note."""
        return cls.objects.all()


class NoteAnswer(models.Model):
    """What a branch secretary answered to a question; never changed, a further answer is a further row."""

    note = models.ForeignKey(Note, verbose_name="提问", on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="回答人", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("回答")
    answered_at = models.DateTimeField("回答时间")
    seen_at = models.DateTimeField("提问人看到", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "对提问的回答"
        ordering: ClassVar[list[str]] = ["answered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.author}：{self.text[:20]}"
