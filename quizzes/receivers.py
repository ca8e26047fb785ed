"""Following attempts: every question met is one to remember."""

from typing import Any

from quizzes.actions import learn_from_attempt
from quizzes.signals import attempt_submitted


def _submitted(sender: type, attempt: Any, **kwargs: Any) -> None:
    learn_from_attempt(attempt=attempt)


def connect() -> None:
    """Listen to papers handed in."""
    attempt_submitted.connect(_submitted, dispatch_uid="quizzes.learn")
