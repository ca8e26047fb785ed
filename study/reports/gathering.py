"""A report drafted from the records: a few queries a figure, whatever the size of the tree."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone

from members.models import Organization
from study.reports.counting import ByPath, Moved, Tally, people_by_path, tally
from study.reports.figures import Figure, PlaceRow, Report, Section
from study.reports.periods import Period
from study.reports.small_groups import is_small, split_small
from study.reports.sources import FIGURES, SECTIONS, Counted


def gather(organization: Organization, period: Period, *, from_above: bool) -> Report:
    """Return the report of `organization` and everything below it on `period`, members as of its last day.

    Read `from_above` the organisation, figures about fewer than five people are left out; the rows of those below are
    always put together until they are of five or more.
    """
    people = people_by_path(organization, min(period.last, timezone.localdate()))
    moved = Moved(period.first)
    counts = {one.key: tally(one, organization, period, moved) for one in FIGURES}
    total = sum(people.values())
    hides = from_above and is_small(total)
    sections = [
        Section(
            title,
            [_figure(one, counts[one.key], organization, period, hides=hides) for one in figures],
        )
        for title, figures in SECTIONS
    ]
    return Report(
        organization=organization.pk,
        name=organization.name,
        label=organization.label,
        period=period,
        people=total,
        sections=sections,
        places=_places(organization, people, {key: one.by_path for key, one in counts.items()}),
    )


def _figure(
    counted: Counted, found: Tally, organization: Organization, period: Period, *, hides: bool
) -> Figure:
    address = reverse("study:report_records", args=[organization.pk, period.code, counted.key])
    value = None if hides and counted.is_personal else found.total
    return Figure(counted.key, counted.label, counted.unit, value, address)


def _places(organization: Organization, people: ByPath, counts: Mapping[str, ByPath]) -> list[PlaceRow]:
    """Return a row for each organisation directly below, with its whole subtree; none for a branch."""
    if organization.kind in (Organization.Kind.BRANCH, Organization.Kind.GROUP):
        return []
    rows = [_place(one, people, counts) for one in organization.get_children()]
    directly = people.get(organization.path, 0)
    if directly:
        values = [counts[one.key].get(organization.path, 0) for one in FIGURES]
        rows.insert(0, PlaceRow(organization.pk, f"{organization.label}直属", directly, values))
    shown, hidden = split_small(rows, lambda row: row.people)
    if hidden:
        sums = [sum(values) for values in zip(*(row.values for row in hidden), strict=True)]
        label = f"人数少的 {len(hidden)} 个党组织合计"
        shown.append(PlaceRow(None, label, sum(row.people for row in hidden), sums))
    return shown


def _place(place: Organization, people: ByPath, counts: Mapping[str, ByPath]) -> PlaceRow:
    def within(by_path: ByPath) -> int:
        return sum(number for where, number in by_path.items() if where.startswith(place.path))

    return PlaceRow(place.pk, place.label, within(people), [within(counts[one.key]) for one in FIGURES])
