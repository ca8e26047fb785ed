"""Telling that two questions are the same question."""

import hashlib
import json
from collections.abc import Sequence

from quizzes.grading.checking import BLANK
from quizzes.grading.folding import fold

__all__ = ["fingerprint"]


def fingerprint(kind: str, stem: str, options: Sequence[str], prompts: Sequence[str] = ()) -> str:
    """Return a SHA-256 that is equal for questions with the same words, whatever the order of their options."""
    parts = [kind, fold(BLANK.sub("__", stem)), sorted(fold(text) for text in options)]
    if prompts:
        parts.append(sorted(fold(text) for text in prompts))
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
