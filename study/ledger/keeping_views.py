"""Pages of 积分 for those who keep or answer for a ledger."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Organization
from members.policies import member_policy
from members.requests import MemberRequest
from study.errors import StudyError
from study.ledger.actions import answer_appeal, counter_entry
from study.ledger.booking import book_evidence, still_due
from study.ledger.forms import AnswerForm, ReasonForm
from study.ledger.overview import branch_lines, sums_below
from study.ledger.policies import ledger_policy, year_of
from study.ledger.sheets import year_sheet
from study.models import LedgerHead, PointAppeal

APPEALS_PER_PAGE = 50
PEOPLED = (Organization.Kind.BRANCH, Organization.Kind.GROUP)
OPEN_FIRST = Case(When(state=PointAppeal.State.OPEN, then=0), default=1)


@login_required
@require_safe
def ledgers(request: MemberRequest) -> HttpResponse:
    """List the ledgers one keeps, and the sums of those below."""
    overseen = member_policy.overseen_by(request.user)
    if not overseen:
        raise Http404("您没有负责的积分账本。")
    year = year_of(request.GET.get("year", ""), today=timezone.localdate())
    context = {
        "year": year,
        "kept": ledger_policy.kept_by(request.user),
        "below": [(place, sums_below(place, year=year)) for place in _with_ledgers_below(overseen)],
        "appeals": ledger_policy.appeals_visible_to(request.user)
        .filter(state=PointAppeal.State.OPEN)
        .exclude(member=request.user)
        .count(),
    }
    return render(request, "study/ledger/ledgers.html", context)


@login_required
@require_safe
def branch(request: MemberRequest, home_id: int) -> HttpResponse:
    """Show a ledger's members in the order of their names, and what waits to be entered."""
    home = _home(request, home_id)
    today = timezone.localdate()
    year = year_of(request.GET.get("year", ""), today=today)
    can_keep = ledger_policy.can_keep(request.user, home)
    context = {
        "home": home,
        "year": year,
        "can_keep": can_keep,
        "lines": branch_lines(home, ledger_policy.people(request.user, home), year=year),
        "waiting": len(still_due(home, today=today)) if can_keep else 0,
        "head": LedgerHead.objects.filter(organization=home).first() if can_keep else None,
        "years": [today.year, today.year - 1],
    }
    return render(request, "study/ledger/branch.html", context)


@login_required
@require_POST
def book(request: MemberRequest, home_id: int) -> HttpResponse:
    """Enter what waits."""
    home = _home(request, home_id)
    if not ledger_policy.can_keep(request.user, home):
        raise Http404("这本账不由您记。")
    now = timezone.now()
    made = book_evidence(home=home, now=now, today=timezone.localdate(now))
    messages.success(request, f"已入账 {timezone.localtime(now):%H:%M}，新记 {len(made)} 笔。")
    return redirect("study:ledger_branch", home.pk)


@login_required
@require_safe
def member(request: MemberRequest, home_id: int, member_id: int) -> HttpResponse:
    """Show one member's entries in a ledger, with the way to counter one."""
    home = _home(request, home_id)
    person = ledger_policy.people(request.user, home).filter(pk=member_id).first()
    if person is None:
        raise Http404("这本账里没有这个人，或者您不能看。")
    year = year_of(request.GET.get("year", ""), today=timezone.localdate())
    sheet = year_sheet(person, year=year)
    context = {
        "home": home,
        "person": person,
        "sheet": sheet,
        "part": next((part for part in sheet.parts if part.organization == home), None),
        "can_decide": ledger_policy.can_decide(request.user, home, person),
        "form": ReasonForm(),
    }
    return render(request, "study/ledger/member.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def counter(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Ask why, then counter an entry."""
    found = ledger_policy.entries_visible_to(request.user).select_related("organization", "member")
    entry = found.filter(pk=entry_id).first()
    if entry is None or not ledger_policy.can_decide(request.user, entry.organization, entry.member_id):
        raise Http404("没有这一笔，或者不由您处理。")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            counter_entry(
                by=request.user, entry=entry, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except StudyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"第 {entry.sequence} 笔已冲正。")
        return redirect("study:ledger_member", entry.organization_id, entry.member_id)
    context = {"entry": entry, "form": form}
    return render(request, "study/ledger/counter.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def appeals(request: MemberRequest) -> HttpResponse:
    """List the appeals one may read as somebody who answers, the open ones first."""
    if not member_policy.overseen_by(request.user):
        raise Http404("您没有负责的积分账本。")
    rows = ledger_policy.appeals_visible_to(request.user).order_by(OPEN_FIRST, "-filed_at", "-pk")
    rows = rows.select_related("organization", "member", "entry", "answered_by")
    page = Paginator(rows, APPEALS_PER_PAGE).get_page(request.GET.get("p"))
    told = [(row, ledger_policy.can_decide(request.user, row.organization, row.member_id)) for row in page]
    return render(request, "study/ledger/appeals.html", {"appeals": told, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: MemberRequest, appeal_id: int) -> HttpResponse:
    """Answer an appeal."""
    appeal = _appeal(request, appeal_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_appeal(
                by=request.user,
                appeal=appeal,
                is_upheld=form.cleaned_data["outcome"] == "upheld",
                answer=form.cleaned_data["answer"],
                now=timezone.now(),
            )
        except StudyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "答复已记下，本人看得到。")
        return redirect("study:ledger_appeals")
    context = {"appeal": appeal, "form": form}
    return render(request, "study/ledger/answer.html", context, status=422 if form.errors else 200)


def _with_ledgers_below(overseen: list[Organization]) -> list[Organization]:
    """Return those whose subtree holds other ledgers; a branch keeps the one of its groups itself."""
    return [place for place in overseen if place.kind not in PEOPLED and not place.is_leaf()]


def _appeal(request: MemberRequest, appeal_id: int) -> PointAppeal:
    found = ledger_policy.appeals_visible_to(request.user).select_related("organization", "member", "entry")
    appeal = found.filter(pk=appeal_id).first()
    if appeal is None or not ledger_policy.can_decide(request.user, appeal.organization, appeal.member_id):
        raise Http404("没有这条申诉，或者不由您答复。")
    return appeal


def _home(request: Any, home_id: int) -> Organization:
    home = Organization.objects.filter(pk=home_id).first()
    if home is None or not ledger_policy.can_view_sums(request.user, home):
        raise Http404("没有这本账，或者不由您负责。")
    return home
