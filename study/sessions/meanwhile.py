"""What others saved while a form was open: told by fingerprints of the values the form began from, never undone by it."""

import hashlib
from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db.models import Model

Fingerprints = Mapping[str, str]


def fingerprint(value: object) -> str:
    """Return a short name of a value as a form shows it; line ends and blanks around a text are the browser's."""
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, time):
        # Forms show no seconds.
        value = f"{value:%H:%M}"
    said = "" if value is None else "\n".join(str(value).splitlines()).strip()
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def fingerprints(values: Mapping[str, object]) -> dict[str, str]:
    """Return the fingerprint of every value."""
    return {name: fingerprint(value) for name, value in values.items()}


def merge(
    *, entered: Mapping[str, Any], stored: Mapping[str, object], opened: Fingerprints
) -> tuple[dict[str, Any], list[str]]:
    """Return what of `entered` is to be stored, and the names that were changed on both sides, each in its own way.

    What the form still says as it was opened was not meant: there the stored value stands.
    """
    changes: dict[str, Any] = {}
    crossed: list[str] = []
    for name, value in entered.items():
        said, there = fingerprint(value), fingerprint(stored[name])
        began = opened.get(name, there)
        if said in {began, there}:
            continue
        if there == began:
            changes[name] = value
        else:
            crossed.append(name)
    return changes, crossed
