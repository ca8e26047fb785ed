"""Pages on which the items of an annual plan are put in, changed, ordered and taken out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from members.requests import MemberRequest
from study.errors import StudyError
from study.models import AnnualItem
from study.plans.annual.actions import move_annual_item, remove_annual_item, save_annual_item
from study.plans.annual.forms import AnnualItemForm
from study.plans.choosing import find_targets, narrow, values_of
from study.plans.guards import annual_item_changed, annual_plan_changed
from study.plans.measuring import parts_of


@login_required
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Put in something of the library (`target`), or a session, an act, a goal."""
    plan = annual_plan_changed(request, plan_id)
    form = AnnualItemForm(parts=[])
    if request.method == "POST" and "target" in request.POST:
        values = values_of(request.user, request.POST["target"])
        if values is None:
            raise Http404("没有这份资料或测验，或者您不能看。")
        item = save_annual_item(item=AnnualItem(plan=plan, is_required=True, **values), now=timezone.now())
        return redirect("study:annual_item", plan.pk, item.pk)
    if request.method == "POST":
        form = AnnualItemForm(request.POST, instance=AnnualItem(plan=plan), parts=[])
        if form.is_valid():
            save_annual_item(item=form.save(commit=False), now=timezone.now())
            messages.success(request, "已加入。")
            return redirect("study:annual_plan_edit", plan.pk)
    query = request.GET.get("q", "").strip()[:60]
    targets = find_targets(request.user, query)
    context = {"plan": plan, "form": form, "query": query, "targets": targets}
    return render(request, "study/plans/annual/add.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def item(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Change an item."""
    known = annual_item_changed(request, plan_id, item_id)
    parts: list[Any] = parts_of(known.material) if known.material and known.kind != known.Kind.LECTURE else []
    form = AnnualItemForm(request.POST if request.method == "POST" else None, instance=known, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            changed = form.save(commit=False)
            narrow(changed, form.cleaned_data.get("first", ""), form.cleaned_data.get("last", ""))
            save_annual_item(item=changed, now=timezone.now())
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。")
            return redirect("study:annual_plan_edit", plan_id)
    context = {"plan": known.plan, "item": known, "form": form}
    return render(request, "study/plans/annual/item.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def move(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Move an item up or down by one place."""
    known = annual_item_changed(request, plan_id, item_id)
    move_annual_item(item=known, up=request.POST.get("to") == "up", now=timezone.now())
    return redirect("study:annual_plan_edit", plan_id)


@login_required
@require_POST
def remove(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Take an item out."""
    known = annual_item_changed(request, plan_id, item_id)
    title = known.title
    remove_annual_item(item=known, now=timezone.now())
    messages.success(request, f"已去掉“{title}”。")
    return redirect("study:annual_plan_edit", plan_id)
