"""Pages of the editor's desk for quizzes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from quizzes.errors import NotAllowed
from quizzes.models import QuizPage
from quizzes.papers.places import UnreadablePlace
from quizzes.papers.sources import candidates, said_banks
from quizzes.policies import question_policy
from quizzes.quiz_forms import draw_asked, holder_asked
from quizzes.quiz_report import report_on
from quizzes.statistics import ENOUGH


def quiz_statistics(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Show how well the questions of a quiz measure, to those who may change questions; shows no names."""
    if not question_policy.can_change(request.user):
        raise PermissionDenied
    # The figures tell the key, so they are of the banks within reach.
    seen = question_policy.visible_to(request.user)
    report = report_on(get_object_or_404(QuizPage, pk=quiz_id)).limited_to(seen)
    return render(request, "quizzes/admin/statistics.html", {"report": report, "enough": ENOUGH})


@require_GET
def count_draw(request: HttpRequest) -> JsonResponse:
    """Tell an editor how many questions a draw, as the form holds it now, could take: `{said, enough}`."""
    if not question_policy.can_change(request.user):
        raise PermissionDenied
    rule = draw_asked(request.GET, user=request.user)
    if rule is None:
        return JsonResponse({"said": "条件还没有填好，暂时数不出来。", "enough": False})
    try:
        # A bank that is named is the only one, whoever holds the quiz.
        holder = None if rule.bank_id else holder_asked(request.GET, user=request.user)
        found = len(candidates(rule, holder))
    except (UnreadablePlace, NotAllowed) as error:
        return JsonResponse({"said": str(error), "enough": False})
    enough = found >= rule.count
    where = "" if rule.bank_id else f"{said_banks(holder)}里"
    said = f"{where}现在有 {found} 道合要求的题" + ("。" if enough else f"，不够抽 {rule.count} 道。")
    return JsonResponse({"said": said, "enough": enough})
