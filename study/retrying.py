"""Trying again what a busy SQLite file refused: writers queue there, and one that waited too long gives up."""

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

TRIES = 6
FIRST_PAUSE_SECONDS = 0.02

_chance = secrets.SystemRandom()

P = ParamSpec("P")
T = TypeVar("T")


def again_when_locked(verb: Callable[P, T]) -> Callable[P, T]:
    """Call `verb`, which is one short transaction, again when the database was locked; six times at most.

    Inside somebody else's transaction there is nothing to try again: what was written before is lost with it.
    """

    @wraps(verb)
    def patient(*args: P.args, **kwargs: P.kwargs) -> T:
        pause = FIRST_PAUSE_SECONDS
        for left in reversed(range(TRIES)):
            try:
                return verb(*args, **kwargs)
            except OperationalError as error:
                if not left or connection.in_atomic_block or "locked" not in str(error):
                    raise
                # Writers that were refused together should not come back together.
                time.sleep(pause * (0.5 + _chance.random()))
                pause *= 2
        raise AssertionError("unreachable")

    return patient
