"""Pages of the desk about one question: its history, and correcting marks after its key was found wrong."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from members.requests import MemberRequest, is_number
from quizzes.actions import find_changes, regrade_question
from quizzes.binding.access import for_revisers
from quizzes.errors import QuizError
from quizzes.history import history_of
from quizzes.models import Question
from quizzes.policies import question_policy

SHOWN = 500


@require_GET
@for_revisers
def history(request: MemberRequest, question_id: int) -> HttpResponse:
    """Show what became of a question, the newest first."""
    question = _question(request, question_id)
    context = {"question": question, "events": history_of(question)}
    return render(request, "quizzes/admin/history.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_revisers
def regrade(request: MemberRequest, question_id: int) -> HttpResponse:
    """Show whose score the current key changes; POST does it, when it is still what was shown."""
    question = _question(request, question_id)
    if request.method == "POST":
        return _regraded(request, question)
    changes = find_changes(question)
    context = {
        "question": question,
        "changes": changes[:SHOWN],
        "count": len(changes),
        "papers": len({change.item.attempt_id for change in changes}),
        # Whose marks change is told only to who may change them.
        "may_regrade": question_policy.can_regrade(request.user, question),
        "is_unseen": question_policy.can_publish(request.user, question),
        "regrades": question.regrades.select_related("made_by", "version").prefetch_related(
            "items__item__attempt__quiz", "items__item__attempt__member"
        ),
    }
    return render(request, "quizzes/admin/regrade.html", context)


def _regraded(request: MemberRequest, question: Question) -> HttpResponse:
    expected, shown = request.POST.get("count", ""), request.POST.get("version", "")
    try:
        made = regrade_question(
            member=request.user,
            question=question,
            expected=int(expected) if is_number(expected) else -1,
            shown=int(shown) if is_number(shown) else -1,
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
    except QuizError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"已重新评分：改了 {made.items.count()} 份作答的得分，原来的得分留在下面的记录里。"
        )
    return redirect("quizzes_regrade", question_id=question.pk)


def _question(request: MemberRequest, question_id: int) -> Question:
    visible = question_policy.visible_to(request.user).select_related("current", "bank")
    return get_object_or_404(visible, pk=question_id)
