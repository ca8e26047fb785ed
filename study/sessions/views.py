"""Pages of 集中学习: the branch's desk, planning, recording on one screen, one session, its roll."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Organization
from members.requests import MemberRequest
from study.cadence.periods import read_span
from study.models import SessionAttendance, SessionKind, StudySession
from study.sessions.actions import (
    cancel_session,
    plan_session,
    record_session,
    save_roll,
    update_session,
)
from study.sessions.errors import SessionError
from study.sessions.forms import STATUS_FIELD, CancelForm, RollForm, SessionForm, marked
from study.sessions.guards import first_place, readable_session, writable_place, writable_session
from study.sessions.policies import session_policy
from study.sessions.roll import Line, expected, lines

SHOWN = 40
BAD_FORM = "没有保存：请按下面标出的地方改一改。"


@login_required
@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """Show the sessions of an organisation: the next ones, then what took place; filtered by kind and period."""
    sessions = session_policy.visible_to(request.user).select_related("organization", "topic")
    places = list(session_policy.organizations_of(request.user))
    asked = request.GET.get("organization", "")
    if asked.isdecimal():
        sessions = sessions.filter(organization=int(asked))
    if request.GET.get("kind") in SessionKind.values:
        sessions = sessions.filter(kind=request.GET["kind"])
    span = read_span(request.GET.get("period", ""))
    if span:
        sessions = sessions.between(span.first, span.last)
    there = Count("attendances", filter=Q(attendances__status__in=["present", "made_up"]))
    today = timezone.localdate()
    context = {
        "ahead": sessions.ahead_of(today)[:SHOWN],
        "waiting": sessions.filter(state="planned", held_on__lt=today)[:SHOWN],
        "held": sessions.held().annotate(there=there, due=Count("attendances"))[:SHOWN],
        "places": places,
        "place": Organization.objects.filter(pk=asked).first() if asked.isdecimal() else None,
        "span": span,
        "mine": {place.pk for place in places},
    }
    return render(request, "study/sessions/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def record(request: MemberRequest) -> HttpResponse:
    """Record a session that took place: what it was and who was there, on one screen."""
    place, form, central = _session_form(request)
    roll_form = RollForm(request.POST)
    error = ""
    if request.method == "POST" and form.is_valid() and roll_form.is_valid():
        try:
            session = record_session(
                by=request.user,
                organization=place,
                details=form.details(),
                roll=roll_form.roll(),
                now=timezone.now(),
                client_id=roll_form.cleaned_data["client_id"],
            )
        except SessionError as refused:
            error, status = str(refused), refused.status
        else:
            return _saved(request, session)
    elif request.method == "POST":
        error, status = _first_error(form, roll_form), 422
    if error and _wants_json(request):
        return JsonResponse({"error": error}, status=status)
    context = _record_context(request, place, form, central) | {"error": error}
    return render(request, "study/sessions/record.html", context, status=status if error else 200)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: MemberRequest) -> HttpResponse:
    """Plan a session to come."""
    place, form, central = _session_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            session = plan_session(
                by=request.user, organization=place, details=form.details(), now=timezone.now()
            )
        except SessionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已安排。接着选学习材料，到时大家会在“今日”里看到。")
            return redirect("study:session_pack", session.pk)
    context = {"form": form, "place": place, "central": central, "places": _places(request)}
    return render(request, "study/sessions/plan.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: MemberRequest, session_id: int) -> HttpResponse:
    """Show one session: the pack, the record, and to those who record it, who was there."""
    session = readable_session(request.user, session_id)
    may_change = session_policy.can_change(request.user, session)
    rows = list(session.attendances.select_related("member", "branch").order_by("member__name", "member_id"))
    context = {
        "session": session,
        "may_change": may_change,
        "oversees": session_policy.oversees(request.user, session.organization),
        "has_come": session.has_come(),
        "pack": [piece.material for piece in session.pack.select_related("material") if piece.material.live],
        "rows": rows if may_change else [],
        "own": next((row for row in rows if row.member_id == request.user.pk), None),
        "counts": _counts(rows, exact=may_change),
        "files": session.files.all(),
        "cancel_form": CancelForm(),
    }
    return render(request, "study/sessions/show.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, session_id: int) -> HttpResponse:
    """Change what a session was about; write its record and resolutions."""
    session = writable_session(request.user, session_id)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        organization=session.organization,
        by=request.user,
        on=session.held_on,
        central=session.kind == SessionKind.CENTRAL_GROUP,
        initial=SessionForm.initial_of(session),
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_session(session=session, details=form.details(), now=timezone.now())
        except SessionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。")
            return redirect("study:session", session.pk)
    return render(
        request,
        "study/sessions/edit.html",
        {"form": form, "session": session},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def roll(request: MemberRequest, session_id: int) -> HttpResponse:
    """Mark who was there; may be sent later, and twice."""
    session = writable_session(request.user, session_id)
    form = RollForm(request.POST)
    error, status = "", 200
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise SessionError("提交编号不对，请刷新页面重新登记。")
            session = save_roll(
                by=request.user,
                session=session,
                roll=form.roll(),
                now=timezone.now(),
                client_id=form.cleaned_data["client_id"],
                based_on=form.cleaned_data["based_on"] or 0,
            )
        except SessionError as refused:
            error, status = str(refused), refused.status
        else:
            return _saved(request, session)
        if _wants_json(request):
            return JsonResponse({"error": error, "version": session.roll_version}, status=status)
    context = {
        "session": session,
        "lines": _as_marked(request, lines(session)),
        "statuses": SessionAttendance.Status.choices,
        "client_id": uuid4(),
        "error": error,
        "has_come": session.has_come(),
    }
    return render(request, "study/sessions/roll.html", context, status=status)


@login_required
@require_POST
def cancel(request: MemberRequest, session_id: int) -> HttpResponse:
    """Call a session off."""
    session = writable_session(request.user, session_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有取消：请写一句取消的原因。")
        return redirect("study:session", session.pk)
    try:
        cancel_session(session=session, reason=form.cleaned_data["reason"])
    except SessionError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已取消，大家会看到原因。")
    return redirect("study:session", session.pk)


@login_required
@require_safe
def sheet(request: MemberRequest, session_id: int) -> HttpResponse:
    """Show the list to print and sign by hand, for a meeting without a phone in the room."""
    session = writable_session(request.user, session_id)
    return render(request, "study/sessions/sheet.html", {"session": session, "lines": lines(session)})


def _session_form(request: MemberRequest) -> tuple[Organization, SessionForm, bool]:
    """Return the organisation a new session is for, its form, and whether it is the central group's."""
    asked = request.POST.get("organization") or request.GET.get("organization")
    today = timezone.localdate()
    place = writable_place(request.user, asked) if asked else first_place(request.user, today)
    wanted = request.POST.get("kind") or request.GET.get("kind") or SessionKind.COLLECTIVE
    central = wanted == SessionKind.CENTRAL_GROUP and place.kind == Organization.Kind.COMMITTEE
    known = wanted if wanted in SessionKind.values else SessionKind.COLLECTIVE
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        organization=place,
        by=request.user,
        on=today,
        central=central,
        initial={"kind": known, "held_on": today},
    )
    return place, form, central


