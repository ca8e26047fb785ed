"""Pages of one's own half-yearly report."""

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from library.downloading import DOCX, file_response
from library.exporting.paper import new_document
from members.requests import MemberRequest
from study.errors import StudyError
from study.models import PersonalReport
from study.reports.actions import hand_in_report, save_report
from study.reports.forms import PersonalReportForm
from study.reports.periods import Period, UnknownPeriod, half_of, parse_period, recent
from study.reports.personal import draft_report


@login_required
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """List one's own reports and the half-years one may write on."""
    known = {one.period: one for one in PersonalReport.objects.filter(member=request.user)}
    halves = [period for period in recent(timezone.localdate(), count=3) if period.is_half]
    context = {"halves": [(period, known.get(period.code)) for period in halves]}
    return render(request, "study/reports/mine.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: MemberRequest, code: str) -> HttpResponse:
    """Show the draft to rewrite; keep it or hand it in."""
    period = _half(code)
    report = PersonalReport.objects.filter(member=request.user, period=period.code).first()
    if request.method == "POST":
        form = PersonalReportForm(request.POST)
        if form.is_valid() and _stored(request, period, form.cleaned_data["body"]):
            return redirect("study:personal_report", period.code)
    else:
        body = report.body if report else draft_report(request.user, period)
        form = PersonalReportForm(initial={"body": body})
    context = {"period": period, "report": report, "form": form}
    return render(request, "study/reports/write.html", context)


@login_required
@require_safe
def word(request: MemberRequest, code: str) -> HttpResponse:
    """Hand out one's own report as a Word file."""
    period = _half(code)
    report = PersonalReport.objects.filter(member=request.user, period=period.code).first()
    body = report.body if report else draft_report(request.user, period)
    document = new_document(f"{period.label}学习小结")
    for line in body.splitlines():
        document.add_paragraph(line)
    document.add_paragraph(f"{request.user.name}")
    buffer = io.BytesIO()
    document.save(buffer)
    name = f"{request.user.name}{period.label.replace(' ', '')}学习小结.docx"
    return file_response(buffer.getvalue(), name, DOCX)


def _stored(request: MemberRequest, period: Period, body: str) -> bool:
    """Keep what was sent, or say why not."""
    now = timezone.now()
    verb: Any = hand_in_report if "hand_in" in request.POST else save_report
    try:
        verb(member=request.user, period=period, body=body, now=now)
    except StudyError as error:
        messages.error(request, str(error))
        return False
    said = "已交给支部" if "hand_in" in request.POST else "已保存"
    messages.success(request, f"{said} {timezone.localtime(now):%H:%M}。")
    return True


def _half(code: str) -> Period:
    try:
        period = parse_period(code)
    except UnknownPeriod as error:
        raise Http404(str(error)) from error
    if not period.is_half or period.first > half_of(timezone.localdate()).last:
        raise Http404("个人小结按半年写，如 2026H1；还没有到的半年不能写。")
    return period
