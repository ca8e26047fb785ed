"""Makers of what the tests of reports stand on."""

from members.models import Member, Organization
from study.reports.gathering import gather
from study.reports.periods import parse_period

SPRING = parse_period("2026Q1")


def people_in(place: Organization, count: int, prefix: str = "p") -> list[Member]:
    return [
        Member.objects.create(username=f"{prefix}{number}", name=f"张{prefix}{number}", organization=place)
        for number in range(count)
    ]


def figures(
    place: Organization, *, above: Organization | None = None, code: str = "2026Q1"
) -> dict[str, int | None]:
    report = gather(place, parse_period(code), above=above)
    return {figure.key: figure.value for figure in report.figures}
