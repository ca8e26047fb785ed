"""Reads of plans."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery


class StudyPlanQuerySet(models.QuerySet):
    """Personal plans that chain."""

    def covering(self, day: date) -> "StudyPlanQuerySet":
        """Return plans under way on `day`."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def overlapping(self, first: date, last: date) -> "StudyPlanQuerySet":
        """Return plans that share a day with `first` to `last`, both included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class PlanItemQuerySet(models.QuerySet):
    """Items that chain."""

    def with_targets(self) -> "PlanItemQuerySet":
        """Load the text or quiz of each in the same query, without the text's words."""
        return self.select_related("material", "quiz", "session").defer("material__body")

    def begun_by(self, day: date) -> "PlanItemQuerySet":
        """Return items whose time has come by `day`."""
        return self.filter(Q(starts_on__lte=day) | Q(fixed_on__lte=day))


class PlanFilingQuerySet(models.QuerySet):
    """Filings that chain; nothing changes them in bulk either."""

    def newest(self) -> "PlanFilingQuerySet":
        """Return of each plan the version filed last."""
        from study.models import PlanFiling

        last = PlanFiling.objects.filter(plan=OuterRef("plan")).order_by("-version").values("version")[:1]
        return self.filter(version=Subquery(last))

    def waiting(self) -> "PlanFilingQuerySet":
        """Return filings nobody has decided on."""
        return self.filter(review__isnull=True)

    def update(self, **kwargs: object) -> int:
        """Refuse."""
        from study.models import Unchangeable

        raise Unchangeable("a filed plan is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        from study.models import Unchangeable

        raise Unchangeable("a filed plan is kept")
