"""Following attempts: every question met is one to remember."""

from typing import Any

from quizzes.actions import learn_from_attempt, relearn_from_attempt
from quizzes.signals import attempt_marked, attempt_submitted


def _submitted(sender: type, attempt: Any, **kwargs: Any) -> None:
    learn_from_attempt(attempt=attempt)


def _marked(sender: type, attempt: Any, **kwargs: Any) -> None:
    relearn_from_attempt(attempt=attempt)


def connect() -> None:
    """Listen to papers handed in, and to marks that were corrected."""
    attempt_submitted.connect(_submitted, dispatch_uid="quizzes.learn")
    attempt_marked.connect(_marked, dispatch_uid="quizzes.relearn")
