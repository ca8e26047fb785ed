"""Reads of notes."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from modelsearch.queryset import SearchableQuerySetMixin

if TYPE_CHECKING:
    from library.models import MaterialPage


class NoteQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Notes that chain."""

    def beside(self, material: "MaterialPage") -> "NoteQuerySet":
        """Return notes on one text, in the order they were written."""
        return self.filter(material=material.pk).order_by("created_at", "pk")

    def in_doubt(self) -> "NoteQuerySet":
        """Return notes that could not go along with the text."""
        return self.exclude(doubt="")

    def questions(self) -> "NoteQuerySet":
        """Return questions to a branch."""
        return self.filter(kind="question")

    def unanswered(self) -> "NoteQuerySet":
        """Return questions nobody answered yet, the oldest first."""
        return self.questions().filter(answers__isnull=True).order_by("created_at")

    def saying(self, words: str) -> "NoteQuerySet":
        """Return notes with `words` in them, in the quotation or in the title of the text."""
        words = "".join(words.split())
        if not words:
            return self
        said = Q(body__icontains=words) | Q(exact__icontains=words) | Q(material__title__icontains=words)
        return self.filter(said)
