"""Pages of 补课: proposals, one cohort, its print pack, who uses a smartphone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from library.pocketbooks.compiling import text_in_force
from library.policies import closed_paths, material_policy
from library.rendering import render as render_text
from library.structure import parse
from members.requests import MemberRequest
from study.bookbags.policies import bag_policy
from study.holidays import estimate_note
from study.models import MakeUpPlace, SessionAttendance
from study.sessions.errors import SessionError
from study.sessions.forms import CohortForm, MadeUpForm, deliveries, phone_answers
from study.sessions.guards import own_cohort, writable_place
from study.sessions.making_up import (
    form_cohort,
    make_up,
    missed_at,
    note_deliveries,
    propose,
    reading_pack,
)
from study.sessions.phones import members_of, note_smartphones


@login_required
@require_http_methods(["GET", "POST"])
def proposals(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Show who missed what and when it could be made up; form a cohort."""
    place = writable_place(request.user, organization_id)
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = CohortForm(data, rows=missed_at(place, today=today), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = form_cohort(
                by=request.user,
                organization=place,
                title=form.cleaned_data["title"],
                window=form.window(),
                rows=form.cleaned_data["rows"],
                book_bag=form.cleaned_data["book_bag"],
                now=timezone.now(),
            )
        except SessionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "班次已建好，可以打印学习材料，送到以后登记。")
            return redirect(cohort)
    offers = propose(place, today=today)
    context = {
        "place": place,
        "offers": offers,
        "note": estimate_note(*(offer.window.ends_on for offer in offers)),
        "cohorts": place.make_up_cohorts.all()[:20],
        "bags": bag_policy.visible_to(request.user),
        "form": form,
    }
    return render(request, "study/sessions/make_up.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def cohort(request: MemberRequest, cohort_id: int) -> HttpResponse:
    """Show a cohort: the pack, how it reached everybody, who made up."""
    found = own_cohort(request.user, cohort_id)
    places = found.places.select_related("attendance__member", "attendance__session", "delivered_by")
    bag = found.book_bag
    context = {
        "cohort": found,
        "book_bag": bag if bag and bag_policy.can_view(request.user, bag) else None,
        "places": places.order_by("attendance__member__name", "attendance__session__held_on"),
        "sessions": reading_pack(found, request.user),
        "ways": MakeUpPlace.Delivery.choices,
        "made_up": SessionAttendance.Status.MADE_UP,
        "today": timezone.localdate(),
        "note": estimate_note(found.starts_on, found.ends_on) if found.is_estimate else "",
    }
    return render(request, "study/sessions/cohort.html", context)


@login_required
@require_safe
def print_pack(request: MemberRequest, cohort_id: int) -> HttpResponse:
    """Show everything a cohort reads, in large type, to print for those without a phone."""
    found = own_cohort(request.user, cohort_id)
    sessions = reading_pack(found, request.user)
    materials = {one.pk: one for _, some in sessions for one in some}
    in_force = [text_in_force(one) for one in materials.values()]
    closed = closed_paths(request.user)
    # An edition may be closed where its regulation is open.
    readable = [one for one in in_force if material_policy.can_view(request.user, one, closed=closed)]
    texts = [(one, render_text(parse(one.body), base="#")) for one in readable if one.body.strip()]
    context = {"cohort": found, "sessions": sessions, "texts": texts}
    return render(request, "study/sessions/print_pack.html", context)


@login_required
@require_POST
def delivered(request: MemberRequest, cohort_id: int) -> HttpResponse:
    """Note how the pack reached people."""
    found = own_cohort(request.user, cohort_id)
    note_deliveries(by=request.user, cohort=found, ways=deliveries(request.POST), now=timezone.now())
    messages.success(request, f"已保存 {timezone.localtime():%H:%M}，送学情况记下了。")
    return redirect(found)


@login_required
@require_POST
def made_up(request: MemberRequest, cohort_id: int) -> HttpResponse:
    """Mark what was made up."""
    found = own_cohort(request.user, cohort_id)
    form = MadeUpForm(request.POST, places=found.places.all())
    if not form.is_valid():
        messages.error(request, "补课没有登记：请勾选补了课的人，并填补课日期。")
        return redirect(found)
    chosen = [place.pk for place in form.cleaned_data["places"]]
    try:
        count = make_up(
            by=request.user, cohort=found, places=chosen, on=form.cleaned_data["on"], now=timezone.now()
        )
    except SessionError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已登记 {count} 人次补课。")
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def smartphones(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Note who uses a smartphone and who must be brought paper."""
    place = writable_place(request.user, organization_id)
    if request.method == "POST":
        changed = note_smartphones(
            organization=place, answers=phone_answers(request.POST), today=timezone.localdate()
        )
        messages.success(request, f"已保存 {timezone.localtime():%H:%M}，改了 {changed} 人。")
        return redirect("study:smartphones", place.pk)
    context = {"place": place, "members": members_of(place)}
    return render(request, "study/sessions/smartphones.html", context)
