"""Rows of 积分: 本人's entry in the branch's ledger, an appeal, a rule of the county and a draft of the branch."""

from datetime import date
from typing import Any

from study.ledger.actions import file_appeal
from study.ledger.reckoning import Clause, Kind
from tests.permissions.row import MEMBERS, Row, Statuses
from tests.permissions.site import World
from tests.study.builders import NOW
from tests.study.ledger.builders import adopted, book, draft, read


def furnish(world: World) -> None:
    """Enter what 本人 read, and have them appeal against it."""
    people = world.people
    things: dict[str, Any] = {"rule": adopted(people.county)}
    things["draft"] = draft(people.branch, Clause(Kind.REFLECTION, 3), starts_on=date(2027, 1, 1))
    things["county_draft"] = draft(people.county, starts_on=date(2027, 1, 1))
    read(people.me, world.guide, on=date(2026, 3, 5))
    things["entry"] = next(entry for entry in book(people) if entry.member == people.me)
    things["appeal"] = file_appeal(
        member=people.me, home=people.branch, entry=things["entry"], words="核对一下", now=NOW
    )
    world.things["ledger"] = things


def _thing(name: str, key: str) -> Any:
    return lambda world: {key: world.things["ledger"][name].pk}


def _home(world: World) -> dict[str, Any]:
    return {"home_id": world.people.branch.pk}


def _person(world: World) -> dict[str, Any]:
    return {"home_id": world.people.branch.pk, "member_id": world.people.me.pk}


def _sheet(world: World) -> dict[str, Any]:
    return {"member_id": world.people.me.pk, "year": 2026}


RULE, DRAFT = _thing("rule", "rule_id"), _thing("draft", "rule_id")
COUNTY_DRAFT = _thing("county_draft", "rule_id")
ENTRY, APPEAL = _thing("entry", "entry_id"), _thing("appeal", "appeal_id")
# Whoever answers for the branch, or for something above it.
OVERSEERS: Statuses = (404, 200, 200, 404, 404, 302)
KEEPER: Statuses = (404, 200, 404, 404, 404, 302)
KEEPERS_ACT: Statuses = (404, 302, 404, 404, 404, 302)
# Everybody of the county reads its rule; only those above the branch change it.
READ_NOT_CHANGED: Statuses = (403, 403, 302, 403, 403, 302)
BRANCH_DRAFT: Statuses = (404, 302, 404, 404, 404, 302)
OF_THE_COUNTY: Statuses = (404, 404, 302, 404, 404, 302)

ROWS = [
    Row("study:my_points", MEMBERS),
    Row("study:appeal_points", MEMBERS),
    Row(
        "study:appeal_points",
        (302, 404, 404, 404, 404, 302),
        method="post",
        data=lambda world: {"entry": world.things["ledger"]["entry"].pk, "words": "不对"},
        note="本人的一笔",
    ),
    Row("study:points_sheet", (200, 200, 404, 404, 404, 302), _sheet),
    Row("study:points_sheet_word", (200, 200, 404, 404, 404, 302), _sheet),
    Row("study:ledgers", OVERSEERS),
    Row("study:ledger_branch", OVERSEERS, _home),
    Row("study:book_points", KEEPERS_ACT, _home, method="post"),
    Row("study:ledger_member", KEEPER, _person),
    Row("study:counter_entry", KEEPER, ENTRY),
    Row(
        "study:counter_entry",
        KEEPERS_ACT,
        ENTRY,
        method="post",
        data=lambda world: {"reason": "核对"},
        note="冲正",
    ),
    Row("study:ledger_appeals", OVERSEERS),
    Row("study:answer_appeal", KEEPER, APPEAL),
    Row(
        "study:answer_appeal",
        KEEPERS_ACT,
        APPEAL,
        method="post",
        data=lambda world: {"outcome": "declined", "answer": "没有错"},
        note="答复",
    ),
    Row("study:point_rules", MEMBERS),
    Row("study:new_point_rule", OVERSEERS),
    Row("study:point_rule", MEMBERS, RULE),
    Row("study:point_rule", (404, 200, 404, 404, 404, 302), DRAFT, note="支部的草稿"),
    Row("study:point_rule", (404, 404, 200, 404, 404, 302), COUNTY_DRAFT, note="上级的草稿"),
    Row("study:edit_point_rule", (404, 200, 404, 404, 404, 302), DRAFT),
    Row("study:try_point_rule", BRANCH_DRAFT, DRAFT, method="post", data=lambda world: {"year": 2025}),
    Row("study:adopt_point_rule", BRANCH_DRAFT, DRAFT, method="post"),
    Row("study:discard_point_rule", OF_THE_COUNTY, COUNTY_DRAFT, method="post"),
    Row(
        "study:end_point_rule",
        READ_NOT_CHANGED,
        RULE,
        method="post",
        data=lambda world: {"ends_on": "2026-12-31"},
    ),
]
