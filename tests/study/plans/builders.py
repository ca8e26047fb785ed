"""Makers of plans; each asks only for what its test is about."""

from datetime import date, datetime, timedelta
from typing import Any

from members.models import Appointment, Member, Organization
from study.models import AnnualItem, AnnualPlan, PlanFiling, PlanItem, Progress, StudyPlan
from study.plans import actions
from study.plans.annual.actions import draft_annual_plan, publish_annual_plan, save_annual_item
from study.plans.filing.actions import file_plan
from study.plans.ticking import Kind
from tests.people import SINCE
from tests.study.builders import NOW

TODAY = NOW.date()
DAYS = [0, 1, 2, 3, 4]


def plan(member: Member, *, now: datetime = NOW, **fields: Any) -> StudyPlan:
    """Begin an empty plan of three months from today, an hour a week."""
    values: dict[str, Any] = {
        "title": "三季度自学计划（示例）",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=91),
        "weekly_minutes": 60,
        "study_days": DAYS,
    }
    return actions.start_plan(by=fields.pop("by", member), member=member, now=now, **values | fields)


def act(of: StudyPlan, title: str = "走访结对户", *, now: datetime = NOW, **fields: Any) -> PlanItem:
    """Put something that is not on the site into a plan."""
    values = {"kind": Kind.ACT, "title": title, "minutes": 60} | fields
    return actions.add_item(plan=of, item=PlanItem(**values), now=now)


def reading(of: StudyPlan, material: Any, *, now: datetime = NOW, **fields: Any) -> PlanItem:
    """Put a text into a plan."""
    values = {"kind": Kind.MATERIAL, "title": material.title, "material_id": material.pk} | fields
    return actions.add_item(plan=of, item=PlanItem(**values), now=now)


def read(member: Member, text: Any, *, on: datetime = NOW, percent: int = 100) -> Progress:
    """Let a member have read a text."""
    return Progress.objects.create(
        member=member,
        material_id=text.pk,
        started_at=on,
        last_read_at=on,
        finished_at=on if percent == 100 else None,
        percent=percent,
    )


def filed(of: StudyPlan, *, now: datetime = NOW) -> PlanFiling:
    """Hand a plan in, with something in it."""
    if not of.items.exists():
        act(of, now=now)
    return file_plan(plan=of, now=now)


def annual(
    by: Member, organization: Organization, *items: dict[str, Any], publish: bool = True, **fields: Any
) -> AnnualPlan:
    """Draft an annual plan with items, and publish it."""
    values: dict[str, Any] = {
        "title": "测试区委年度学习计划（示例）",
        "year": NOW.year,
        "goals": "学懂\n用好",
    }
    made = draft_annual_plan(by=by, organization=organization, now=NOW, **values | fields)
    for item in items or ({"title": "集中学习一次", "is_required": True},):
        save_annual_item(item=AnnualItem(plan=made, **{"kind": Kind.SESSION} | item), now=NOW)
    return publish_annual_plan(plan=made, now=NOW) if publish else made


def appoint(member: Member, post: str, organization: Organization) -> Appointment:
    """Let a member hold a post."""
    return Appointment.objects.create(member=member, post=post, organization=organization, since=SINCE)


def day(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


def later(**kwargs: int) -> datetime:
    """Return a moment after now."""
    return NOW + timedelta(**kwargs)