def _record_context(
    request: MemberRequest, place: Organization, form: SessionForm, central: bool
) -> dict[str, Any]:
    day = getattr(form, "cleaned_data", {}).get("held_on") or timezone.localdate()
    kind = SessionKind.CENTRAL_GROUP if central else SessionKind.COLLECTIVE
    people = [Line(member) for member in expected(place, kind=kind, on=day)]
    return {
        "form": form,
        "place": place,
        "places": _places(request),
        "central": central,
        "lines": _as_marked(request, people),
        "statuses": SessionAttendance.Status.choices,
        "client_id": request.POST.get("client_id") or uuid4(),
        "today": timezone.localdate(),
    }


def _places(request: MemberRequest) -> list[Organization]:
    today = timezone.localdate()
    return [one for one in session_policy.organizations_of(request.user) if one.exists_on(today)]


def _as_marked(request: HttpRequest, people: list[Line]) -> list[Line]:
    """Keep what was ticked on a form that was refused."""
    marks = marked(request.POST, STATUS_FIELD)
    return [Line(one.member, marks.get(one.member.pk, one.status), one.is_guest) for one in people]


def _counts(rows: list[SessionAttendance], *, exact: bool) -> list[tuple[str, int | str]]:
    """Return how many were there; a reader outside the branch gets no figure that points at anybody."""
    from study.cadence.small_groups import share

    by_status = {
        label: sum(row.status == status for row in rows) for status, label in SessionAttendance.Status.choices
    }
    if exact:
        return list(by_status.items())
    there = by_status["到会"] + by_status["已补课"]
    shown = share(there, len(rows), within_branch=False)
    return [("应到", shown.whole_text), ("到会和已补课", shown.text)]


def _saved(request: HttpRequest, session: StudySession) -> HttpResponse:
    said = f"已保存 {timezone.localtime():%H:%M}"
    if _wants_json(request):
        return JsonResponse(
            {
                "id": session.pk,
                "url": session.get_absolute_url(),
                "version": session.roll_version,
                "said": said,
            }
        )
    messages.success(request, f"{said}。")
    return redirect(session)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _first_error(*forms: Any) -> str:
    for form in forms:
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            return f"没有保存：{label}：{errors[0]}" if label else f"没有保存：{errors[0]}"
    return BAD_FORM
