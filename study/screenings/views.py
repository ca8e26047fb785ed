"""Pages of 群众收看: begin, host, enter the code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from library.models import MicroLecturePage
from library.policies import material_policy
from members.requests import MemberRequest
from study.errors import StudyError
from study.models import Attendance, Screening
from study.screenings.actions import end_screening, join_screening, start_screening, tick_members
from study.screenings.forms import CodeForm, PresentForm, StartForm
from study.screenings.policies import screening_policy

SHOWN = 20


@login_required
@require_POST
def start(request: MemberRequest, lecture_id: int) -> HttpResponse:
    """Begin a screening and go to its page."""
    lecture = MicroLecturePage.objects.select_related("recording").filter(pk=lecture_id).first()
    may = screening_policy.organizations_of(request.user)
    if lecture is None or not material_policy.can_view(request.user, lecture) or not may:
        raise Http404("没有这一课，或者您不能组织收看。")
    form = StartForm(request.POST)
    organization = form.cleaned_data["organization"] if form.is_valid() else None
    try:
        screening = start_screening(
            host=request.user, lecture=lecture, organization=organization, now=timezone.now()
        )
    except StudyError as error:
        messages.error(request, str(error))
        return redirect(lecture.url or "/")
    return redirect("study:screening", screening.pk)


@login_required
@require_http_methods(["GET", "POST"])
def host(request: MemberRequest, screening_id: int) -> HttpResponse:
    """Show the code and who is there; take the ticks."""
    screening = _screening(request, screening_id)
    may = screening_policy.members_to_tick(request.user, screening)
    if request.method == "POST":
        form = PresentForm(request.POST, members=may)
        if form.is_valid():
            count = tick_members(
                by=request.user,
                screening=screening,
                present=form.cleaned_data["present"],
                was=form.was,
                now=timezone.now(),
            )
            messages.success(request, f"已登记，在场 {count} 人。")
            return redirect("study:screening", screening.pk)
        messages.error(request, "名单没有保存：有人已经不在这个党组织，请刷新页面再勾选。")
    attendances = list(screening.attendances.select_related("member__organization"))
    by_code = {one.member_id for one in attendances if one.how == Attendance.How.CODE}
    context = {
        "screening": screening,
        "lecture": screening.lecture,
        "is_open": screening.is_open(timezone.now()),
        "attendances": attendances,
        "present": {one.member_id for one in attendances},
        "to_tick": [member for member in may if member.pk not in by_code],
    }
    return render(request, "study/screening.html", context)


@login_required
@require_POST
def end(request: MemberRequest, screening_id: int) -> HttpResponse:
    """End the screening: the code holds no longer, ticks can still be corrected."""
    end_screening(screening=_screening(request, screening_id), now=timezone.now())
    messages.success(request, "到场登记已结束。")
    return redirect("study:screening", screening_id)


@login_required
@require_http_methods(["GET", "POST"])
def join(request: MemberRequest) -> HttpResponse:
    """Ask for the code on the screen; list where one was, and what one hosted."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            screening = join_screening(
                member=request.user, code=form.cleaned_data["code"], now=timezone.now()
            )
        except StudyError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, f"已登记：您在场收看《{screening.lecture.title}》。")
            return redirect("study:join_screening")
    attended = Attendance.objects.filter(member=request.user)
    context = {
        "form": form,
        "attended": attended.select_related("screening__lecture", "screening__organization").order_by(
            "-recorded_at"
        )[:SHOWN],
        "hosted": screening_policy.visible_to(request.user).select_related("lecture", "organization")[:SHOWN],
    }
    return render(request, "study/join_screening.html", context, status=422 if form.errors else 200)


def _screening(request: HttpRequest, screening_id: int) -> Screening:
    found = screening_policy.visible_to(request.user).select_related("lecture", "organization", "host")
    screening = found.filter(pk=screening_id).first()
    if screening is None:
        raise Http404("没有这次收看，或者不由您负责。")
    return screening
