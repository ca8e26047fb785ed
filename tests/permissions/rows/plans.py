"""Rows of plans: 本人's plan, filed and on the desk of the branch secretary; annual plans of branch and county."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from study.models import CalendarFeed
from study.plans.annual.actions import copy_annual_plan
from study.plans.filing.actions import file_plan
from tests.permissions.row import EVERYBODY, MEMBERS, Row
from tests.permissions.site import World
from tests.study.plans.builders import act, annual, plan

OWN = (200, 404, 404, 404, 404, 302)
OWN_CHANGED = (302, 404, 404, 404, 404, 302)
# Those who answer for the branch, or for what stands above it; not the member, who has pages of their own.
ABOVE = (404, 200, 200, 404, 404, 302)
WRITERS = (404, 200, 200, 404, 404, 302)
SECRET = "s" * 43


def furnish(world: World) -> None:
    """Put 本人's plan with a filing and a calendar, and the annual plans, into the world."""
    now, people, things = timezone.now(), world.people, world.things
    today = timezone.localdate(now)
    mine = plan(people.me, now=now, starts_on=today, ends_on=today + timedelta(days=120))
    things["plan"], things["plan_item"] = mine, act(mine, now=now)
    things["plan_break"] = mine.breaks.create(starts_on=today, ends_on=today)
    things["filing"] = file_plan(plan=mine, now=now)
    CalendarFeed.objects.create(member=people.me, secret=SECRET, created_at=now)
    things["annual"] = annual(people.superior, people.county, year=today.year)
    draft = copy_annual_plan(
        by=people.secretary, source=things["annual"], organization=people.branch, now=now
    )
    things["branch_annual"], things["annual_item"] = draft, draft.items.get()


def _plan(world: World) -> dict[str, Any]:
    return {"plan_id": world.things["plan"].pk}


def _item(world: World) -> dict[str, Any]:
    return _plan(world) | {"item_id": world.things["plan_item"].pk}


def _filing(world: World) -> dict[str, Any]:
    return {"filing_id": world.things["filing"].pk}


def _annual(world: World) -> dict[str, Any]:
    return {"plan_id": world.things["annual"].pk}


def _branch_annual(world: World) -> dict[str, Any]:
    return {"plan_id": world.things["branch_annual"].pk}


def _annual_item(world: World) -> dict[str, Any]:
    return _branch_annual(world) | {"item_id": world.things["annual_item"].pk}


def _own_post(route: str, kwargs: Any, data: Any = None, note: str = "") -> Row:
    return Row(
        route, OWN_CHANGED, kwargs, method="post", data=lambda world: data(world) if data else {}, note=note
    )


ROWS = [
    Row("study:plans", MEMBERS),
    Row("study:start_plan", MEMBERS),
    Row("study:plan", OWN, _plan),
    Row("study:plan_arrange", OWN, _plan),
    Row("study:plan_pace", OWN, _plan),
    Row("study:plan_add", OWN, _plan),
    _own_post("study:plan_add", _plan, lambda world: {"target": f"material:{world.guide.pk}"}, "加入"),
    Row(
        "study:plan_add",
        (404,) * 5 + (302,),
        _plan,
        method="post",
        data=lambda world: {"target": f"material:{world.closed.pk}"},
        note="加入看不到的",
    ),
    Row("study:plan_add_own", OWN, _plan),
    Row("study:plan_item", OWN, _item),
    Row("study:plan_ways", OWN, _plan),
    Row("study:plan_file", OWN, _plan),
    _own_post("study:plan_file", _plan, note="上报"),
    Row("study:plan_filing", OWN, lambda world: _plan(world) | {"version": 1}),
    Row(
        "study:plan_filing", (404,) * 5 + (302,), lambda world: _plan(world) | {"version": 9}, note="没有的版"
    ),
    Row("study:plan_sheet", OWN, lambda world: _plan(world) | {"ending": "docx"}, note="Word"),
    Row("study:plan_sheet", OWN, lambda world: _plan(world) | {"ending": "pdf"}, note="PDF"),
    Row("study:plan_sheet", (404,) * 5 + (302,), lambda world: _plan(world) | {"ending": "exe"}, note="别的"),
    Row("study:plan_order", OWN, _plan, method="post"),
    _own_post("study:plan_break", _plan),
    _own_post(
        "study:plan_break_remove", lambda world: _plan(world) | {"break_id": world.things["plan_break"].pk}
    ),
    _own_post("study:plan_item_move", _item),
    _own_post("study:plan_item_tick", _item),
    _own_post("study:plan_item_remove", _item),
    _own_post("study:plan_discard", _plan),
    Row("study:plan_calendar", MEMBERS),
    Row("study:plan_calendar_feed", EVERYBODY, lambda world: {"secret": SECRET}),
    Row("study:plan_calendar_feed", (404,) * 6, lambda world: {"secret": "t" * 43}, note="停用的"),
    # from above
    Row("study:plans_to_review", WRITERS),
    Row("study:plan_review", ABOVE, _filing),
    Row("study:plan_review", (404, 422, 403, 404, 404, 302), _filing, method="post", note="审阅"),
    # annual plans: the county's is published, the branch's a draft
    Row("study:annual_plans", MEMBERS),
    Row("study:annual_plan", MEMBERS, _annual),
    Row("study:annual_plan", (404, 200, 404, 404, 404, 302), _branch_annual, note="草稿"),
    Row("study:annual_plan_new", WRITERS),
    Row("study:annual_plan_edit", (403, 403, 200, 403, 403, 302), _annual),
    Row("study:annual_plan_edit", (404, 200, 404, 404, 404, 302), _branch_annual, note="草稿"),
    Row("study:annual_plan_copy", (302,) * 6, _annual, method="post", note="没有选下级"),
    Row("study:annual_plan_publish", (403, 403, 302, 403, 403, 302), _annual, method="post"),
    Row("study:annual_plan_hand_out", (403, 403, 200, 403, 403, 302), _annual),
    Row("study:annual_item_add", (403, 403, 200, 403, 403, 302), _annual),
    Row("study:annual_item", (404, 200, 404, 404, 404, 302), _annual_item),
    Row("study:annual_item_move", (404, 302, 404, 404, 404, 302), _annual_item, method="post"),
    Row("study:annual_item_remove", (404, 302, 404, 404, 404, 302), _annual_item, method="post"),
]
