"""Pages of a member's own plans: what there is, begin one, how one stands, the sheet to print, the ways out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from library.downloading import DOCX, file_response
from members.policies import member_policy
from members.requests import MemberRequest
from study.errors import StudyError
from study.models import AnnualPlan, PlanTemplate
from study.plans import actions
from study.plans.dating import state_of, take_way, ways_out
from study.plans.filing.states import filing_state
from study.plans.forms import PlanForm
from study.plans.guards import own_plan, telling
from study.plans.policies import annual_plan_policy, filing_policy, plan_policy, template_policy
from study.plans.sheets.pdf import pdf
from study.plans.sheets.rows import days_in_words, sheet_of
from study.plans.sheets.word import word
from study.plans.standing import stand

SHEETS = {"docx": (word, DOCX), "pdf": (pdf, "application/pdf")}
DEFAULT_MINUTES = 60


@login_required
@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """Show one's own plans, what a new one can start from, and what one answers for."""
    today = timezone.localdate()
    plans = plan_policy.visible_to(request.user)
    current = plans.covering(today).select_related("member", "annual_plan").first()
    answers_for = member_policy.overseen_by(request.user)
    waiting = filing_policy.visible_to(request.user).newest().waiting() if answers_for else None
    context = {
        "current": stand(current, today=today) if current else None,
        "state": filing_state(current) if current else None,
        "others": plans.exclude(pk=current.pk) if current else plans,
        "annual_plans": annual_plan_policy.offered_to(request.user, on=today),
        "templates": template_policy.offered_to(request.user),
        "answers_for": answers_for,
        "waiting": waiting.filter(reviewed_by__in=answers_for).count() if waiting is not None else 0,
    }
    return render(request, "study/plans/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: MemberRequest) -> HttpResponse:
    """Begin a plan: from `?annual=ID`, from `?template=ID`, or empty."""
    source = _source(request)
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_suggested(source))
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.start_plan(
                by=request.user, member=request.user, source=source, now=timezone.now(), **form.cleaned_data
            )
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "草稿已建好，只有您自己看得到。日期是系统按篇幅和您的时间排的，可以再调整。"
            )
            return redirect("study:plan_arrange", plan.pk)
    context = {"form": form, "source": source}
    return render(request, "study/plans/start.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Show how a plan stands against the calendar, and what is due."""
    plan = own_plan(request, plan_id)
    standing = stand(plan, today=timezone.localdate())
    context = {
        "plan": plan,
        "standing": standing,
        "picture": standing.picture(),
        "advice": ways_out(standing) if standing.behind or standing.undated else [],
        "state": filing_state(plan),
        "days": days_in_words(plan.study_days),
    }
    return render(request, "study/plans/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ways(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Show the ways to do what is left, before and after; take one."""
    plan = own_plan(request, plan_id)
    if request.method == "POST":
        with telling(request):
            key, state = request.POST.get("way", ""), request.POST.get("state", "")
            take_way(plan=plan, key=key, state=state, now=timezone.now())
            messages.success(request, "已按您选的办法重新排好。")
            return redirect(plan)
        return redirect("study:plan_ways", plan.pk)
    standing = stand(plan, today=timezone.localdate())
    context = {
        "plan": plan,
        "standing": standing,
        "ways": ways_out(standing),
        "state": state_of(standing),
    }
    return render(request, "study/plans/ways.html", context)


@login_required
@require_POST
def discard(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Throw a draft away."""
    plan = own_plan(request, plan_id)
    with telling(request):
        actions.discard_plan(plan=plan)
        messages.success(request, f"《{plan.title}》的草稿已删除。")
        return redirect("study:plans")
    return redirect(plan)


@login_required
@require_safe
def sheet(request: MemberRequest, plan_id: int, ending: str) -> HttpResponse:
    """Hand out the sheet of a plan as it stands today, as `docx` or `pdf`."""
    if ending not in SHEETS:
        raise Http404("只有 docx 和 pdf 两种。")
    plan = own_plan(request, plan_id)
    make, content_type = SHEETS[ending]
    filing = plan.filings.select_related("reviewed_by").order_by("-version").first()
    data = make(sheet_of(stand(plan, today=timezone.localdate()), filing))
    response = file_response(data, f"{plan.title}.{ending}", content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def _source(request: MemberRequest) -> AnnualPlan | PlanTemplate | None:
    """Return what a plan starts from, among what is offered to the user, or 404."""
    annual, template = request.GET.get("annual"), request.GET.get("template")
    if not annual and not template:
        return None
    offered: list[Any] = (
        annual_plan_policy.offered_to(request.user) if annual else template_policy.offered_to(request.user)
    )
    found = next((one for one in offered if str(one.pk) == (annual or template)), None)
    if found is None:
        raise Http404("没有这份年度计划或模板，或者不是给您的。")
    return found


def _suggested(source: AnnualPlan | PlanTemplate | None) -> dict[str, Any]:
    today = timezone.localdate()
    year = source.year if isinstance(source, AnnualPlan) else today.year
    return {
        "title": f"{year}年度个人自学计划",
        "starts_on": max(today, date(year, 1, 1)),
        "ends_on": date(year, 12, 31),
        "weekly_minutes": source.weekly_minutes if isinstance(source, PlanTemplate) else DEFAULT_MINUTES,
        "study_days": [0, 1, 2, 3, 4],
    }
