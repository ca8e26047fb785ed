"""Pages of annual plans: what there is, one of them with what differs, write it, copy it, publish it, hand it out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.requests import MemberRequest
from study.errors import StudyError
from study.models import AnnualPlan
from study.plans.annual.actions import (
    change_annual_plan,
    copy_annual_plan,
    draft_annual_plan,
    hand_out_plan,
    publish_annual_plan,
)
from study.plans.annual.differences import difference_of, differences_below
from study.plans.annual.forms import AnnualPlanEditForm, AnnualPlanForm, CopyForm, HandOutForm
from study.plans.guards import annual_plan_changed, annual_plan_seen, telling
from study.plans.policies import annual_plan_policy

NAMES_SHOWN = 10


@login_required
@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """List the annual plans one may see."""
    plans = annual_plan_policy.visible_to(request.user).select_related("organization", "source__organization")
    context = {
        "plans": plans.order_by("-year", "organization__path"),
        "may_write": bool(annual_plan_policy.organizations_of(request.user)),
    }
    return render(request, "study/plans/annual/list.html", context)


@login_required
@require_safe
def show(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Show an annual plan by months, what differs from above, and how those below adapted it."""
    plan = annual_plan_seen(request, plan_id)
    may_change = annual_plan_policy.can_change(request.user, plan)
    context = {
        "plan": plan,
        "months": _by_month(plan),
        "may_change": may_change,
        "difference": difference_of(plan) if plan.source_id else None,
        "below": differences_below(plan) if may_change else [],
        "copy_form": _copy_form(request, plan),
        "is_offered": plan.pk in {one.pk for one in annual_plan_policy.offered_to(request.user)},
    }
    return render(request, "study/plans/annual/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Begin an empty annual plan of an organisation one answers for."""
    places = annual_plan_policy.organizations_of(request.user)
    if not places:
        raise Http404("您没有负责的党组织，不能制定年度计划。")
    initial = {"year": timezone.localdate().year, "title": f"{timezone.localdate().year}年度学习计划"}
    form = AnnualPlanForm(
        request.POST if request.method == "POST" else None, organizations=places, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            plan = draft_annual_plan(by=request.user, now=timezone.now(), **form.cleaned_data)
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            return redirect("study:annual_item_add", plan.pk)
    return render(request, "study/plans/annual/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Change an annual plan's name, goals and audience; order and open its items."""
    plan = annual_plan_changed(request, plan_id)
    form = AnnualPlanEditForm(request.POST if request.method == "POST" else None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            change_annual_plan(plan=form.save(commit=False), now=timezone.now())
        except StudyError as error:
            form.add_error("audience", str(error))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。")
            return redirect("study:annual_plan_edit", plan.pk)
    context = {"plan": plan, "form": form, "items": plan.items.all()}
    return render(request, "study/plans/annual/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def copy(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Begin a plan of an organisation below as a copy."""
    source = annual_plan_seen(request, plan_id)
    form = _copy_form(request, source, data=request.POST)
    if form is None or not form.is_valid():
        messages.error(request, "没有照着制定：请选一个由您负责的下级党组织。")
        return redirect(source)
    with telling(request):
        plan = copy_annual_plan(
            by=request.user, source=source, organization=form.cleaned_data["organization"], now=timezone.now()
        )
        messages.success(request, "已照上级计划起草，可以增减、改动；印发以后上级能看到不同之处。")
        return redirect("study:annual_plan_edit", plan.pk)
    return redirect(source)


@login_required
@require_POST
def publish(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Show the plan to the organisation's people."""
    plan = annual_plan_changed(request, plan_id)
    with telling(request):
        publish_annual_plan(plan=plan, now=timezone.now())
        messages.success(request, "已印发，所属党员可以据此制定个人自学计划。")
    return redirect(plan)


@login_required
@require_http_methods(["GET", "POST"])
def hand_out(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Begin personal drafts for those ticked."""
    plan = annual_plan_changed(request, plan_id)
    if not plan.is_published:
        raise Http404("年度计划印发以后才能发给个人。")
    receivers = annual_plan_policy.receivers(request.user, plan)
    form = HandOutForm(request.POST if request.method == "POST" else None, members=receivers)
    if request.method == "POST" and form.is_valid():
        with telling(request):
            made, had = hand_out_plan(
                by=request.user, plan=plan, members=form.cleaned_data["members"], now=timezone.now()
            )
            messages.success(request, _handed_out(len(made), [one.name for one in had]))
            return redirect(plan)
    context = {"plan": plan, "form": form, "receivers": receivers}
    return render(request, "study/plans/annual/hand_out.html", context, status=422 if form.errors else 200)


def _handed_out(made: int, had: list[str]) -> str:
    said = f"已给 {made} 人建好草稿，草稿只有本人看得到。"
    if had:
        names = "、".join(had[:NAMES_SHOWN]) + (f"等 {len(had)} 人" if len(had) > NAMES_SHOWN else "")
        said += f"{names}这段时间已经有计划，没有另建。"
    return said


def _copy_form(request: MemberRequest, plan: AnnualPlan, data: Any = None) -> CopyForm | None:
    """Return the form of the organisations below that the user answers for; None without any."""
    places = [
        place
        for place in annual_plan_policy.organizations_of(request.user)
        if plan.is_published and place.pk != plan.organization_id and place.is_within(plan.organization)
    ]
    return CopyForm(data, organizations=places) if places else None


def _by_month(plan: AnnualPlan) -> list[tuple[str, list[Any]]]:
    """Return the items by months, those of no month first."""
    found: dict[int, list[Any]] = {}
    for item in plan.items.select_related("material", "quiz").defer("material__body"):
        found.setdefault(item.month or 0, []).append(item)
    return [(f"{month} 月" if month else "全年", found[month]) for month in sorted(found)]
