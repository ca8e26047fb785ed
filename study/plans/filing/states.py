"""Where a plan is between its member and the organisation above: read from its filings."""

import json
from dataclasses import dataclass

from django.utils import timezone

from members.models import Organization
from study.models import PlanFiling, PlanReview, StudyPlan
from study.plans.errors import PlanError
from study.plans.filing.actions import has_moved, is_reviewed
from study.plans.filing.contents import content_of
from study.plans.snapshot import changes
from study.plans.superiors import place_of


@dataclass(frozen=True)
class FilingState:
    """The last filing, what was changed since, and where the member went when another organisation reviews now."""

    filing: PlanFiling | None
    changed: tuple[str, ...] = ()
    moved_to: Organization | None = None

    @property
    def label(self) -> str:
        """Return the state in two to four characters."""
        if self.filing is None:
            return "草稿"
        return label_of(self.filing)

    @property
    def is_approved(self) -> bool:
        """Tell whether the version handed in last was approved."""
        return self.label == PlanReview.Decision.APPROVED.label

    @property
    def is_returned(self) -> bool:
        """Tell whether the version handed in last was returned."""
        return self.label == PlanReview.Decision.RETURNED.label


def label_of(filing: PlanFiling) -> str:
    """Return where a filing is: 等待审阅, 审阅通过 or 退回修改."""
    return filing.review.decision_label() if is_reviewed(filing) else "等待审阅"


def filing_state(plan: StudyPlan) -> FilingState:
    """Return where `plan` is."""
    filings = plan.filings.select_related("reviewed_by", "organization", "review__reviewer")
    filing = filings.order_by("-version").first()
    if filing is None:
        return FilingState(None)
    filing.plan = plan
    moved_to = None if is_reviewed(filing) else has_moved(filing, on=timezone.localdate())
    return FilingState(filing, tuple(_changed(plan, filing)), moved_to)


def _changed(plan: StudyPlan, filing: PlanFiling) -> list[str]:
    try:
        place = place_of(plan.member, on=timezone.localdate())
    except PlanError:
        place = filing.organization
    return changes(filing.snapshot, json.loads(content_of(plan, place)))
