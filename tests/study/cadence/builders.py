"""Makers of cadence rules for tests."""

from datetime import date
from typing import Any

from study.cadence.reckoning import Place
from study.cadence.rules import Asked
from study.models import CadenceRule

SINCE = date(2024, 1, 1)


def asked(**fields: Any) -> Asked:
    """A pure rule: every branch, 集中学习, once a month, since 2024."""
    values = {
        "pk": 1,
        "kind": "collective",
        "organization_kind": "branch",
        "level": "",
        "field": "",
        "scope": "",
        "lecturer": "",
        "times": 1,
        "period": "month",
        "since": SINCE,
        "until": None,
        "says": "党支部每月集中学习 1 次",
    }
    return Asked(**values | fields)


def place(**fields: Any) -> Place:
    values = {"pk": 7, "path": "00010001", "kind": "branch", "level": "grassroots", "field": "rural"}
    return Place(**values | fields)


def rule(**fields: Any) -> CadenceRule:
    """A stored rule, checked as the desk checks it."""
    values = {
        "kind": "collective",
        "organization_kind": "branch",
        "period": "month",
        "times": 1,
        "since": SINCE,
        "source": "《支部学习规定（示例）》第二十条",
    }
    made = CadenceRule(**values | fields)
    made.full_clean()
    made.save()
    return made
