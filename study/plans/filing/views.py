"""Pages of handing in and of looking from above: file, receipt; what waits, one filing, the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from members.policies import member_policy
from members.requests import MemberRequest
from study.errors import StudyError
from study.models import PlanFiling
from study.plans.filing.actions import file_plan, has_moved, is_reviewed, note_look, review_filing
from study.plans.filing.seeing import seen
from study.plans.filing.states import filing_state, label_of
from study.plans.forms import ReviewForm
from study.plans.guards import filing_above, own_plan, telling
from study.plans.policies import filing_policy
from study.plans.superiors import reviewer_of

PER_PAGE = 50
ORDER = ("organization__path", "plan__member__name", "-filed_at", "pk")
SHOWN_WITH = ("plan__member", "organization", "reviewed_by", "review")


@login_required
@require_http_methods(["GET", "POST"])
def file(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Say to whom the plan goes and what was changed since; hand it in."""
    plan = own_plan(request, plan_id)
    if request.method == "POST":
        with telling(request):
            filing = file_plan(plan=plan, now=timezone.now())
            messages.success(request, f"已上报，回执号 {filing.number}。")
            return redirect("study:plan_filing", plan.pk, filing.version)
        return redirect("study:plan_file", plan.pk)
    reviewer, refusal = None, ""
    try:
        reviewer = reviewer_of(plan.member, on=timezone.localdate())
    except StudyError as error:
        refusal = str(error)
    context = {"plan": plan, "reviewer": reviewer, "refusal": refusal, "state": filing_state(plan)}
    return render(request, "study/plans/file.html", context)


@login_required
@require_safe
def receipt(request: MemberRequest, plan_id: int, version: int) -> HttpResponse:
    """Show the member a version they handed in: receipt, review, who looked."""
    plan = own_plan(request, plan_id)
    filings = plan.filings.select_related("reviewed_by", "organization", "review__reviewer")
    filing = filings.filter(version=version).first()
    if filing is None:
        raise Http404("没有这一版。")
    filing.plan = plan
    context = {
        "plan": plan,
        "filing": filing,
        "label": label_of(filing),
        "review": filing.review if is_reviewed(filing) else None,
        "looks": filing.inspections.select_related("viewer", "organization"),
        "seen": seen(filing),
        "versions": plan.filings.values_list("version", flat=True).order_by("version"),
    }
    return render(request, "study/plans/filing.html", context)


@login_required
@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """List what people of one's organisations handed in: what waits for oneself first."""
    places = member_policy.overseen_by(request.user)
    if not places:
        raise Http404("您没有需要审阅的计划。")
    newest = filing_policy.visible_to(request.user).newest().order_by(*ORDER)
    to_review = newest.waiting().filter(reviewed_by__in=places)
    others = newest.exclude(pk__in=to_review.order_by().values("pk"))
    pages = {
        name: Paginator(rows.select_related(*SHOWN_WITH), PER_PAGE).get_page(request.GET.get(name))
        for name, rows in (("to_review", to_review), ("others", others))
    }
    context = {"places": places, **pages, "labelled": [(one, label_of(one)) for one in pages["others"]]}
    return render(request, "study/plans/waiting.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: MemberRequest, filing_id: int) -> HttpResponse:
    """Show what was handed in, read only, and note who looked; take the decision of those who may."""
    filing = filing_above(request, filing_id)
    may_decide = filing_policy.can_review(request.user, filing) and not is_reviewed(filing)
    form = ReviewForm(request.POST if request.method == "POST" else None) if may_decide else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("这份计划由报送的党组织审阅，每一版只审阅一次。")
        if form.is_valid() and _decide(request, filing, form):
            return redirect("study:plans_to_review")
    organization = filing_policy.looks_as(request.user, filing)
    if organization is not None:
        note_look(viewer=request.user, filing=filing, organization=organization, now=timezone.now())
    context = {
        "filing": filing,
        "label": label_of(filing),
        "review": filing.review if is_reviewed(filing) else None,
        "moved_to": has_moved(filing, on=timezone.localdate()),
        "form": form,
        "seen": seen(filing),
        "versions": filing_policy.visible_to(request.user).filter(plan=filing.plan).order_by("version"),
    }
    return render(request, "study/plans/review.html", context, status=422 if form and form.errors else 200)


def _decide(request: MemberRequest, filing: PlanFiling, form: ReviewForm) -> bool:
    try:
        review_filing(reviewer=request.user, filing=filing, now=timezone.now(), **form.cleaned_data)
    except StudyError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "审阅意见已送达本人。")
    return True
