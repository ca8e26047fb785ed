"""Pages on which a plan is put together: order, dates, days one cannot study, what goes in, what comes out, ticks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.requests import MemberRequest, is_number
from study.errors import StudyError
from study.models import PlanItem, StudyPlan
from study.plans import actions
from study.plans.choosing import coming_sessions, find_targets, narrow, session_values, values_of
from study.plans.forms import BreakForm, ItemForm, OwnItemForm, PlanForm, TickForm
from study.plans.guards import own_item, own_plan, telling
from study.plans.measuring import parts_of
from study.plans.standing import stand


@login_required
@require_safe
def arrange(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Show the items to order, and the forms of the plan's days."""
    plan = own_plan(request, plan_id)
    context = {
        "plan": plan,
        "standing": stand(plan, today=timezone.localdate()),
        "form": PlanForm(instance=plan),
        "break_form": BreakForm(),
        "breaks": plan.breaks.all(),
    }
    return render(request, "study/plans/arrange.html", context)


@login_required
@require_POST
def order(request: MemberRequest, plan_id: int) -> JsonResponse:
    """Take a new order, as a browser sends it after dragging; answers `{dates: {id: words}}`."""
    plan = own_plan(request, plan_id)
    named = [int(one) for one in request.POST.getlist("item") if is_number(one)]
    actions.order_items(plan=plan, order=named, now=timezone.now())
    items = plan.items.values_list("pk", "due_on")
    return JsonResponse(
        {"dates": {pk: f"{due_on.month}月{due_on.day}日" if due_on else "排不下" for pk, due_on in items}}
    )


@login_required
@require_http_methods(["GET", "POST"])
def pace(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Change a plan's name, days and weekly minutes."""
    plan = own_plan(request, plan_id)
    form = PlanForm(request.POST if request.method == "POST" else None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_pace(plan=plan, now=timezone.now(), **form.cleaned_data)
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}，日期按新的安排重新排过。")
            return redirect("study:plan_arrange", plan.pk)
    context = {"plan": plan, "form": form}
    return render(request, "study/plans/pace.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def add_break(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Add days on which one cannot study."""
    plan = own_plan(request, plan_id)
    form = BreakForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有保存：请填写从哪天到哪天，日期写成 2026-03-04 这样。")
        return redirect("study:plan_arrange", plan.pk)
    with telling(request):
        actions.add_break(plan=plan, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "已记下，这几天不排学习。")
    return redirect("study:plan_arrange", plan.pk)


@login_required
@require_POST
def remove_break(request: MemberRequest, plan_id: int, break_id: int) -> HttpResponse:
    """Take such days back."""
    plan = own_plan(request, plan_id)
    pause = plan.breaks.filter(pk=break_id).first()
    if pause is None:
        raise Http404("没有这一段日子。")
    pause.plan = plan
    actions.remove_break(pause=pause, now=timezone.now())
    return redirect("study:plan_arrange", plan.pk)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Look for something to study by its title, and put it in."""
    plan = own_plan(request, plan_id)
    if request.method == "POST":
        target = request.POST.get("target", "")
        values = session_values(request.user, target) or values_of(request.user, target)
        if values is None:
            raise Http404("没有这份资料或测验，或者您不能看。")
        with telling(request):
            item = actions.add_item(plan=plan, item=PlanItem(**values), now=timezone.now())
            messages.success(request, f"已加入《{item.title}》，{_when(item)}。")
        return redirect(request.get_full_path())
    query = request.GET.get("q", "").strip()[:60]
    context = {
        "plan": plan,
        "query": query,
        "targets": find_targets(request.user, query),
        "sessions": coming_sessions(request.user, query),
        "inside": _inside(plan),
    }
    return render(request, "study/plans/add.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_own(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Put in something that is not on the site."""
    plan = own_plan(request, plan_id)
    form = OwnItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            item = actions.add_item(plan=plan, item=form.save(commit=False), now=timezone.now())
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已加入“{item.title}”，{_when(item)}。")
            return redirect("study:plan_arrange", plan.pk)
    context = {"plan": plan, "form": form}
    return render(request, "study/plans/own_item.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def item(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Change an item: its day, its length, which part of its text."""
    known = own_item(request, plan_id, item_id)
    parts = parts_of(known.material) if known.material and known.kind != known.Kind.LECTURE else []
    form = ItemForm(request.POST if request.method == "POST" else None, instance=known, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            changed = form.save(commit=False)
            narrow(changed, form.cleaned_data.get("first", ""), form.cleaned_data.get("last", ""))
            actions.change_item(item=changed, now=timezone.now())
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。")
            return redirect("study:plan_arrange", plan_id)
    context = {"plan": known.plan, "item": known, "form": form}
    return render(request, "study/plans/item.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def move(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Move an item up or down by one place."""
    known = own_item(request, plan_id, item_id)
    actions.move_item(item=known, up=request.POST.get("to") == "up", now=timezone.now())
    return _back(plan_id, item_id)


@login_required
@require_POST
def remove(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Take an item out."""
    known = own_item(request, plan_id, item_id)
    title = known.title
    actions.remove_item(item=known, now=timezone.now())
    messages.success(request, f"已去掉“{title}”。")
    return redirect("study:plan_arrange", plan_id)


@login_required
@require_POST
def tick(request: MemberRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Take the member's word that an item was done, or take the word back when no day is given."""
    known = own_item(request, plan_id, item_id)
    form = TickForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有登记：日期没有看懂，请写成 2026-03-04 这样。")
        return redirect(known.plan)
    with telling(request):
        done_on = form.cleaned_data["done_on"]
        actions.tick_item(item=known, done_on=done_on, note=form.cleaned_data["note"], now=timezone.now())
        messages.success(
            request, f"已登记“{known.title}”完成。" if done_on else f"“{known.title}”改回未完成。"
        )
    return redirect(known.plan)


def _back(plan_id: int, item_id: int) -> HttpResponse:
    response = redirect("study:plan_arrange", plan_id)
    response["Location"] += f"#item-{item_id}"
    return response


def _when(item: PlanItem) -> str:
    if item.due_on is None:
        return "但剩下的时间排不下，可以调整每周时间或起止日期"
    return f"排到{item.due_on.month}月{item.due_on.day}日"


def _inside(plan: StudyPlan) -> set[str]:
    """Return the keys of what is in the plan already, as `find_targets` names them."""
    named = plan.items.values_list("material_id", "quiz_id", "session_id")
    keys = ("material", "quiz", "session")
    return {f"{key}:{pk}" for row in named for key, pk in zip(keys, row, strict=True) if pk}
