"""What of a plan goes into its snapshot."""

from typing import Any

from members.models import Organization
from study.models import PlanItem, StudyPlan
from study.plans.snapshot import canonical


def content_of(plan: StudyPlan, organization: Organization) -> str:
    """Return the canonical text of `plan`, of a member of `organization`."""
    return canonical(
        {
            "title": plan.title,
            "member": plan.member.name,
            "organization": organization.name,
            "starts_on": plan.starts_on.isoformat(),
            "ends_on": plan.ends_on.isoformat(),
            "weekly_minutes": plan.weekly_minutes,
            "study_days": plan.study_days,
            "annual_plan": plan.annual_plan.title if plan.annual_plan else "",
            "breaks": [
                {
                    "starts_on": pause.starts_on.isoformat(),
                    "ends_on": pause.ends_on.isoformat(),
                    "reason": pause.reason,
                }
                for pause in plan.breaks.all()
            ],
            "items": [_item(item) for item in plan.items.all()],
        }
    )


def _item(item: PlanItem) -> dict[str, Any]:
    return {
        "uid": str(item.uid),
        "kind": item.kind,
        "title": item.title,
        "material": item.material_id,
        "first_address": item.first_address,
        "last_address": item.last_address,
        "quiz": item.quiz_id,
        "session": item.session_id,
        "minutes": item.minutes,
        "is_required": item.is_required,
        "note": item.note,
        "from_annual_plan": item.annual_item_id is not None,
        "starts_on": item.starts_on.isoformat() if item.starts_on else None,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "fixed_at": item.fixed_at.isoformat() if item.fixed_at else None,
    }
