"""Pages of quizzes: the list, a quiz, answering, handing in, the result."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from members.requests import MemberRequest
from quizzes import actions
from quizzes.actions.attempts import is_over
from quizzes.errors import AttemptClosed, QuizError
from quizzes.grading import RULES
from quizzes.listing import group_by_state
from quizzes.models import Attempt, AttemptItem, Question, QuizDraw, QuizPage
from quizzes.policies import attempt_policy, quiz_policy
from quizzes.review import key_is_open, review
from quizzes.sheet import lay_out, read_answer, read_answers


@login_required
@require_GET
def listing(request: MemberRequest) -> HttpResponse:
    """Show the quizzes of this member: open, coming, past, each with the member's own state."""
    now = timezone.now()
    actions.submit_overdue_attempts(member=request.user, now=now)
    return render(request, "quizzes/list.html", {"groups": group_by_state(request.user, now=now)})


@login_required
@require_GET
def quiz(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what a quiz is and its rules, with the button to start or go on."""
    now = timezone.now()
    found = _quiz(request, slug)
    actions.submit_overdue_attempts(member=request.user, now=now)
    attempts = list(attempt_policy.visible_to(request.user).filter(quiz=found).order_by("number"))
    done = [attempt for attempt in attempts if attempt.is_submitted]
    allowed = found.attempts_allowed
    context = {
        "quiz": found,
        "rules": [RULES[kind] for kind in _kinds(found)],
        "running": next((attempt for attempt in attempts if not attempt.is_submitted), None),
        "done": done,
        "attempts_left": None if allowed is None else max(0, allowed - len(done)),
        "can_start": _is_open(found, now),
        "not_yet": found.opens_at is not None and now < found.opens_at,
    }
    return render(request, "quizzes/quiz.html", context)


@login_required
@require_POST
def start(request: MemberRequest, slug: str) -> HttpResponse:
    """Start an attempt, or go on with the one under way."""
    found = _quiz(request, slug)
    try:
        attempt = actions.start_attempt(member=request.user, quiz=found, now=timezone.now())
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:quiz", slug=slug)
    return redirect("quizzes:attempt", pk=attempt.pk)


@login_required
@never_cache
@require_GET
def attempt(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the questions of the member's own attempt under way."""
    found = _attempt(request, pk)
    if found.is_submitted or _hand_in_when_over(request, found):
        return redirect("quizzes:result", pk=pk)
    return _answer_page(request, found, [])


@login_required
@require_POST
def answer(request: MemberRequest, pk: int, position: int) -> JsonResponse:
    """Save one answer as it is given; answers `{saved, at}`, or 4xx `{error}` with one sentence."""
    found = _attempt(request, pk)
    item = AttemptItem.objects.for_answering().filter(attempt=found, position=position).first()
    if item is None:
        return JsonResponse({"error": f"这份答卷没有第 {position} 题，请刷新页面。"}, status=404)
    now = timezone.now()
    given = read_answer(item, request.POST)
    try:
        actions.save_answer(member=request.user, attempt=found, position=position, answer=given, now=now)
    except QuizError as error:
        return JsonResponse({"error": str(error), "closed": isinstance(error, AttemptClosed)}, status=409)
    return JsonResponse({"saved": True, "at": f"{timezone.localtime(now):%H:%M}"})


@login_required
@require_POST
def submit(request: MemberRequest, pk: int) -> HttpResponse:
    """Save what the form holds; hand in, asking once more when something is unanswered; a second time does nothing."""
    found = _attempt(request, pk)
    if found.is_submitted or _hand_in_when_over(request, found):
        return redirect("quizzes:result", pk=pk)
    items = list(AttemptItem.objects.for_answering().filter(attempt=found))
    now = timezone.now()
    given = read_answers(items, request.POST)
    try:
        actions.save_answers(member=request.user, attempt=found, answers=given, now=now)
    except QuizError as error:
        messages.error(request, str(error))
        return redirect("quizzes:attempt", pk=pk)
    if "save" in request.POST:
        messages.success(request, f"已保存 {timezone.localtime(now):%H:%M}，可以过一会儿再接着答。")
        return redirect("quizzes:attempt", pk=pk)
    missing = list(found.items.unanswered().values_list("position", flat=True))
    if missing and "confirmed" not in request.POST:
        return _answer_page(request, found, missing)
    actions.submit_attempt(member=request.user, attempt=found, now=now)
    return redirect("quizzes:result", pk=pk)


@login_required
@never_cache
@require_GET
def result(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the member's own result: wrong answers first to the eye, each with its sentence in the text."""
    found = _attempt(request, pk)
    if not found.is_submitted:
        return redirect("quizzes:attempt", pk=pk)
    now = timezone.now()
    submitted = attempt_policy.visible_to(request.user).submitted().filter(quiz=found.quiz).count()
    allowed = found.quiz.attempts_allowed
    with_key = key_is_open(found, submitted=submitted, now=now)
    reviewed = review(found, with_key=with_key)
    context = {
        "attempt": found,
        "quiz": found.quiz,
        "wrong": [one for one in reviewed if not one.is_right],
        "right": [one for one in reviewed if one.is_right],
        "with_key": with_key,
        "can_retake": _is_open(found.quiz, now) and (allowed is None or submitted < allowed),
    }
    return render(request, "quizzes/result.html", context)


def _answer_page(request: MemberRequest, found: Attempt, missing: list[int]) -> HttpResponse:
    lines = lay_out(AttemptItem.objects.for_answering().filter(attempt=found).order_by("position"))
    context: dict[str, Any] = {
        "attempt": found,
        "quiz": found.quiz,
        "lines": lines,
        "answered": sum(line.is_answered for line in lines),
        "missing": missing,
        "seconds_left": _seconds_left(found),
    }
    return render(request, "quizzes/attempt.html", context)


def _seconds_left(found: Attempt) -> int | None:
    if found.deadline is None:
        return None
    return max(0, int((found.deadline - timezone.now()).total_seconds()))


def _quiz(request: MemberRequest, slug: str) -> QuizPage:
    found = quiz_policy.visible_to(request.user).with_size().filter(slug=slug).select_related("topic").first()
    if found is None:
        raise Http404("没有这次测验，或者它没有向您开放。")
    return found


def _attempt(request: MemberRequest, pk: int) -> Attempt:
    found = attempt_policy.visible_to(request.user).select_related("quiz").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份答卷。")
    found.member = request.user
    return found


def _hand_in_when_over(request: MemberRequest, found: Attempt) -> bool:
    now = timezone.now()
    if not is_over(found, now=now):
        return False
    actions.submit_attempt(member=request.user, attempt=found, now=now)
    messages.info(request, "答题时间已到，已按保存的答案自动交卷。")
    return True


def _is_open(found: QuizPage, now: datetime) -> bool:
    return (found.opens_at is None or found.opens_at <= now) and (
        found.closes_at is None or now < found.closes_at
    )


def _kinds(found: QuizPage) -> list[str]:
    asked = Question.objects.usable().filter(quiz_entries__section__quiz=found)
    kinds = {*asked.values_list("kind", flat=True), *_drawn_kinds(found)}
    return [kind for kind in Question.Kind.values if kind in kinds]


def _drawn_kinds(found: QuizPage) -> set[str]:
    kinds = set(QuizDraw.objects.filter(section__quiz=found).values_list("kind", flat=True))
    return set(Question.Kind.values) if "" in kinds else kinds
