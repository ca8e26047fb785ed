"""Pages of reports of organisations: which there are, one, the records behind a figure, the files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from library.downloading import file_response
from members.models import Organization
from members.requests import MemberRequest
from study.models import PersonalReport
from study.reports.exporting import TYPES, report_file
from study.reports.figures import TOO_FEW, Report
from study.reports.gathering import gather
from study.reports.periods import Period, UnknownPeriod, parse_period, recent
from study.reports.policies import personal_report_policy, report_policy
from study.reports.records import place_values, record_page, told
from study.reports.sources import figure_named


@login_required
@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """List the reports one may have drafted, and the personal reports handed in."""
    places = report_policy.organizations_of(request.user)
    if not places:
        raise Http404("您没有负责的党组织，没有报告。")
    handed_in = personal_report_policy.visible_to(request.user).filter(handed_in_at__isnull=False)
    context = {
        "places": places,
        "periods": recent(timezone.localdate()),
        "handed_in": handed_in.exclude(member=request.user)
        .select_related("member")
        .order_by("-period", "member__name")[:200],
    }
    return render(request, "study/reports/list.html", context)


@login_required
@require_safe
def show(request: MemberRequest, organization_id: int, code: str) -> HttpResponse:
    """Show a report, each figure a link to its records."""
    organization, period = _organization(request, organization_id), _period(code)
    context = {
        "organization": organization,
        "report": _report(request, organization, period),
        "periods": recent(timezone.localdate()),
    }
    return render(request, "study/reports/report.html", context)


@login_required
@require_safe
def records(request: MemberRequest, organization_id: int, code: str, key: str) -> HttpResponse:
    """Show the records behind a figure, or how many each organisation below has."""
    organization, period = _organization(request, organization_id), _period(code)
    counted = figure_named(key)
    if counted is None:
        raise Http404("报告里没有这个数字。")
    report = _report(request, organization, period)
    figure = next(one for one in report.figures if one.key == key)
    names = report_policy.sees_names(request.user, organization)
    listed = not counted.is_personal or names
    page = record_page(counted, organization, period, number=request.GET.get("p", "")) if listed else None
    context = {
        "organization": organization,
        "report": report,
        "figure": figure,
        "page": page,
        "rows": told(counted, list(page.object_list)) if page else [],
        "places": [] if listed or figure.value is None else place_values(report, key),
        "counts_people": counted.people,
        "too_few": TOO_FEW,
    }
    return render(request, "study/reports/records.html", context)


@login_required
@require_safe
def download(request: MemberRequest, organization_id: int, code: str, kind: str) -> HttpResponse:
    """Hand out a report as a file."""
    organization, period = _organization(request, organization_id), _period(code)
    if kind not in TYPES:
        raise Http404("报告只有 docx 和 xlsx 两种文件。")
    made = report_file(
        organization,
        period,
        kind=kind,
        base=request.build_absolute_uri("/").rstrip("/"),
        names=report_policy.sees_names(request.user, organization),
        above=report_policy.seen_from(request.user, organization),
    )
    name = f"{organization.label}{period.label.replace(' ', '')}学习情况报告.{kind}"
    return file_response(made, name, TYPES[kind])


@login_required
@require_safe
def handed_in(request: MemberRequest, report_id: int) -> HttpResponse:
    """Show a personal report as it was handed in."""
    found = personal_report_policy.visible_to(request.user).filter(handed_in_at__isnull=False)
    report: PersonalReport | None = (
        found.select_related("member", "organization").filter(pk=report_id).first()
    )
    if report is None:
        raise Http404("没有这份小结，或者还没有交。")
    return render(request, "study/reports/handed_in.html", {"report": report})


def _report(request: MemberRequest, organization: Organization, period: Period) -> Report:
    return gather(organization, period, above=report_policy.seen_from(request.user, organization))


def _organization(request: MemberRequest, organization_id: int) -> Organization:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not report_policy.can_view(request.user, organization):
        raise Http404("没有这个党组织的报告，或者不由您负责。")
    return organization


def _period(code: str) -> Period:
    try:
        return parse_period(code)
    except UnknownPeriod as error:
        raise Http404(str(error)) from error
