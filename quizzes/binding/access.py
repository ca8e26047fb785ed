"""Who may do what at these desks; the same policy as the bank's own pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from quizzes.policies import question_policy

View = Callable[..., HttpResponse]


def _guarded(view: View, allowed: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allowed(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_revisers(view: View) -> View:
    """Let only those in who may revise questions."""
    return _guarded(view, question_policy.can_change)


def for_writers(view: View) -> View:
    """Let only those in who may write questions."""
    return _guarded(view, question_policy.can_add)
