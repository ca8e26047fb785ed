"""The questions at the end of a lecture."""

from typing import Any

from django import template
from django.utils import timezone

from library.models import MicroLecturePage
from quizzes.models import Attempt
from quizzes.policies import quiz_policy

register = template.Library()


@register.simple_tag(takes_context=True)
def quizzes_after(context: dict[str, Any], lecture: MicroLecturePage) -> list[dict[str, Any]]:
    """Return the quizzes that follow `lecture` and are open to the reader, each with the reader's last attempt."""
    user = context["request"].user
    if not lecture.pk or not user.is_authenticated:
        return []
    quizzes = quiz_policy.open_to(user, now=timezone.now()).filter(lecture=lecture).with_size()
    found = list(quizzes)
    if not found:
        return []
    attempts = Attempt.objects.filter(member=user, quiz__in=found).order_by("number")
    last = {attempt.quiz_id: attempt for attempt in attempts}
    return [{"quiz": quiz, "attempt": last.get(quiz.pk)} for quiz in found]
