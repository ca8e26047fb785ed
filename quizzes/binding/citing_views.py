"""找出处: proposals for the questions of a bank that cite nothing, and for a question that is being written."""

import time
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from library.models import MaterialPage, Provision
from members.requests import MemberRequest, is_number
from quizzes.binding.access import for_revisers, for_writers
from quizzes.binding.actions import accept_proposals, best_above, proposals_first, set_aside
from quizzes.binding.library_texts import sources
from quizzes.binding.matching import ACCEPT_ABOVE, Asked
from quizzes.binding.searching import forget_searches, progress_of, search_some
from quizzes.errors import InvalidQuestion
from quizzes.models import Question, QuestionBank, QuestionCitation, SourceProposal, SourceSearch
from quizzes.policies import bank_policy
from quizzes.question_text import read_typed

PER_PAGE = 20
STEP_SECONDS = 1.5
THRESHOLDS = (0.95, ACCEPT_ABOVE, 0.8)


@require_GET
@for_revisers
def sources_list(request: MemberRequest) -> HttpResponse:
    """List the banks with how many of their questions cite nothing."""
    cited = QuestionCitation.objects.filter(version=OuterRef("questions__current"))
    in_use = ~Q(questions__state=Question.State.RETIRED)
    banks = bank_policy.editable_by(request.user).annotate(
        total=Count("questions", filter=in_use),
        bare=Count("questions", filter=in_use & Q(~Exists(cited))),
    )
    return render(request, "quizzes/admin/sources_list.html", {"banks": banks})


@require_GET
@for_revisers
def sources_of_bank(request: MemberRequest, bank_id: int) -> HttpResponse:
    """Show what was proposed for a bank's questions, the surest first, and how far the search is."""
    bank = get_object_or_404(bank_policy.editable_by(request.user), pk=bank_id)
    waiting = _waiting(bank)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "bank": bank,
        "progress": progress_of(bank),
        "page": page,
        "found": [(search, _filled(search)) for search in page.object_list],
        "thresholds": _sure(bank),
        "usual": ACCEPT_ABOVE,
    }
    return render(request, "quizzes/admin/sources.html", context)


@require_POST
@for_revisers
def advance(request: MemberRequest, bank_id: int) -> HttpResponse:
    """Search on for a moment: JSON for the script, the page for others; `again` forgets earlier searches first."""
    bank = get_object_or_404(bank_policy.editable_by(request.user), pk=bank_id)
    if "again" in request.POST:
        forget_searches(bank=bank)
    search_some(bank=bank, known=sources(), until=time.monotonic() + STEP_SECONDS)
    if request.accepts("text/html"):
        return redirect("quizzes_sources_of_bank", bank_id=bank_id)
    progress = progress_of(bank)
    return JsonResponse({"done": progress.done, "total": progress.total, "sentence": progress.sentence})


@require_POST
@for_revisers
def accept(request: MemberRequest, proposal_id: int) -> HttpResponse:
    """Link one proposal."""
    reachable = SourceProposal.objects.filter(
        search__version__question__bank__in=bank_policy.editable_by(request.user)
    )
    proposal = get_object_or_404(reachable.select_related("search__version__question"), pk=proposal_id)
    made = accept_proposals(member=request.user, proposals=[proposal])
    if made:
        messages.success(request, f"已连上《{proposal.material.title}》。")
    else:
        messages.info(request, "这道题已经有出处了，没有改动。")
    return _back(proposal.search, request)


@require_POST
@for_revisers
def accept_above(request: MemberRequest, bank_id: int) -> HttpResponse:
    """Link every first proposal at least as sure as the threshold that was chosen."""
    bank = get_object_or_404(bank_policy.editable_by(request.user), pk=bank_id)
    chosen = {f"{value}": value for value in THRESHOLDS}.get(request.POST.get("threshold", ""))
    if chosen is None:
        messages.error(request, "请先选把握在多少以上的才采纳。")
    else:
        made = accept_proposals(member=request.user, proposals=best_above(bank, chosen))
        messages.success(request, f"已给 {made} 道题连上出处；其余的没有动，请逐题看一看。")
    return redirect("quizzes_sources_of_bank", bank_id=bank_id)


@require_POST
@for_revisers
def none_of_these(request: MemberRequest, search_id: int) -> HttpResponse:
    """Set the proposals for a question aside."""
    reachable = SourceSearch.objects.filter(version__question__bank__in=bank_policy.editable_by(request.user))
    search = get_object_or_404(reachable.select_related("version__question"), pk=search_id)
    set_aside(member=request.user, search=search)
    messages.success(request, "记下了：这几处都不是。")
    return _back(search, request)


@require_POST
@for_writers
def suggest(request: MemberRequest) -> HttpResponse:
    """Return proposals for a question that is being written, as JSON; nothing is stored."""
    kind = request.POST.get("kind", "")
    said = {name: request.POST.get(name, "") for name in ("options", "answer", "rubric")}
    try:
        typed = read_typed(kind, **said)
    except (InvalidQuestion, KeyError) as error:
        return JsonResponse(
            {"error": f"先把题干和答案写好，再找出处。{error if isinstance(error, InvalidQuestion) else ''}"}
        )
    found = sources().propose(
        Asked(kind, request.POST.get("stem", ""), [*typed.prompts, *typed.options], typed.answer)
    )
    titles = MaterialPage.objects.in_bulk([material for _one, material, _address in found])
    rows = [
        {
            "material": material,
            "title": titles[material].title,
            "number": one.passage.number,
            "address": address,
            "sentence": one.sentence,
            "percent": round(one.confidence * 100),
            "sure": one.confidence >= ACCEPT_ABOVE,
        }
        for one, material, address in found
    ]
    return JsonResponse({"proposals": rows})


def _sure(bank: QuestionBank) -> list[tuple[float, int]]:
    """Return how many questions each threshold would link."""
    known = [one.confidence for one in best_above(bank, min(THRESHOLDS))]
    return [(value, sum(confidence >= value for confidence in known)) for value in THRESHOLDS]


def _waiting(bank: QuestionBank) -> Any:
    cited = QuestionCitation.objects.filter(version=OuterRef("version"))
    rows = SourceSearch.objects.filter(
        ~Exists(cited),
        version=F("version__question__current"),
        version__question__bank=bank,
        is_set_aside=False,
        proposals__rank=1,
    ).exclude(version__question__state=Question.State.RETIRED)
    ordered = rows.order_by("-proposals__confidence", "pk")
    return ordered.select_related("version__question").prefetch_related(proposals_first())


def _filled(search: SourceSearch) -> list[dict[str, Any]]:
    """Return the proposals of a search with their numbers and links."""
    proposals = list(search.proposals.all())
    found = Provision.objects.filter(
        material_id__in={one.material_id for one in proposals}, address__in={one.address for one in proposals}
    )
    numbers = {
        (one.material_id, one.address): one.number for one in found.only("material_id", "address", "number")
    }
    return [
        {
            "proposal": one,
            "number": numbers.get((one.material_id, one.address), ""),
            "percent": round(one.confidence * 100),
        }
        for one in proposals
    ]


def _back(search: SourceSearch, request: MemberRequest) -> HttpResponse:
    page = request.POST.get("p", "")
    url = reverse("quizzes_sources_of_bank", args=[search.version.question.bank_id])
    return redirect(f"{url}?p={page}" if is_number(page) else url)
