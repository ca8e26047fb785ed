"""A report drafted from the records: a few queries a figure, whatever the size of the tree."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone

from members.models import Organization
from study.reports.counting import ByPath, Moved, Tally, people_by_path, tally
from study.reports.figures import COVERED, TOO_FEW, Figure, PlaceRow, Report, Section
from study.reports.periods import Period
from study.reports.sources import FIGURES, SECTIONS, Counted
from study.small_groups import OPEN, Reach, descend, is_small, split_small


def gather(organization: Organization, period: Period, *, above: Organization | None) -> Report:
    """Return the report of `organization` and everything below it on `period`, members as of its last day.

    Read from `above` it, figures are left out that are about fewer than five people, or would give away those of fewer
    elsewhere; the rows of those below are always put together until they are of five or more.
    """
    everybody, activists = people_by_path(above or organization, min(period.last, timezone.localdate()))
    reach = _reach(organization, above, everybody)
    people = {path: number for path, number in everybody.items() if path.startswith(organization.path)}
    moved = Moved(period.first)
    counts = {one.key: tally(one, organization, period, moved) for one in FIGURES}
    total = sum(people.values())
    instead = "" if reach.is_shown else TOO_FEW if is_small(total) else COVERED
    sections = [
        Section(
            title,
            [_figure(one, counts[one.key], organization, period, instead) for one in figures],
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
        places=_places(organization, people, {key: one.by_path for key, one in counts.items()}, reach),
        activists=sum(count for path, count in activists.items() if path.startswith(organization.path)),
    )


def _reach(organization: Organization, above: Organization | None, people: ByPath) -> Reach:
    """Return how far somebody who answers for `above` sees into `organization`, step by step down the tree."""
    reach, lineage = OPEN, organization.lineage
    for holder, path in pairwise(lineage[above.depth - 1 :] if above else ()):
        parts = _parts(holder, people, path)
        reach = descend(reach, list(parts), parts.__getitem__, path)
    return reach


def _parts(holder: str, people: ByPath, path: str) -> dict[str, int]:
    """Return how many people stand directly at `holder` and in each organisation right below, `path` among them."""
    parts: Counter[str] = Counter({path: 0})
    for place, number in people.items():
        if place.startswith(holder):
            parts[place[: len(path)]] += number
    return {part: parts[part] for part in sorted(parts)}


def _figure(
    counted: Counted, found: Tally, organization: Organization, period: Period, instead: str
) -> Figure:
    address = reverse("study:report_records", args=[organization.pk, period.code, counted.key])
    if instead and counted.is_personal:
        return Figure(counted.key, counted.label, counted.unit, None, address, instead)
    return Figure(counted.key, counted.label, counted.unit, found.total, address)


def _places(
    organization: Organization, people: ByPath, counts: Mapping[str, ByPath], reach: Reach
) -> list[PlaceRow]:
    """Return a row for each organisation directly below, with its whole subtree; none for a branch.

    Where the organisation's own figures are left out, those put together are left out as well: they would add up to them.
    """
    if organization.kind in (Organization.Kind.BRANCH, Organization.Kind.GROUP) or reach.beside is None:
        return []
    rows = [_place(one, people, counts) for one in organization.get_children()]
    directly = people.get(organization.path, 0)
    if directly:
        values = [counts[one.key].get(organization.path, 0) for one in FIGURES]
        rows.insert(0, PlaceRow(organization.pk, f"{organization.label}直属", directly, values))
    shown, hidden = split_small(rows, lambda row: row.people, beside=reach.beside)
    if hidden and reach.is_shown:
        sums = [sum(values) for values in zip(*(row.values for row in hidden), strict=True)]
        label = f"人数少的 {len(hidden)} 个党组织合计"
        shown.append(PlaceRow(None, label, sum(row.people for row in hidden), sums))
    return shown


def _place(place: Organization, people: ByPath, counts: Mapping[str, ByPath]) -> PlaceRow:
    def within(by_path: ByPath) -> int:
        return sum(number for where, number in by_path.items() if where.startswith(place.path))

    return PlaceRow(place.pk, place.label, within(people), [within(counts[one.key]) for one in FIGURES])
