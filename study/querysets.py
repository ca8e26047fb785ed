"""Reads of study."""

from datetime import date

from django.db import models
from django.db.models import Q


class ProgressQuerySet(models.QuerySet):
    """Progress that chains."""

    def unfinished(self) -> "ProgressQuerySet":
        """Return what was begun and not read to its end, the latest first."""
        return self.filter(finished_at__isnull=True).order_by("-last_read_at")


class RecommendationQuerySet(models.QuerySet):
    """Recommendations that chain."""

    def begun_by(self, day: date) -> "RecommendationQuerySet":
        """Return recommendations whose window has opened by `day`; an overdue one still stands."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day))

    def overlapping(self, starts_on: date | None, due_on: date | None) -> "RecommendationQuerySet":
        """Return recommendations whose window shares a day with this one; an open end reaches for ever."""
        rows = self
        if due_on is not None:
            rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=due_on))
        if starts_on is not None:
            rows = rows.filter(Q(due_on__isnull=True) | Q(due_on__gte=starts_on))
        return rows
