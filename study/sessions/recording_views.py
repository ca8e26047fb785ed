"""Recording: a session with its attendance on one screen, a plan for one, the roll; all may be sent later, and twice."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.models import Organization
from members.requests import MemberRequest
from study.models import SessionAttendance, SessionKind, StudySession
from study.sessions.actions import plan_session, record_session, save_roll
from study.sessions.errors import RollChanged, SessionError, Unreadable
from study.sessions.forms import STATUS_FIELD, NumberForm, RollForm, SessionForm, marked
from study.sessions.guards import first_place, writable_place, writable_session
from study.sessions.policies import session_policy
from study.sessions.roll import Line, expected, in_words, lines


@login_required
@require_http_methods(["GET", "POST"])
def record(request: MemberRequest) -> HttpResponse:
    """Record a session that took place: what it was and who was there, on one screen."""
    place, form, central = _session_form(request)
    if request.method != "POST":
        return render(request, "study/sessions/record.html", _record_context(request, place, form, central))
    try:
        session = _record(request, place, form)
    except SessionError as refused:
        if _wants_json(request):
            return JsonResponse({"error": str(refused)}, status=refused.status)
        context = _record_context(request, place, form, central) | {"error": str(refused)}
        return render(request, "study/sessions/record.html", context, status=refused.status)
    return _saved(request, session)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: MemberRequest) -> HttpResponse:
    """Plan a session to come; hour and place are offered as they were last time."""
    place, form, central = _session_form(request)
    number = NumberForm(request.POST if request.method == "POST" else None, initial={"client_id": uuid4()})
    if request.method != "POST":
        form.initial.update(_as_last_time(place, form.initial["kind"]))
    if request.method == "POST" and form.is_valid():
        try:
            session = plan_session(
                by=request.user,
                organization=place,
                details=form.details(),
                now=timezone.now(),
                client_id=number.number(),
            )
        except SessionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已安排。接着选学习材料，到时大家会在“今日”里看到。")
            return redirect("study:session_pack", session.pk)
    context = {"form": form, "number": number, "place": place, "central": central}
    context["places"] = _places(request)
    return render(request, "study/sessions/plan.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def roll(request: MemberRequest, session_id: int) -> HttpResponse:
    """Mark who was there."""
    session = writable_session(request.user, session_id)
    if request.method != "POST":
        return render(request, "study/sessions/roll.html", _roll_context(request, session))
    try:
        return _saved(request, _save_roll(request, session))
    except SessionError as refused:
        if _wants_json(request):
            theirs = in_words(session) if isinstance(refused, RollChanged) else ""
            session.refresh_from_db(fields=["roll_version"])
            answer = {"error": str(refused), "version": session.roll_version, "theirs": theirs}
            return JsonResponse(answer, status=refused.status)
        context = _roll_context(request, session) | {"error": str(refused)}
        return render(request, "study/sessions/roll.html", context, status=refused.status)


def _record(request: MemberRequest, place: Organization, form: SessionForm) -> StudySession:
    roll_form = RollForm(request.POST)
    if not form.is_valid() or not roll_form.is_valid():
        raise Unreadable(_first_error(form, roll_form))
    return record_session(
        by=request.user,
        organization=place,
        details=form.details(),
        roll=roll_form.roll(),
        now=timezone.now(),
        client_id=roll_form.cleaned_data["client_id"],
    )


def _save_roll(request: MemberRequest, session: StudySession) -> StudySession:
    form = RollForm(request.POST)
    if not form.is_valid():
        raise Unreadable(_first_error(form))
    return save_roll(
        by=request.user,
        session=session,
        roll=form.roll(),
        now=timezone.now(),
        client_id=form.cleaned_data["client_id"],
        based_on=form.version(),
        words=form.words(),
    )


def _roll_context(request: MemberRequest, session: StudySession) -> dict[str, Any]:
    return {
        "session": session,
        "lines": _as_marked(request, lines(session)),
        "statuses": SessionAttendance.Status.choices,
        "client_id": uuid4(),
        "has_come": session.has_come(),
        "form": RollForm(request.POST if request.method == "POST" else None),
    }


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


def _as_last_time(place: Organization, kind: str) -> dict[str, Any]:
    latest = StudySession.objects.latest_like(place, kind)
    return {"starts_at": latest.starts_at, "place": latest.place} if latest else {}


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
            return f"{label}：{errors[0]}" if label else str(errors[0])
    return "请按下面标出的地方改一改"
