"""Reads of the library."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Length, RowNumber, Substr
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from library.models import MaterialPage


class MaterialQuerySet(PageQuerySet):
    """Materials that chain."""

    def listed(self) -> "MaterialQuerySet":
        """Return live materials a list shows; a regulation's editions stand behind the regulation."""
        return self.live().exclude(kind="edition")

    def on_topic(self, topic_id: int) -> "MaterialQuerySet":
        """Return materials of one topic."""
        return self.filter(topics=topic_id)


class ProvisionQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Provisions that chain."""

    def units(self) -> "ProvisionQuerySet":
        """Return what a search may answer with: articles, and paragraphs outside articles."""
        return self.filter(is_unit=True)

    def at(self, material: "MaterialPage", address: str) -> "ProvisionQuerySet":
        """Return the provision at `address` of `material`."""
        return self.filter(material=material, address=address)


class EditionQuerySet(MaterialQuerySet):
    """Editions that chain."""

    def in_force_on(self, day: date) -> "EditionQuerySet":
        """Return live editions, the one in force on `day` first."""
        return self.live().filter(effective_from__lte=day).order_by("-effective_from")

    def current_on(self, day: date) -> "EditionQuerySet":
        """Return of each regulation the one live edition that is in force on `day`."""
        newest_first = Window(
            RowNumber(),
            partition_by=Substr("path", 1, Length("path") - self.model.steplen),
            order_by=F("effective_from").desc(),
        )
        dated = self.live().filter(effective_from__lte=day)
        return dated.annotate(newest=newest_first).filter(newest=1)


class CitationQuerySet(models.QuerySet):
    """References that chain."""

    def unresolved(self) -> "CitationQuerySet":
        """Return references that lead nowhere."""
        return self.exclude(problem="")

    def to(self, materials: list[int]) -> "CitationQuerySet":
        """Return references to provisions of these materials."""
        return self.filter(target_id__in=materials, problem="").exclude(target_unit="")

    def from_elsewhere(self) -> "CitationQuerySet":
        """Leave out an article's references to itself (前款, 本条第二款)."""
        return self.exclude(target_id=F("material_id"), target_unit=F("unit"))

    def standing_in_force(self, day: date, *, also: int) -> "CitationQuerySet":
        """Leave out what only superseded editions say; the text `also` counts whatever its age."""
        from library.models import EditionPage

        current = EditionPage.objects.current_on(day).values("pk")
        counted = ~Q(material__kind="edition") | Q(material_id__in=current) | Q(material_id=also)
        return self.filter(counted)


class LectureMomentQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Sentences of lectures that chain."""
