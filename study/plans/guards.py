"""How views get what they show: through the policies or not at all; and how a refusal reaches a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from study.errors import StudyError
from study.models import AnnualItem, AnnualPlan, PlanFiling, PlanItem, StudyPlan
from study.plans.policies import annual_plan_policy, filing_policy, plan_policy


def own_plan(request: HttpRequest, plan_id: int) -> StudyPlan:
    """Return the user's own plan, or 404."""
    plans = plan_policy.visible_to(request.user).select_related("member__organization", "annual_plan")
    plan = plans.filter(pk=plan_id).first()
    if plan is None:
        raise Http404("没有这份计划，或者不是您的。")
    return plan


def own_item(request: HttpRequest, plan_id: int, item_id: int) -> PlanItem:
    """Return an item of the user's own plan, or 404."""
    plan = own_plan(request, plan_id)
    item = plan.items.with_targets().filter(pk=item_id).first()
    if item is None:
        raise Http404("计划里没有这一项。")
    item.plan = plan
    return item


def filing_above(request: HttpRequest, filing_id: int) -> PlanFiling:
    """Return what somebody the user answers for handed in, or 404."""
    filings = filing_policy.visible_to(request.user).select_related(
        "plan__member__organization", "organization", "reviewed_by", "review__reviewer"
    )
    filing = filings.filter(pk=filing_id).first()
    if filing is None:
        raise Http404("没有这份计划，或者不由您负责。")
    return filing


def annual_plan_seen(request: HttpRequest, plan_id: int) -> AnnualPlan:
    """Return an annual plan the user may see, or 404."""
    plans = annual_plan_policy.visible_to(request.user).select_related(
        "organization", "source__organization", "audience"
    )
    plan = plans.filter(pk=plan_id).first()
    if plan is None:
        raise Http404("没有这份年度计划，或者还没有印发。")
    return plan


def annual_plan_changed(request: HttpRequest, plan_id: int) -> AnnualPlan:
    """Return an annual plan the user may change; 404 for a stranger, 403 for a reader."""
    plan = annual_plan_seen(request, plan_id)
    if not annual_plan_policy.can_change(request.user, plan):
        raise PermissionDenied("这份年度计划由制定它的党组织修改。")
    return plan


def annual_item_changed(request: HttpRequest, plan_id: int, item_id: int) -> AnnualItem:
    """Return an item of an annual plan the user may change, or 404 or 403."""
    plan = annual_plan_changed(request, plan_id)
    item = plan.items.select_related("material", "quiz").filter(pk=item_id).first()
    if item is None:
        raise Http404("年度计划里没有这一项。")
    item.plan = plan
    return item


@contextmanager
def telling(request: HttpRequest) -> Iterator[None]:
    """Show a refusal as a message; what follows in the view (a redirect) goes on."""
    try:
        yield
    except StudyError as error:
        messages.error(request, str(error))
