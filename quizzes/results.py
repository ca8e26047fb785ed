"""What a member sees of a paper handed in: the score, by section, and every question with its source."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from quizzes.listing import attempts_left, is_open
from quizzes.models import Attempt, QuizPage
from quizzes.papers.rules import section_scores
from quizzes.policies import attempt_policy
from quizzes.review import key_is_open, key_opens_at, review_items
from quizzes.review_queue import withheld_questions


def result_context(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """Return what `quizzes/result.html` shows of `attempt`, its member's own and handed in.

    Until the key may be shown there are the score of the whole paper and the answers given, and no more.
    """
    quiz, member = attempt.quiz, attempt.member
    submitted = attempt_policy.visible_to(member).submitted().filter(quiz=quiz).count()
    with_key = key_is_open(attempt, submitted=submitted, now=now)
    withheld = withheld_questions(member, now=now, besides=attempt) if with_key else set()
    items = list(attempt.items.for_review().order_by("position"))
    reviewed = review_items(items, member=member, with_key=with_key, withheld=withheld)
    is_done_today = quiz.is_daily and attempt.day == timezone.localdate(now)
    return {
        "attempt": attempt,
        "quiz": quiz,
        "with_key": with_key,
        "wrong": [one for one in reviewed if one.is_open and not one.is_right and not one.is_pending],
        "pending": [one for one in reviewed if one.is_pending],
        "right": [one for one in reviewed if one.is_open and one.is_right],
        "closed": [one for one in reviewed if not one.is_open and not one.is_pending],
        "sections": section_scores(attempt.rules, items) if with_key else [],
        "waits_for": "" if with_key else _waits_for(attempt),
        "can_retake": is_open(quiz, now) and attempts_left(quiz, submitted) != 0 and not is_done_today,
    }


def _waits_for(attempt: Attempt) -> str:
    """Return when the key is shown, as the beginning of a sentence."""
    opens_at = key_opens_at(attempt)
    if opens_at is None:
        return "答完全部次数后"
    local = timezone.localtime(opens_at)
    closing = f"{local.year}年{local.month}月{local.day}日 {local:%H:%M} 测验截止后"
    return (
        closing
        if attempt.rules["feedback"] == QuizPage.Feedback.CLOSED
        else f"答完全部次数后，或者 {closing}"
    )
