"""Pages of 积分规则: read, draft, try on a past year, adopt, end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Organization
from members.requests import MemberRequest
from study.errors import StudyError
from study.ledger.errors import LedgerError
from study.ledger.forms import EndForm, RuleForm, TryForm
from study.ledger.policies import ledger_policy, point_rule_policy
from study.ledger.reckoning import NAMES
from study.ledger.replaying import replay_members
from study.ledger.rule_actions import adopt_rule, end_rule, save_draft, try_on_last_year
from study.ledger.verifying import rule_digest
from study.models import PointRule
from study.small_groups import split_small


@login_required
@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    """List the rules that reach one, and the drafts one works on."""
    found = point_rule_policy.visible_to(request.user).select_related("organization")
    makes = {place.pk for place in point_rule_policy.made_by(request.user)}
    context = {
        "adopted": [rule for rule in found if rule.is_adopted],
        "drafts": [rule for rule in found if not rule.is_adopted and rule.organization_id in makes],
        "may_make": bool(makes),
    }
    return render(request, "study/ledger/rules.html", context)


@login_required
@require_safe
def rule(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Show a rule; of a draft also what came out of trying it."""
    shown = _rule(request, rule_id)
    may_change = point_rule_policy.can_change(request.user, shown)
    if not shown.is_adopted and not may_change:
        raise Http404("没有这条规则，或者还没有通过。")
    context = {
        "rule": shown,
        "may_change": may_change,
        "end_form": EndForm(initial={"ends_on": shown.ends_on}),
        "try_form": TryForm(initial={"year": timezone.localdate().year - 1}),
        **_trial(request, shown),
    }
    return render(request, "study/ledger/rule.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, rule_id: int | None = None) -> HttpResponse:
    """Write a draft."""
    places = point_rule_policy.made_by(request.user)
    if not places:
        raise Http404("您不负责任何党组织，不能拟积分规则。")
    draft = _changeable(request, rule_id) if rule_id else PointRule()
    initial = {
        name: getattr(draft, name) for name in ("title", "basis", "starts_on", "ends_on", "valid_months")
    }
    form = RuleForm(
        request.POST if request.method == "POST" else None, places=places, rule=draft, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        if draft.pk is None:
            draft.organization = form.cleaned_data["organization"]
        try:
            save_draft(by=request.user, rule=draft, values=form.values())
        except LedgerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"草稿已保存 {timezone.localtime():%H:%M}，请用去年的记录试算。")
            return redirect("study:point_rule", draft.pk)
    context = {"form": form, "rule": draft}
    return render(request, "study/ledger/rule_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def try_out(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Try a draft on a past year."""
    form = TryForm(request.POST)
    draft = _changeable(request, rule_id)
    if not form.is_valid():
        messages.error(request, "没有试算：年份请写成四位数，如 2025。")
    else:
        try:
            try_on_last_year(by=request.user, rule=draft, year=form.cleaned_data["year"])
        except StudyError as error:
            messages.error(request, str(error))
    return redirect("study:point_rule", draft.pk)


@login_required
@require_POST
def adopt(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Let a draft stand."""
    draft = _changeable(request, rule_id)
    try:
        adopt_rule(by=request.user, rule=draft, now=timezone.now())
    except StudyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"《{draft.title}》已通过，从 {draft.starts_on:%Y-%m-%d} 起按它计分。")
    return redirect("study:point_rule", draft.pk)


@login_required
@require_POST
def end(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Give a rule its last day."""
    ended = _changeable(request, rule_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["ends_on"][0]))
        return redirect("study:point_rule", ended.pk)
    try:
        end_rule(by=request.user, rule=ended, ends_on=form.cleaned_data["ends_on"])
    except StudyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"《{ended.title}》到 {ended.ends_on:%Y-%m-%d} 为止。")
    return redirect("study:point_rule", ended.pk)


@login_required
@require_POST
def discard(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Remove a draft."""
    draft = _changeable(request, rule_id)
    try:
        draft.delete()
    except StudyError as error:
        messages.error(request, str(error))
        return redirect("study:point_rule", draft.pk)
    messages.success(request, f"草稿《{draft.title}》已删除。")
    return redirect("study:point_rules")


def _trial(request: MemberRequest, shown: PointRule) -> dict[str, Any]:
    """Return what came out of trying a draft; names only for those who keep that very ledger."""
    trial = shown.trial or {}
    if shown.is_adopted or not trial:
        return {}
    is_done = trial["state"] == "done"
    rows, hidden = split_small(trial.get("branches", []), lambda row: int(row["people"]))
    home = shown.organization
    is_branch = home.kind == Organization.Kind.BRANCH and ledger_policy.can_keep(request.user, home)
    people = replay_members(shown, home=home, year=trial["year"]) if is_done and is_branch else []
    return {
        "trial": trial,
        "is_stale": is_done and trial.get("digest") != rule_digest(shown),
        "kinds": [(NAMES[kind], *sums) for kind, sums in trial.get("kinds", {}).items()],
        "branches": [] if is_branch else rows,
        "hidden": [] if is_branch else hidden,
        "people": people,
    }


def _rule(request: MemberRequest, rule_id: int) -> PointRule:
    found = point_rule_policy.visible_to(request.user).select_related("organization", "adopted_by")
    shown = found.filter(pk=rule_id).first()
    if shown is None:
        raise Http404("没有这条规则，或者您不能看。")
    return shown


def _changeable(request: MemberRequest, rule_id: int) -> PointRule:
    """Return a rule one may change: 404 for a stranger, 403 for somebody who may only read it."""
    shown = _rule(request, rule_id)
    if not point_rule_policy.can_change(request.user, shown):
        if shown.is_adopted:
            raise PermissionDenied("这条规则不由您制定，只能看，不能改。")
        raise Http404("没有这条规则，或者还没有通过。")
    return shown
