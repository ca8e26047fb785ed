"""Who refers to what: references found in published texts, and the names works are known by."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from library.models.material import MaterialPage
from library.querysets import CitationQuerySet


class Citation(models.Model):
    """One provision (or one whole work) that a published text refers to.

    Rows are derived, as provisions are: made anew on every publish and removed when the text is withdrawn. A reference
    that names several provisions (第十条至第十五条) has one row for each, all with the same place in the text.
    `start` and `end` count characters of the text of the provision at `address`.
    """

    class Problem(models.TextChoices):
        """Why a reference leads nowhere."""

        UNKNOWN_WORK = "unknown_work", "资料库里没有这份资料"
        NO_SUCH_PLACE = "no_such_place", "没有这一条"

    material = models.ForeignKey(
        MaterialPage, verbose_name="引用的资料", on_delete=models.CASCADE, related_name="citations"
    )
    address = models.CharField("所在位置", max_length=200)
    unit = models.CharField("所在条文", max_length=200)
    position = models.PositiveIntegerField("顺序")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    text = models.CharField("原文写法", max_length=400)
    # Empty when a text refers to itself (本条例第八条, 前款).
    name = models.CharField("写出的名称", max_length=200, blank=True)
    target = models.ForeignKey(
        MaterialPage,
        verbose_name="被引用的资料",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cited_by",
    )
    # Both empty when the whole work is meant.
    target_address = models.CharField("被引用的位置", max_length=200, blank=True)
    target_unit = models.CharField("被引用的条文", max_length=200, blank=True)
    problem = models.CharField("问题", max_length=20, choices=Problem, blank=True, db_index=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "引用"
        ordering = ["material", "position"]
        indexes = [
            models.Index(fields=["material", "position"], name="citation_in_text"),
            models.Index(fields=["target", "target_unit"], name="citation_back"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def resolved(self) -> bool:
        """Tell whether a link can be made."""
        return not self.problem


class Alias(models.Model):
    """Another name of a regulation, by which other texts refer to it."""

    work = ParentalKey("library.RegulationPage", on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(
        "别名", max_length=120, help_text="别的资料里怎样称呼它，例如：党员权利保障条例。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "别名"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["work", "name"], name="alias_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
