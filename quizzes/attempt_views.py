"""Pages of an attempt: answering, saving, right and wrong of one question, handing in, the result."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from members.requests import MemberRequest
from quizzes import actions
from quizzes.actions.answers import mark_of
from quizzes.actions.attempts import is_over
from quizzes.answering import checked_in, checks_at_once, hand_in_by, parts_of, sent_with
from quizzes.errors import AnsweredElsewhere, AttemptClosed, NoSuchAttempt, NoSuchQuestion, QuizError
from quizzes.models import Attempt, AttemptItem
from quizzes.policies import attempt_policy
from quizzes.results import result_context
from quizzes.sheet import line, read_answer, read_answers


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
@never_cache
@require_POST
def answer(request: MemberRequest, pk: int, position: int) -> JsonResponse:
    """Save one answer as it is given; answers `{saved, at}`, or 4xx `{error, closed}` with one sentence.

    When another page answered later, `values` are what the question's fields hold now, `theirs` is the same in words, and
    `version` what to send as `overwrite` to replace it after all.
    """
    now = timezone.now()
    try:
        actions.save_given(
            member=request.user,
            attempt_id=pk,
            position=position,
            read=lambda item: read_answer(item, request.POST),
            now=now,
            sent=sent_with(request.POST),
        )
    except NoSuchAttempt as error:
        raise Http404(str(error)) from error
    except QuizError as error:
        return _refused(error, pk, position)
    return JsonResponse({"saved": True, "at": f"{timezone.localtime(now):%H:%M}"})


@login_required
@never_cache
@require_POST
def check(request: MemberRequest, pk: int, position: int) -> HttpResponse:
    """Show right and wrong of one answered question where the rules allow it, as a piece of the page."""
    found = _attempt(request, pk)
    now = timezone.now()
    try:
        actions.check_answer(member=request.user, attempt=found, position=position, now=now)
    except QuizError as error:
        return _refused(error, pk, position)
    one = checked_in(found, now=now, position=position)[position]
    return render(request, "quizzes/checked.html", {"one": one})


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
        if "check" in request.POST:
            return _check_by_form(request, found)
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
    return render(request, "quizzes/result.html", result_context(found, now=timezone.now()))


def _refused(error: QuizError, pk: int, position: int) -> JsonResponse:
    told: dict[str, Any] = {"error": str(error)}
    if isinstance(error, NoSuchQuestion):
        return JsonResponse(told, status=404)
    told["closed"] = isinstance(error, AttemptClosed)
    if isinstance(error, AnsweredElsewhere):
        item = AttemptItem.objects.for_answering().get(attempt=pk, position=position)
        stands = line(item)
        told |= {"values": stands.values, "theirs": stands.words, "version": mark_of(item)}
    return JsonResponse(told, status=409)


def _check_by_form(request: MemberRequest, found: Attempt) -> HttpResponse:
    asked = request.POST["check"]
    position = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
    actions.check_answer(member=request.user, attempt=found, position=position, now=timezone.now())
    return redirect(f"{reverse('quizzes:attempt', args=[found.pk])}#q{position}")


def _answer_page(request: MemberRequest, found: Attempt, missing: list[int]) -> HttpResponse:
    parts = parts_of(found, now=timezone.now())
    rows = [row for part in parts for row in part.rows]
    context: dict[str, Any] = {
        "attempt": found,
        "quiz": found.quiz,
        "parts": parts,
        "rows": rows,
        "answered": sum(row.line.is_answered for row in rows),
        "missing": missing,
        "checks_at_once": checks_at_once(found),
        "seconds_left": _seconds_left(found),
        "hand_in_by": hand_in_by(found.deadline, now=timezone.now()) if found.deadline else "",
    }
    if found.rules.get("large_print"):
        context["large_type"] = True
    return render(request, "quizzes/attempt.html", context)


def _seconds_left(found: Attempt) -> int | None:
    if found.deadline is None:
        return None
    return max(0, int((found.deadline - timezone.now()).total_seconds()))


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
