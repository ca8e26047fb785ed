"""Pages of study: 今日学习, 我的, and the two ways progress is recorded."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from library.models import MaterialPage
from library.policies import material_policy
from members.models import Appointment
from members.requests import MemberRequest
from quizzes.models import Attempt
from study import actions
from study.desk import lay_out
from study.errors import StudyError
from study.forms import PositionForm
from study.policies import progress_policy

if TYPE_CHECKING:
    from wagtail.models import Page

HISTORY_SHOWN = 20


def today(request: MemberRequest, page: "Page") -> HttpResponse:
    """Show a logged-in member what to study today; `page` is the home page it stands on."""
    now = timezone.now()
    desk = lay_out(member=request.user, now=now)
    return render(request, "study/today.html", {"page": page, "desk": desk, "now": now})


@login_required
@require_GET
def me(request: MemberRequest) -> HttpResponse:
    """Show a member their own record: what is being read, what is finished, which quizzes were taken."""
    progress = progress_policy.visible_to(request.user).filter(material__live=True).select_related("material")
    attempts = Attempt.objects.filter(member=request.user).submitted().select_related("quiz")
    held = Appointment.objects.filter(member=request.user).held_on(timezone.localdate())
    return render(
        request,
        "study/me.html",
        {
            "appointments": held.select_related("organization"),
            "reading": progress.unfinished()[:HISTORY_SHOWN],
            "finished": progress.filter(finished_at__isnull=False).order_by("-finished_at")[:HISTORY_SHOWN],
            "attempts": attempts[:HISTORY_SHOWN],
        },
    )


@require_POST
def record_position(request: HttpRequest) -> JsonResponse:
    """Record where the reader is; answers `{percent, finished}`, or 4xx with one sentence."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "请先登录，再记录学习进度。"}, status=403)
    # What was watched of a lecture is reported to `study.watching`.
    texts = material_policy.visible_to(request.user).exclude(kind=MaterialPage.Kind.MICRO_LECTURE)
    form = PositionForm(request.POST, materials=texts)
    if not form.is_valid():
        return JsonResponse({"error": "学习进度没有记录：资料不存在或位置不对，请刷新页面。"}, status=400)
    progress = actions.record_position(
        member=request.user,
        material=form.cleaned_data["material"],
        address=form.cleaned_data["address"],
        percent=form.cleaned_data["percent"],
        now=timezone.now(),
    )
    return JsonResponse({"percent": progress.percent, "finished": progress.finished_at is not None})


@login_required
@require_POST
def finish(request: MemberRequest, material_id: int) -> HttpResponse:
    """Record “读完了” and go back to the text."""
    material = _readable(request, material_id)
    try:
        actions.finish_material(member=request.user, material=material, now=timezone.now())
    except StudyError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"已记下：{timezone.localtime():%H:%M} 读完《{material.title}》。")
    return redirect(material.url or "/")


def _readable(request: HttpRequest, material_id: int) -> MaterialPage:
    material = material_policy.visible_to(request.user).filter(pk=material_id).first()
    if material is None:
        raise Http404("没有这份资料，或者您不能阅读它。")
    return material
