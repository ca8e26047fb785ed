"""What editors teach search (words, synonyms), and what it has to remember: what has changed, what is still to index."""

import re
import secrets
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

LONGEST_WORD = 40
_SEPARATORS = re.compile(r"[\s，。、；;,]")


def _token() -> int:
    return secrets.randbelow(2**31)


def one_word(value: str) -> None:
    """Refuse what is no single word."""
    if len(value.strip()) < 2:
        raise ValidationError(f"“{value}”太短，请写两个字以上的词。")
    if _SEPARATORS.search(value.strip()):
        raise ValidationError(f"“{value}”里有空格或标点，请一条只写一个词。")


class LexiconTerm(models.Model):
    """A word that is not taken apart; with `is_word` off, one of the built-in lexicon that is."""

    word = models.CharField("词", max_length=LONGEST_WORD, unique=True, validators=[one_word])
    is_word = models.BooleanField(
        "当作一个词", default=True, help_text="取消勾选：不再当作一个词，对自带的词也有效。"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    panels: ClassVar[list[Any]] = [FieldPanel("word"), FieldPanel("is_word"), FieldPanel("note")]

    class Meta:
        verbose_name = verbose_name_plural = "检索词表"
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Keep no space around the word."""
        self.word = self.word.strip()


class Synonym(models.Model):
    """Two ways of saying one thing; asked for one, search finds the other too."""

    class Kind(models.TextChoices):
        SHORT = "short", "简称"
        SAME = "same", "同义词"

    word = models.CharField("词或简称", max_length=LONGEST_WORD, validators=[one_word])
    meaning = models.CharField(
        "也就是", max_length=120, validators=[one_word], help_text="例如：中国共产党章程。"
    )
    kind = models.CharField(
        "类型",
        max_length=10,
        choices=Kind,
        default=Kind.SHORT,
        help_text="简称只从左到右：检索“党章”也找“中国共产党章程”。同义词两边都找。",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("word"), FieldPanel("meaning"), FieldPanel("kind")]

    class Meta:
        verbose_name = verbose_name_plural = "简称和同义词"
        ordering = ["word", "meaning"]
        constraints = [models.UniqueConstraint(fields=["word", "meaning"], name="synonym_is_unique")]

    def __str__(self) -> str:
        return f"{self.word} = {self.meaning}"

    def clean(self) -> None:
        """Refuse a word that means itself."""
        self.word, self.meaning = self.word.strip(), self.meaning.strip()
        if self.word == self.meaning:
            raise ValidationError({"meaning": "左右两边是同一个词，请写它的全称或另一种说法。"})


class Change(models.Model):
    """A row for each change of what search keeps in memory; only added, so that writers never wait for each other."""

    class About(models.TextChoices):
        WORDS = "words", "词表"
        NAMES = "names", "名称"

    about = models.CharField(max_length=10, choices=About)
    # A row that was rolled back must not look like the next one that gets its number.
    token = models.PositiveIntegerField(default=_token, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "检索内容变动"

    def __str__(self) -> str:
        return self.get_about_display()


class PendingUpdate(models.Model):
    """An object whose index entry could not be written; tried again until it can."""

    backend = models.CharField("检索后端", max_length=40)
    model = models.CharField("模型", max_length=100)
    key = models.CharField("主键", max_length=64)
    attempts = models.PositiveIntegerField("已试次数", default=0)
    last_error = models.CharField("上次的错误", max_length=300, blank=True)
    since = models.DateTimeField("自", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待补的索引更新"
        constraints = [
            models.UniqueConstraint(fields=["backend", "model", "key"], name="pending_update_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class EmptySearch(models.Model):
    """What people searched for and nothing held all the words of, by day; no one's name is kept."""

    query_string = models.CharField("检索词", max_length=200)
    day = models.DateField("日期")
    times = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "没有结果的检索"
        ordering = ["-times", "query_string"]
        constraints = [
            models.UniqueConstraint(fields=["query_string", "day"], name="empty_search_is_unique_a_day")
        ]

    def __str__(self) -> str:
        return self.query_string
