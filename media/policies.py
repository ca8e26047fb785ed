"""Who may bring recordings in. The apps above know the posts, so they say who else may, when they start."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

User = AbstractBaseUser | AnonymousUser

_rules: list[Callable[[Any], bool]] = []


def let_upload(rule: Callable[[Any], bool]) -> None:
    """Add a rule: whoever it says yes to may upload."""
    if rule not in _rules:
        _rules.append(rule)


def can_upload(user: User) -> bool:
    """Tell whether `user` may bring recordings in."""
    return user.is_authenticated and any(rule(user) for rule in _rules)
