"""阅卷: the desk of those who mark written answers; no page of it says whose an answer is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from members.requests import MemberRequest
from quizzes.actions import mark_essay
from quizzes.errors import QuizError
from quizzes.marking_desk import criteria_of, neighbours, next_waiting, piles_of, read_marks
from quizzes.models import AttemptItem
from quizzes.policies import marking_policy


@login_required
@never_cache
@require_GET
def desk(request: MemberRequest) -> HttpResponse:
    """Show the questions whose answers this person may mark, with how many wait."""
    if not marking_policy.is_marker(request.user):
        raise PermissionDenied
    piles = piles_of(request.user)
    context = {"piles": piles, "waiting": sum(pile.waiting for pile in piles)}
    return render(request, "quizzes/marking/desk.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def mark(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one answer with its rubric; POST marks it and goes on to the next that waits."""
    item = _item(request, pk)
    if request.method == "GET":
        return _page(request, item, None)
    typed = [request.POST.get(one.name, "") for one in criteria_of(item)]
    comment = request.POST.get("comment", "")
    try:
        mark_essay(
            marker=request.user, item=item, marks=read_marks(typed), comment=comment, now=timezone.now()
        )
    except QuizError as error:
        messages.error(request, str(error))
        return _page(request, item, typed, comment)
    messages.success(request, f"已保存 {timezone.localtime():%H:%M}")
    following = next_waiting(request.user, item)
    return redirect("quizzes:mark", pk=following.pk) if following else redirect("quizzes:marking")


def _page(
    request: MemberRequest, item: AttemptItem, typed: list[str] | None, comment: str | None = None
) -> HttpResponse:
    marks = list(item.essay_marks.select_related("marker").order_by("-pk"))
    before, behind = neighbours(request.user, item)
    context = {
        "item": item,
        "before": before,
        "behind": behind,
        "criteria": criteria_of(item, typed),
        "comment": (marks[0].comment if marks else "") if comment is None else comment,
        "marks": marks,
        "following": next_waiting(request.user, item),
    }
    return render(request, "quizzes/marking/mark.html", context, status=200 if typed is None else 422)


def _item(request: MemberRequest, pk: int) -> AttemptItem:
    related = ("version__question", "marked_by_version", "attempt__quiz")
    found = marking_policy.visible_to(request.user).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份作答，或者不由您评。")
    return found
