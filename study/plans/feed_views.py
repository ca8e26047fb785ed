"""The calendar: its page with the secret address, and what calendars fetch from it."""

import hashlib
import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from members.requests import MemberRequest
from study.models import CalendarFeed, StudyPlan
from study.plans.calendar import NAME, calendar_of
from study.plans.standing import stand

SECRET_BYTES = 32
# Plans whose dates a calendar still wants to show.
PLANS_IN_A_CALENDAR = 3


@login_required
@require_http_methods(["GET", "POST"])
def manage(request: MemberRequest) -> HttpResponse:
    """Show the address; make a new one, or end it."""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            CalendarFeed.objects.filter(member=request.user).delete()
            messages.success(request, "订阅地址已停用，用它的日历不再更新。")
        else:
            CalendarFeed.objects.update_or_create(
                member=request.user,
                defaults={"secret": secrets.token_urlsafe(SECRET_BYTES), "created_at": timezone.now()},
            )
            messages.success(request, "订阅地址已生成；以前的地址如果有，已经停用。")
        return redirect("study:plan_calendar")
    feed = CalendarFeed.objects.filter(member=request.user).first()
    address = request.build_absolute_uri(_path(feed)) if feed else ""
    context = {"feed": feed, "address": address}
    response = render(request, "study/plans/calendar.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the calendar to whoever has the address; nobody is asked who they are, as calendars cannot say."""
    known = CalendarFeed.objects.select_related("member").filter(secret=secret).first()
    if known is None or not known.member.is_active:
        raise Http404("没有这个日历，订阅地址可能已经停用。")
    plans = StudyPlan.objects.filter(member=known.member).order_by("-starts_on")[:PLANS_IN_A_CALENDAR]
    lines = [line for plan in plans for line in stand(plan, today=timezone.localdate()).lines]
    url = request.build_absolute_uri(reverse("study:plans"))
    data = calendar_of(lines, title=f"{known.member.name}的{NAME}", url=url)
    headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    headers["Content-Disposition"] = 'inline; filename="plan.ics"'
    headers["X-Robots-Tag"] = "noindex"
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


def _path(feed: CalendarFeed) -> str:
    return reverse("study:plan_calendar_feed", args=[feed.secret])
