"""Pages of 集中学习: the branch's desk, planning, recording on one screen, one session, its roll."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Organization
from members.requests import MemberRequest, is_number
from study.models import SessionAttendance, SessionKind
from study.periods import read_span
from study.sessions.actions import (
    cancel_session,
    update_session,
)
from study.sessions.errors import ChangedMeanwhile, SessionError
from study.sessions.forms import CancelForm, SessionEditForm
from study.sessions.guards import readable_session, writable_session
from study.sessions.policies import session_policy
from study.sessions.querysets import MISSED
from study.sessions.roll import lines
from study.sessions.studied import studied_in
from study.small_groups import share

SHOWN = 40


@login_required
@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """Show the sessions of an organisation: the next ones, then what took place; filtered by kind and period."""
    sessions = session_policy.visible_to(request.user).select_related("organization")
    places = list(session_policy.organizations_of(request.user))
    asked = request.GET.get("organization", "")
    if is_number(asked):
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
        "held": sessions.held()
        .annotate(there=there, due=Count("attendances"))
        .order_by("-held_on", "-pk")[:SHOWN],
        "places": places,
        "place": Organization.objects.filter(pk=asked).first() if is_number(asked) else None,
        "span": span,
        "mine": {place.pk for place in places},
    }
    return render(request, "study/sessions/list.html", context)


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
        "studied": studied_in(session, request.user),
        "rows": rows if may_change else [],
        "own": next((row for row in rows if row.member_id == request.user.pk), None),
        "counts": _counts(rows, exact=may_change),
        "missed": sum(row.status in MISSED for row in rows) if may_change else 0,
        "files": session.files.all(),
        "cancel_form": CancelForm(),
    }
    return render(request, "study/sessions/show.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, session_id: int) -> HttpResponse:
    """Change what a session was about; write its record and resolutions."""
    session = writable_session(request.user, session_id)
    form = SessionEditForm(
        request.POST if request.method == "POST" else None, session=session, by=request.user
    )
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        details, opened = form.details(), form.began_from()
        try:
            update_session(session=session, details=details, opened=opened, now=timezone.now())
        except ChangedMeanwhile as refused:
            theirs = form.show_meanwhile(refused)
            form.add_error(None, str(refused))
        except SessionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。")
            return redirect("study:session", session.pk)
    status = 409 if theirs else 422 if form.errors else 200
    context = {"form": form, "session": session, "theirs": theirs}
    return render(request, "study/sessions/edit.html", context, status=status)


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


def _counts(rows: list[SessionAttendance], *, exact: bool) -> list[tuple[str, int | str]]:
    """Return how many were there; a reader outside the branch gets no figure that points at anybody."""
    by_status = {
        label: sum(row.status == status for row in rows) for status, label in SessionAttendance.Status.choices
    }
    if exact:
        return list(by_status.items())
    there = by_status["到会"] + by_status["已补课"]
    shown = share(there, len(rows), within_branch=False)
    return [("应到", shown.whole_text), ("到会和已补课", shown.text)]
