"""Pages of quizzes: the list, and a quiz with the button to start."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from library.policies import topic_policy
from members.requests import MemberRequest
from quizzes import actions
from quizzes.errors import NotOffered, QuizError
from quizzes.grading import RULES
from quizzes.listing import attempts_left, group_by_state, is_open
from quizzes.models import Question, QuizDraw, QuizPage
from quizzes.papers.rules import allowance_of
from quizzes.policies import attempt_policy, marking_policy, quiz_policy

NO_QUIZ = "没有这次测验，或者它没有向您开放。"


@login_required
@never_cache
@require_GET
def listing(request: MemberRequest) -> HttpResponse:
    """Show the quizzes of this member: open, coming, past, each with the member's own state."""
    now = timezone.now()
    actions.submit_overdue_attempts(member=request.user, now=now)
    return render(
        request,
        "quizzes/list.html",
        {
            "groups": group_by_state(request.user, now=now),
            "is_marker": marking_policy.is_marker(request.user),
        },
    )


@login_required
@never_cache
@require_GET
def quiz(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what a quiz is and its rules, with the button to start or go on."""
    now = timezone.now()
    found = _quiz(request, slug)
    actions.submit_overdue_attempts(member=request.user, now=now)
    attempts = list(attempt_policy.visible_to(request.user).filter(quiz=found).order_by("number"))
    done = [attempt for attempt in attempts if attempt.is_submitted]
    today = timezone.localdate(now)
    context = {
        "quiz": found,
        "topic": found.topic if found.topic and topic_policy.can_view(request.user, found.topic) else None,
        "rules": [RULES[kind] for kind in _kinds(found)],
        "running": next((attempt for attempt in attempts if not attempt.is_submitted), None),
        "done": done[::-1],
        "attempts_left": attempts_left(found, len(done)),
        "can_start": is_open(found, now),
        "not_yet": found.opens_at is not None and now < found.opens_at,
        "done_today": found.is_daily and any(attempt.day == today for attempt in done),
        "allowance": allowance_of(request.user, found),
    }
    return render(request, "quizzes/quiz.html", context)


@login_required
@require_POST
def start(request: MemberRequest, slug: str) -> HttpResponse:
    """Start an attempt, or go on with the one under way."""
    # Whether it is offered to them is asked once, where it counts: inside the transaction that starts it.
    found = QuizPage.objects.filter(slug=slug).first()
    try:
        if found is None:
            raise NotOffered
        attempt = actions.start_attempt(member=request.user, quiz=found, now=timezone.now())
    except NotOffered as error:
        raise Http404(NO_QUIZ) from error
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:quiz", slug=slug)
    return redirect("quizzes:attempt", pk=attempt.pk)


def _quiz(request: MemberRequest, slug: str) -> QuizPage:
    found = quiz_policy.visible_to(request.user).with_size().filter(slug=slug).select_related("topic").first()
    if found is None:
        raise Http404(NO_QUIZ)
    return found


def _kinds(found: QuizPage) -> list[str]:
    asked = Question.objects.usable().filter(quiz_entries__section__quiz=found)
    kinds = {*asked.values_list("kind", flat=True), *_drawn_kinds(found)}
    return [kind for kind in Question.Kind.values if kind in kinds]


def _drawn_kinds(found: QuizPage) -> set[str]:
    kinds = set(QuizDraw.objects.filter(section__quiz=found).values_list("kind", flat=True))
    return set(Question.Kind.values) if "" in kinds else kinds
