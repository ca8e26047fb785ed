"""Whether a text is what holds today: told by dates first, because a stored status grows old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from library.models import EditionPage, MaterialPage

if TYPE_CHECKING:
    from library.models import RegulationPage

Status = MaterialPage.Status


@dataclass(frozen=True)
class Standing:
    """What a reader of a text has to know: its status today, and the edition that holds instead of it, if one does.

    `stands_for` are the pages that others refer to when they mean this text.
    """

    status: str
    current: EditionPage | None = None
    stands_for: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """Return the status in words."""
        return Status(self.status).label if self.status else ""


def standing_of(
    material: MaterialPage,
    editions: Sequence[EditionPage],
    today: date,
    *,
    work: "RegulationPage | None" = None,
) -> Standing:
    """Return how `material` stands today; `editions` are those of its regulation, newest first."""
    if not isinstance(material, EditionPage):
        return Standing(material.status)
    begun = [edition for edition in editions if edition.effective_from <= today]
    current = begun[0] if begun else (editions[-1] if editions else None)
    is_current = current is None or current.pk == material.pk
    return Standing(
        status_on(material, today, superseded=bool(begun) and not is_current),
        current=None if is_current else current,
        stands_for=(work.pk,) if is_current and work is not None else (),
    )


def status_today(material: MaterialPage) -> str:
    """Return the status of a stored material today; one query."""
    rows = MaterialPage.objects.filter(pk=material.pk).with_standing(timezone.localdate())
    return rows.values_list("standing", flat=True).first() or ""


def status_on(edition: EditionPage, today: date, *, superseded: bool) -> str:
    """Return the status of an edition on a day: a later edition or a day of its own says more than what was stored.

    `MaterialQuerySet.with_standing` says the same to the database.
    """
    if edition.status == Status.REPEALED or (edition.effective_until and edition.effective_until < today):
        return Status.REPEALED
    if edition.effective_from > today:
        return Status.NOT_YET
    if superseded:
        return Status.AMENDED
    # What has begun and was not replaced is in force: a file seldom says so, and 尚未生效 is what it said before.
    return Status.IN_FORCE if edition.status in ("", Status.NOT_YET) else edition.status
