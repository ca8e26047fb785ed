"""覆盖图: which articles of a regulation are asked about; and one article, its questions, and drafts for more."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from library.models import MaterialPage, Provision
from library.policies import material_policy
from members.requests import MemberRequest, is_number
from quizzes.binding.access import for_revisers
from quizzes.binding.actions import keep_drafts
from quizzes.binding.coverage import coverage_of, works_covered
from quizzes.binding.keeping import words_of
from quizzes.binding.matching import Idea, draft_from
from quizzes.binding.staleness import recheck_begun
from quizzes.citing import text_meant
from quizzes.errors import QuizError
from quizzes.policies import bank_policy


@require_GET
@for_revisers
def coverage_list(request: MemberRequest) -> HttpResponse:
    """List the regulations with how much of each is asked about."""
    recheck_begun(timezone.localdate())
    return render(request, "quizzes/admin/coverage_list.html", {"rows": works_covered()})


@require_GET
@for_revisers
def coverage_map(request: MemberRequest, work_id: int) -> HttpResponse:
    """Show one regulation article by article."""
    shown = coverage_of(_work(request, work_id))
    return render(request, "quizzes/admin/coverage_map.html", {"map": shown})


@require_http_methods(["GET", "POST"])
@for_revisers
def coverage_article(request: MemberRequest, work_id: int, address: str) -> HttpResponse:
    """Show one article with its questions and what could be asked; POST keeps the drafts that were chosen."""
    work = _work(request, work_id)
    text = text_meant(work.specific)
    provision = get_object_or_404(Provision, material=text, address=address, is_unit=True)
    ideas = draft_from(work.title, provision.number, words_of(provision))
    if request.method == "POST":
        return _kept(request, work, provision, ideas)
    rows = [row for row in coverage_of(work).articles if row.address == address]
    context = {
        "work": work,
        "text": text,
        "provision": provision,
        "words": words_of(provision),
        "row": rows[0] if rows else None,
        "ideas": list(enumerate(ideas)),
        "banks": bank_policy.editable_by(request.user),
    }
    return render(request, "quizzes/admin/coverage_article.html", context)


def _kept(
    request: MemberRequest, work: MaterialPage, provision: Provision, ideas: list[Idea]
) -> HttpResponse:
    back = redirect("quizzes_coverage_article", work_id=work.pk, address=provision.address)
    chosen = [idea for place, idea in enumerate(ideas) if str(place) in request.POST.getlist("idea")]
    asked = request.POST.get("bank", "")
    bank = bank_policy.editable_by(request.user).filter(pk=asked if is_number(asked) else 0).first()
    if not chosen or bank is None:
        messages.error(request, "请至少勾选一道，并选好放进哪个题库。")
        return back
    try:
        kept = keep_drafts(
            member=request.user,
            bank=bank,
            material=provision.material,
            address=provision.address,
            ideas=chosen,
        )
    except QuizError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"存了 {len(kept)} 道草稿，请逐题看过、改好，再送审。")
    return back


def _work(request: MemberRequest, work_id: int) -> MaterialPage:
    visible = material_policy.visible_to(request.user).exclude(kind=MaterialPage.Kind.EDITION)
    return get_object_or_404(visible, pk=work_id)
