"""Pages of remembering: 今日复习 one question at a time, its answer, 错题本, and the member's arrangement."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.requests import MemberRequest
from quizzes import actions
from quizzes.errors import InvalidAnswer, QuestionNotAskable, QuizError
from quizzes.models import AttemptItem, QuestionCitation, QuestionVersion, ReviewLog, ReviewPlan
from quizzes.policies import review_policy
from quizzes.review import review_items
from quizzes.review_asking import Asked, ask, read_note
from quizzes.review_forms import ReviewPlanForm
from quizzes.review_queue import askable, is_withheld, next_card
from quizzes.reviewing import Rating
from quizzes.sheet import line, read_answer
from quizzes.wrong_book import wrong_page

# What a member may say of a right answer, in the order shown.
RATINGS = (
    (Rating.AGAIN, "是猜的"),
    (Rating.HARD, "想了很久"),
    (Rating.GOOD, "记得"),
    (Rating.EASY, "很熟"),
)


@login_required
@never_cache
@require_GET
def review(request: MemberRequest) -> HttpResponse:
    """Ask the question that is due next, or say that today's are done."""
    now = timezone.now()
    actions.submit_overdue_attempts(member=request.user, now=now)
    actions.learn_from_missed_attempts(member=request.user)
    card, today = next_card(request.user, now=now, chosen=request.GET.get("card", ""))
    asked = ask(card, now=now) if card else None
    return _page(request, {"today": today, "now": now}, asked)


@login_required
@never_cache
@require_POST
def answer(request: MemberRequest) -> HttpResponse:
    """Record the answer to the question a page asked, and go to what is right; sent twice it is recorded once."""
    now = timezone.now()
    try:
        asked = read_note(request.POST.get("note", ""))
        card = askable(request.user, now=now).filter(pk=asked.card_id).first()
        if card is None:
            raise QuestionNotAskable("这道题现在不能复习：它在您还没有公布答案的答卷里，或者正由编辑复核。")
        item = asked.item()
        given = None if "forgotten" in request.POST else read_answer(item, request.POST)
        if given is None and "forgotten" not in request.POST:
            return _page(request, {"fault": "请先作答；想不起来就点“不记得了，看答案”。"}, asked)
        version = QuestionVersion.objects.select_related("question").get(pk=asked.version_id)
        log = actions.rate_card(
            member=request.user,
            card=card,
            given=actions.Given(version, item.option_order, given, asked.shown_at, asked.key),
            now=now,
        )
    except InvalidAnswer as error:
        return _page(request, {"fault": str(error)}, asked)
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:review")
    return redirect("quizzes:review_result", pk=log.pk)


@login_required
@never_cache
@require_GET
def result(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what is right, the sentence it stands in, and when the question comes again."""
    now = timezone.now()
    log = _log(request, pk)
    if is_withheld(request.user, log.card, now=now):
        messages.info(request, "这道题在您还没有公布答案的答卷里，公布以后才能看讲评。")
        return redirect("quizzes:review")
    latest = log.card.logs.order_by("-pk").first()
    context: dict[str, Any] = {
        "log": log,
        "one": review_items([_item(log)], member=request.user, with_key=True)[0],
        "is_forgotten": log.answer is None,
        "can_correct": log.is_right and latest == log,
        "ratings": [(int(rating), label, rating == log.rating) for rating, label in RATINGS],
        "today": next_card(request.user, now=now)[1],
        "is_in_wrong_book": log.card.wrong_at is not None,
    }
    return render(request, "quizzes/review_result.html", context)


@login_required
@require_POST
def rate(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the member's own word for how well a right answer was remembered."""
    log = _log(request, pk)
    chosen = request.POST.get("rating", "")
    if chosen not in {str(int(rating)) for rating, _ in RATINGS}:
        messages.warning(request, "没有改：请从列出的几项里选一项。")
        return redirect("quizzes:review_result", pk=pk)
    rating = Rating(int(chosen))
    try:
        log = actions.correct_rating(member=request.user, log=log, rating=rating, now=timezone.now())
    except QuizError as error:
        messages.warning(request, str(error))
    return redirect("quizzes:review_result", pk=log.pk)


@login_required
@never_cache
@require_GET
def wrong(request: MemberRequest) -> HttpResponse:
    """Show 错题本: what was answered wrongly anywhere and is not learnt yet."""
    now = timezone.now()
    actions.submit_overdue_attempts(member=request.user, now=now)
    actions.learn_from_missed_attempts(member=request.user)
    page, rows = wrong_page(request.user, number=request.GET.get("p", "1"), now=now)
    return render(request, "quizzes/wrong.html", {"page_of_rows": page, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: MemberRequest) -> HttpResponse:
    """Let the member set how many questions a day, and the exam to be ready for."""
    stored = ReviewPlan.objects.filter(member=request.user).first()
    form = ReviewPlanForm(
        request.POST or None,
        instance=stored or ReviewPlan(member=request.user),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        actions.plan_review(member=request.user, **form.cleaned_data)
        messages.success(request, f"已保存 {timezone.localtime():%H:%M}")
        return redirect("quizzes:review")
    return render(request, "quizzes/review_plan.html", {"form": form})


def _page(request: MemberRequest, context: dict[str, Any], asked: Asked | None) -> HttpResponse:
    if asked is not None:
        context |= {"line": line(asked.item()), "note": asked.note()}
    return render(request, "quizzes/review.html", context, status=422 if "fault" in context else 200)


def _log(request: MemberRequest, pk: int) -> ReviewLog:
    citations = QuestionCitation.objects.select_related("material").order_by("pk")
    found = (
        ReviewLog.objects.filter(card__in=review_policy.visible_to(request.user), item__isnull=True)
        .select_related("card", "version__question")
        .prefetch_related(Prefetch("version__citations", queryset=citations))
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("没有这条复习记录。")
    return found


def _item(log: ReviewLog) -> AttemptItem:
    """Return the answer as results show one."""
    return AttemptItem(
        version=log.version,
        position=1,
        points=1,
        option_order=log.option_order,
        answer=log.answer,
        score=Decimal(int(log.is_right)),
    )
