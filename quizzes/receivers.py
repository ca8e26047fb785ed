"""Following attempts: every question met is one to remember. And the log of the desk, which names no stems."""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import ModelLogEntry

from quizzes.actions import learn_from_attempt, relearn_from_attempt
from quizzes.signals import attempt_marked, attempt_submitted


def _submitted(sender: type, attempt: Any, **kwargs: Any) -> None:
    learn_from_attempt(attempt=attempt)


def _marked(sender: type, attempt: Any, **kwargs: Any) -> None:
    relearn_from_attempt(attempt=attempt)


def _logged(sender: type, instance: Any, **kwargs: Any) -> None:
    # Every editor reads the log of the whole site, but not every bank.
    if (instance.content_type.app_label, instance.content_type.model) == ("quizzes", "question"):
        instance.label = f"题目 {instance.object_id}"


def connect() -> None:
    """Listen to papers handed in, to marks that were corrected, and to what is logged of questions."""
    pre_save.connect(_logged, sender=ModelLogEntry, dispatch_uid="quizzes.unnamed_in_log")
    attempt_submitted.connect(_submitted, dispatch_uid="quizzes.learn")
    attempt_marked.connect(_marked, dispatch_uid="quizzes.relearn")
