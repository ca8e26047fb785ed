"""Pages of 积分 for members: one's own ledger, an appeal, the year-end sheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from library.downloading import DOCX, file_response
from members.models import Member
from members.requests import MemberRequest, is_number
from study.errors import StudyError
from study.ledger.actions import file_appeal
from study.ledger.booking import still_due
from study.ledger.forms import AppealForm
from study.ledger.homes import ledger_home
from study.ledger.policies import ledger_policy, year_of
from study.ledger.sheets import sheet_docx, year_sheet
from study.models import LedgerHead, PointAppeal, PointEntry


@login_required
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """Show a member their own ledger of a year, what waits to be entered, and their appeals."""
    today = timezone.localdate()
    year = year_of(request.GET.get("year", ""), today=today)
    place = request.user.organization
    home = ledger_home(place) if place else None
    sheet = year_sheet(request.user, year=year)
    waiting = still_due(home, today=today, member=request.user) if home and year == today.year else []
    context = {
        "sheet": sheet,
        "valid": sheet.valid_on(today),
        "home": home,
        "head": LedgerHead.objects.filter(organization=home).first() if home else None,
        "waiting": waiting,
        "appeals": PointAppeal.objects.filter(member=request.user).select_related("entry"),
        "years": _years(request.user, today.year),
    }
    return render(request, "study/ledger/mine.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def appeal(request: MemberRequest) -> HttpResponse:
    """Take an objection to one of one's own entries, or to something missing."""
    entry = _own_entry(request)
    place = request.user.organization
    if place is None:
        raise Http404("您还没有登记所在党组织，没有积分账本。")
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file_appeal(
                member=request.user,
                home=ledger_home(place),
                entry=entry,
                words=form.cleaned_data["words"],
                now=timezone.now(),
            )
        except StudyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "申诉已交给支部，答复会写在这一页。")
        return redirect("study:my_points")
    context = {"form": form, "entry": entry}
    return render(request, "study/ledger/appeal.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def sheet(request: MemberRequest, member_id: int, year: int) -> HttpResponse:
    """Show the year-end sheet, to read and to print."""
    person = _person(request, member_id)
    context = {"sheet": year_sheet(person, year=year), "today": timezone.localdate()}
    return render(request, "study/ledger/sheet.html", context)


@login_required
@require_safe
def sheet_word(request: MemberRequest, member_id: int, year: int) -> HttpResponse:
    """Hand out the year-end sheet as a Word file."""
    person = _person(request, member_id)
    made = sheet_docx(year_sheet(person, year=year))
    return file_response(made, f"{person.name}{year}年度学习积分表.docx", DOCX)


def _own_entry(request: MemberRequest) -> PointEntry | None:
    asked = request.POST.get("entry") or request.GET.get("entry") or ""
    if not asked:
        return None
    own: Any = PointEntry.objects.filter(member=request.user).select_related("organization")
    entry = own.filter(pk=asked).first() if is_number(asked) else None
    if entry is None:
        raise Http404("没有这一笔，或者不是您的。")
    return entry


def _person(request: MemberRequest, member_id: int) -> Member:
    """Return whose sheet it is: one's own, or of somebody in a ledger one keeps or answers for."""
    person = Member.objects.select_related("organization").filter(pk=member_id).first()
    if person is None or not ledger_policy.can_view_sheet(request.user, person):
        raise Http404("没有这张积分表，或者您不能看。")
    return person


def _years(member: Member, this_year: int) -> list[int]:
    known = PointEntry.objects.order_by().filter(member=member).values_list("happened_on__year", flat=True)
    return sorted({*known.distinct(), this_year}, reverse=True)
