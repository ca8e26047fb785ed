"""The records behind a figure: a list where one may see persons, otherwise how many each organisation has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from members.models import Organization
from study.reports.counting import Moved, records_within
from study.reports.figures import PlaceRow, Report
from study.reports.periods import Period
from study.reports.sources import FIGURES, Counted

PER_PAGE = 100


@dataclass(frozen=True)
class RecordRow:
    """One record: its day, what it was, whose, where."""

    day: date
    title: str
    who: str
    place: str


def record_rows(counted: Counted, organization: Organization, period: Period) -> Any:
    """Return the records behind a figure, the earliest first, as a queryset with what `told` reads."""
    source = counted.source
    rows = records_within(counted, organization, period, Moved(period.first))
    related = [
        *source.related,
        source.place.removesuffix("__path"),
        *([source.member] if source.member else []),
    ]
    return rows.select_related(*related).order_by(source.day, "pk")


def told(counted: Counted, rows: Sequence[Any]) -> list[RecordRow]:
    """Return records as they are listed."""
    return [_told(counted, row) for row in rows]


def record_page(counted: Counted, organization: Organization, period: Period, *, number: str) -> Page:
    """Return one page of the records behind a figure."""
    return Paginator(record_rows(counted, organization, period), PER_PAGE).get_page(number)


def place_values(report: Report, key: str) -> list[tuple[PlaceRow, int]]:
    """Return what each organisation below contributes to a figure."""
    at = [one.key for one in FIGURES].index(key)
    return [(row, row.values[at]) for row in report.places]


def _told(counted: Counted, row: Any) -> RecordRow:
    source = counted.source
    place = row
    for name in source.place.removesuffix("__path").split("__"):
        place = getattr(place, name) if place is not None else None
    who = str(getattr(row, source.member)) if source.member else ""
    return RecordRow(source.day_of(row), source.title(row), who, place.label if place else "")
