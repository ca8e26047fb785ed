"""Pages of study: 今日学习, 我的, and “读完了”."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
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
from study.ledger.policies import KEEPERS
from study.notes.policies import question_policy
from study.policies import progress_policy
from study.reading.completion import completion_policy

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
    appointments = list(held.select_related("organization"))
    return render(
        request,
        "study/me.html",
        {
            "appointments": appointments,
            "answers_for_others": any(one.post in KEEPERS for one in appointments),
            "reading": progress.unfinished()[:HISTORY_SHOWN],
            "finished": progress.filter(finished_at__isnull=False).order_by("-finished_at")[:HISTORY_SHOWN],
            "attempts": attempts[:HISTORY_SHOWN],
            "sees_finished": completion_policy.can_view(request.user),
            "answers_questions": bool(question_policy.branches_of(request.user)),
        },
    )


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
