"""待复核: questions whose cited article reads otherwise now, with both texts side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from library.models import Provision
from library.structure import Mark, mark_words
from members.requests import MemberRequest, is_number
from quizzes.binding.access import for_revisers
from quizzes.binding.actions import confirm_question, retire_question
from quizzes.binding.keeping import words_of
from quizzes.binding.staleness import recheck_begun
from quizzes.errors import QuizError
from quizzes.models import Question, QuestionVersion, StaleCitation
from quizzes.policies import question_policy
from quizzes.querysets import QuestionQuerySet
from quizzes.quoting import contains
from quizzes.wording import in_words

PER_PAGE = 10


@dataclass(frozen=True)
class Doubted:
    """One doubt as it is shown: both texts, and the marks between them."""

    doubt: StaleCitation
    answer: str
    old_number: str
    new_number: str
    marks: list[Mark]
    quote_is_gone: bool

    @property
    def is_gone(self) -> bool:
        """Tell whether the text that holds now has no such provision."""
        return not self.new_number


@require_GET
@for_revisers
def stale_questions(request: MemberRequest) -> HttpResponse:
    """List the doubts, newest first."""
    recheck_begun(timezone.localdate())
    mine = question_policy.visible_to(request.user)
    open_doubts = StaleCitation.objects.filter(
        settled_at=None, question__state=Question.State.STALE, question__in=mine
    )
    bank = request.GET.get("bank", "")
    if is_number(bank):
        open_doubts = open_doubts.filter(question__bank=int(bank))
    rows = open_doubts.select_related(
        "question__current", "question__bank", "material", "citation__material", "citation__kept"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "found": _shown(list(page.object_list)),
        "by_hand": _by_hand(mine),
        "may_publish": question_policy.can_publish(request.user),
    }
    return render(request, "quizzes/admin/stale.html", context)


@require_POST
@for_revisers
def confirm(request: MemberRequest, question_id: int) -> HttpResponse:
    """Say that the question is still right."""
    return _settle(request, question_id, confirm_question, "已确认“{question}”仍然正确，出处改到了现行版本。")


@require_POST
@for_revisers
def retire(request: MemberRequest, question_id: int) -> HttpResponse:
    """Take the question out of use."""
    return _settle(request, question_id, retire_question, "“{question}”已停用；以前的成绩不变。")


def _settle(
    request: MemberRequest, question_id: int, settle: Callable[..., Question], said: str
) -> HttpResponse:
    visible = question_policy.visible_to(request.user)
    question = get_object_or_404(visible.select_related("current"), pk=question_id)
    try:
        settled = settle(member=request.user, question=question)
    except QuizError as error:
        messages.error(request, str(error))
    else:
        waits = settled.state == Question.State.IN_REVIEW
        messages.success(
            request, said.format(question=question) + ("现在等有权限的同志审核。" if waits else "")
        )
    return redirect("quizzes_stale")


def _by_hand(mine: QuestionQuerySet) -> QuerySet:
    """Return questions somebody put in doubt although their articles read as they did."""
    doubted = StaleCitation.objects.filter(question=OuterRef("pk"), settled_at=None)
    return mine.filter(~Exists(doubted), state=Question.State.STALE).with_content()[:PER_PAGE]


def _shown(doubts: list[StaleCitation]) -> list[Doubted]:
    found = Provision.objects.filter(
        material_id__in={one.material_id for one in doubts}, address__in={one.address for one in doubts}
    )
    now = {(one.material_id, one.address): one for one in found}
    return [_doubted(one, now.get((one.material_id, one.address))) for one in doubts]


def _doubted(doubt: StaleCitation, now: Provision | None) -> Doubted:
    kept: Any = getattr(doubt.citation, "kept", None)
    old = kept.text if kept else doubt.citation.quote
    new = words_of(now) if now else ""
    quote = doubt.citation.quote
    version = doubt.question.current
    return Doubted(
        doubt=doubt,
        answer=_key(doubt.question.kind, version),
        old_number=kept.number if kept else doubt.citation.address,
        new_number=(now.number or now.heading or "正文") if now else "",
        marks=mark_words(old, new),
        quote_is_gone=bool(quote) and not contains(new, quote),
    )


def _key(kind: str, version: QuestionVersion | None) -> str:
    return in_words(kind, version.prompts, version.options, version.answer) if version else ""
