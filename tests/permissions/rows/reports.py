"""Rows of reports: of 本人's branch, and 本人's own half-yearly one, handed in."""

from typing import Any

from django.utils import timezone

from study.reports.actions import hand_in_report
from study.reports.periods import half_of
from tests.permissions.row import MEMBERS, Row, Statuses
from tests.permissions.site import World


def furnish(world: World) -> None:
    """Hand in 本人's report of this half-year."""
    now = timezone.now()
    world.things["personal_report"] = hand_in_report(
        member=world.people.me, period=half_of(timezone.localdate(now)), body="学了不少。", now=now
    )


def _report(**more: str) -> Any:
    return lambda world: {"organization_id": world.people.branch.pk, "code": "2026Q1", **more}


def _half(world: World) -> dict[str, Any]:
    return {"code": half_of(timezone.localdate()).code}


OVERSEERS: Statuses = (404, 200, 200, 404, 404, 302)
ROWS = [
    Row("study:reports", OVERSEERS),
    Row("study:report", OVERSEERS, _report()),
    Row("study:report_records", OVERSEERS, _report(key="texts_read")),
    Row("study:report_file", OVERSEERS, _report(kind="docx")),
    Row("study:report_file", OVERSEERS, _report(kind="xlsx"), note="xlsx"),
    Row("study:personal_reports", MEMBERS),
    Row("study:personal_report", MEMBERS, _half),
    Row("study:personal_report_word", MEMBERS, _half),
    Row(
        "study:handed_in_report",
        (200, 200, 404, 404, 404, 302),
        lambda world: {"report_id": world.things["personal_report"].pk},
    ),
]
