"""What is printed behind a report: of each figure, what was counted, and the records themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from members.models import Organization
from study.reports.figures import Figure, Report
from study.reports.records import RecordRow, place_values, record_rows, told
from study.reports.sources import FIGURES

# A report is read by people; a figure with more records than this lists these and says where the rest is.
MOST_RECORDS = 2000


@dataclass(frozen=True)
class Behind:
    """A figure with its records, or with what each organisation below contributes; `left_out` are not listed."""

    figure: Figure
    records: Sequence[RecordRow]
    places: Sequence[tuple[str, int]]
    left_out: int

    @property
    def is_hidden(self) -> bool:
        """Tell whether the figure itself is left out."""
        return self.figure.value is None


def behind(report: Report, organization: Organization, *, names: bool) -> list[Behind]:
    """Return what is behind each figure of `report`; persons only with `names`."""
    found = []
    for figure, counted in zip(report.figures, FIGURES, strict=True):
        if figure.value is None or (counted.is_personal and not names):
            places = [(row.label, value) for row, value in place_values(report, figure.key)]
            found.append(Behind(figure, [], places if figure.value is not None else [], 0))
            continue
        rows = record_rows(counted, organization, report.period)
        listed = told(counted, rows[:MOST_RECORDS])
        left_out = rows.count() - len(listed) if len(listed) == MOST_RECORDS else 0
        found.append(Behind(figure, listed, [], left_out))
    return found
