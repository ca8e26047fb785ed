"""A plan or an item that is taken away between being looked up and being changed: a sentence or a 404, never a fault."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from study.models import AnnualItem, AnnualPlan, PlanItem, StudyPlan
from study.plans import actions, arrange_views
from study.plans.annual import actions as annual_actions
from study.plans.dating import take_way
from study.plans.errors import ItemGone, PlanGone
from study.plans.filing.actions import file_plan
from tests.people import People
from tests.study.builders import NOW
from tests.study.plans.builders import DAYS, TODAY, act, annual, plan


@pytest.fixture
def mine(people: People) -> StudyPlan:
    return plan(people.me)


OF_PLANS: dict[str, Callable[[StudyPlan, PlanItem], Any]] = {
    "pace": lambda plan, item: actions.set_pace(
        plan=plan,
        title="改名",
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=30),
        weekly_minutes=60,
        study_days=DAYS,
        now=NOW,
    ),
    "add": lambda plan, item: act(plan),
    "order": lambda plan, item: actions.order_items(plan=plan, order=[item.pk], now=NOW),
    "break": lambda plan, item: actions.add_break(
        plan=plan, starts_on=TODAY, ends_on=TODAY, reason="", now=NOW
    ),
    "discard": lambda plan, item: actions.discard_plan(plan=plan),
    "file": lambda plan, item: file_plan(plan=plan, now=NOW),
    "way": lambda plan, item: take_way(plan=plan, key="later", state="", now=NOW),
    "remove": lambda plan, item: actions.remove_item(item=item, now=NOW),
}
OF_ITEMS: dict[str, Callable[[PlanItem], Any]] = {
    "change": lambda item: actions.change_item(item=item, now=NOW),
    "move": lambda item: actions.move_item(item=item, up=True, now=NOW),
    "tick": lambda item: actions.tick_item(item=item, done_on=TODAY, now=NOW),
}
OF_ANNUAL_PLANS: dict[str, Callable[[People, AnnualPlan, AnnualItem], Any]] = {
    "change": lambda people, plan, item: annual_actions.change_annual_plan(plan=plan, now=NOW),
    "save item": lambda people, plan, item: annual_actions.save_annual_item(item=item, now=NOW),
    "move item": lambda people, plan, item: annual_actions.move_annual_item(item=item, up=True, now=NOW),
    "remove item": lambda people, plan, item: annual_actions.remove_annual_item(item=item, now=NOW),
    "publish": lambda people, plan, item: annual_actions.publish_annual_plan(plan=plan, now=NOW),
    "hand out": lambda people, plan, item: annual_actions.hand_out_plan(
        by=people.superior, plan=plan, members=[people.me], now=NOW
    ),
    "copy": lambda people, plan, item: annual_actions.copy_annual_plan(
        by=people.superior, source=plan, organization=people.branch, now=NOW
    ),
}


@pytest.mark.parametrize("verb", OF_PLANS)
def test_a_plan_thrown_away_meanwhile_is_said(mine: StudyPlan, verb: str) -> None:
    item = act(mine)
    item.plan = mine
    StudyPlan.objects.filter(pk=mine.pk).delete()
    with pytest.raises(PlanGone, match="这份计划刚才已经被删除"):
        OF_PLANS[verb](mine, item)
    assert not StudyPlan.objects.exists()


@pytest.mark.parametrize("verb", OF_ITEMS)
def test_an_item_taken_out_meanwhile_is_said(mine: StudyPlan, verb: str) -> None:
    item = act(mine)
    PlanItem.objects.filter(pk=item.pk).delete()
    with pytest.raises(ItemGone, match="这一项刚才已经被去掉"):
        OF_ITEMS[verb](item)
    assert not PlanItem.objects.exists()


def test_taking_out_what_was_taken_out_is_no_fault(mine: StudyPlan) -> None:
    item, twin = act(mine), PlanItem.objects.get()
    actions.remove_item(item=item, now=NOW)
    actions.remove_item(item=twin, now=NOW)
    assert not mine.items.exists()


@pytest.mark.parametrize("verb", OF_ANNUAL_PLANS)
def test_an_annual_plan_that_is_gone_does_not_come_back(people: People, verb: str) -> None:
    made = annual(people.superior, people.county)
    item = made.items.get()
    item.plan = made
    AnnualPlan.objects.filter(pk=made.pk).delete()
    with pytest.raises(PlanGone):
        OF_ANNUAL_PLANS[verb](people, made, item)
    assert not AnnualPlan.objects.exists()


@pytest.mark.parametrize("verb", ["save item", "move item"])
def test_an_item_of_an_annual_plan_that_is_gone_does_not_come_back(people: People, verb: str) -> None:
    made = annual(people.superior, people.county)
    item = made.items.get()
    AnnualItem.objects.filter(pk=item.pk).delete()
    with pytest.raises(ItemGone):
        OF_ANNUAL_PLANS[verb](people, made, item)
    assert not AnnualItem.objects.exists()


def taken_out_after_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another page take the item out right after this one has found it."""
    found = arrange_views.own_item

    def gone(*args: Any) -> PlanItem:
        item = found(*args)
        PlanItem.objects.filter(pk=item.pk).delete()
        return item

    monkeypatch.setattr(arrange_views, "own_item", gone)


def test_moving_it_is_answered_with_not_found(
    people: People, mine: StudyPlan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = act(mine)
    taken_out_after_the_look(monkeypatch)
    client.force_login(people.me)
    assert client.post(reverse("study:plan_item_move", args=[mine.pk, item.pk])).status_code == 404


def test_ticking_it_is_answered_in_words(
    people: People, mine: StudyPlan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = act(mine)
    taken_out_after_the_look(monkeypatch)
    client.force_login(people.me)
    sent = {"done_on": "2026-07-01", "note": ""}
    page = client.post(reverse("study:plan_item_tick", args=[mine.pk, item.pk]), sent, follow=True)
    assert "这一项刚才已经被去掉" in page.content.decode()


def test_what_is_gone_is_not_found_where_nobody_says_it() -> None:
    assert issubclass(PlanGone, Http404) and issubclass(ItemGone, Http404)
