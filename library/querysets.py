"""Reads of the library."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Concat, Length, RowNumber, Substr
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

    def with_standing(self, day: date) -> "MaterialQuerySet":
        """Give each material its status on `day` as `standing`, the rule of `library.standing` told to the database.

        A regulation has that of its edition in force, or of the first to come; what else is read has what was stored.
        """
        from library.models import EditionPage

        editions = EditionPage.objects.live()
        shown = editions.filter(_below(OuterRef("path")), depth=OuterRef("depth") + 1)
        newest_begun = Case(When(effective_from__lte=day, then="effective_from")).desc(nulls_last=True)
        shown = shown.annotate(today=_status_on(day)).order_by(newest_begun, "effective_from")
        parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - self.model.steplen)
        later = editions.filter(
            _below(parent),
            depth=OuterRef("depth"),
            effective_from__lte=day,
            effective_from__gt=OuterRef("editionpage__effective_from"),
        )
        standing = Case(
            When(kind="regulation", then=Coalesce(Subquery(shown.values("today")[:1]), "status")),
            When(kind="edition", then=_status_on(day, "editionpage__", superseded=Exists(later))),
            default="status",
        )
        return self.annotate(standing=standing)


def _below(path: Any) -> Q:
    """Return the condition of being a child of the page at `path`, as the tree itself asks it: by the index."""
    from library.models import MaterialPage

    first, last = (
        Value(sign * MaterialPage.steplen) for sign in (MaterialPage.alphabet[0], MaterialPage.alphabet[-1])
    )
    return Q(path__range=(Concat(path, first), Concat(path, last)))


def _status_on(day: date, prefix: str = "", *, superseded: Any = None) -> Case:
    """Return the status of an edition on `day` (see `library.standing.status_on`)."""
    until, begins = f"{prefix}effective_until", f"{prefix}effective_from"
    cases = [
        When(Q(status="repealed") | Q(**{f"{until}__lt": day}), then=Value("repealed")),
        When(**{f"{begins}__gt": day}, then=Value("not_yet")),
        When(status__in=["", "not_yet"], then=Value("in_force")),
    ]
    if superseded is not None:
        cases.insert(2, When(superseded, then=Value("amended")))
    return Case(*cases, default=F("status"), output_field=CharField())


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
