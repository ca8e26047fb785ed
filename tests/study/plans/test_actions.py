from datetime import date, timedelta
from typing import Any

import pytest

from members.models import Member
from study.models import PlanItem, StudyPlan
from study.plans import actions
from study.plans.errors import (
    BreakOutside,
    BreaksOverlap,
    DayOutside,
    DoneInFuture,
    EndsBeforeItStarts,
    FiledIsKept,
    NoSuchPart,
    PlanLeavesItems,
    PlansOverlap,
    TicksItself,
    TooLong,
)
from study.plans.ticking import Kind
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import NOW, long_guide
from tests.study.plans.builders import DAYS, TODAY, act, annual, day, filed, later, plan, read, reading


def titles(of: StudyPlan) -> list[str]:
    return list(of.items.values_list("title", flat=True))


def test_it_works(people: People) -> None:
    mine = plan(people.me)
    item = act(mine)
    assert item.due_on == date(2026, 7, 7), "an hour, twelve minutes a day, from Wednesday"


def test_a_plan_from_an_annual_plan_has_its_things_in_their_months(people: People) -> None:
    august = {"title": "读规定", "month": 8, "is_required": True, "minutes": 30}
    source = annual(people.superior, people.county, {"title": "研讨", "minutes": 60}, august)
    mine = plan(people.me, source=source)
    talk, rules = mine.items.all()
    assert (rules.not_before, rules.not_after) == (date(2026, 8, 1), date(2026, 8, 31))
    assert rules.is_required
    assert rules.due_on is not None
    assert rules.due_on.month == 8
    assert talk.due_on is not None
    assert mine.annual_plan == source


def test_a_month_outside_the_plan_asks_nothing(people: People) -> None:
    source = annual(people.superior, people.county, {"title": "一月的", "month": 1})
    item = plan(people.me, source=source).items.get()
    assert (item.not_before, item.not_after) == (None, None)


@pytest.mark.parametrize(
    ("starts", "ends", "error"),
    [(0, -1, EndsBeforeItStarts), (0, 800, TooLong)],
)
def test_dates_that_cannot_be_are_refused(
    people: People, starts: int, ends: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        plan(people.me, starts_on=day(starts), ends_on=day(ends))


def test_two_plans_of_one_member_share_no_day(people: People) -> None:
    plan(people.me, title="上半年")
    with pytest.raises(PlansOverlap, match="已经有一份《上半年》"):
        plan(people.me, starts_on=day(91), ends_on=day(120))
    assert plan(people.me, starts_on=day(92), ends_on=day(120)).pk
    assert plan(people.stranger).pk, "another member's plan is another matter"


def test_a_plan_cannot_be_moved_over_another(people: People) -> None:
    first = plan(people.me)
    second = plan(people.me, starts_on=day(92), ends_on=day(120))
    with pytest.raises(PlansOverlap):
        change(second, starts_on=day(80))
    change(first, ends_on=day(60))
    change(second, starts_on=day(80))
    assert StudyPlan.objects.get(pk=second.pk).starts_on == day(80)


def change(of: StudyPlan, **fields: Any) -> StudyPlan:
    names = ("title", "starts_on", "ends_on", "weekly_minutes", "study_days")
    return actions.set_pace(plan=of, now=NOW, **{name: getattr(of, name) for name in names} | fields)


def test_more_time_a_week_brings_dates_forward(people: People) -> None:
    mine = plan(people.me)
    act(mine, minutes=120)
    before = mine.items.get().due_on
    change(mine, weekly_minutes=120)
    assert before is not None
    assert mine.items.get().due_on < before


def test_a_fixed_day_has_to_lie_within(people: People) -> None:
    mine = plan(people.me)
    with pytest.raises(DayOutside, match="走访结对户"):
        act(mine, fixed_on=day(200))
    act(mine, fixed_on=day(80))
    with pytest.raises(PlanLeavesItems, match="不在新的起止日期里"):
        change(mine, ends_on=day(60))


def test_breaks_do_not_overlap_and_lie_within(people: People) -> None:
    mine = plan(people.me)
    actions.add_break(plan=mine, starts_on=day(5), ends_on=day(9), reason="出差", now=NOW)
    with pytest.raises(BreaksOverlap, match="2026年7月6日至2026年7月10日重叠"):
        actions.add_break(plan=mine, starts_on=day(9), ends_on=day(12), reason="", now=NOW)
    with pytest.raises(BreakOutside):
        actions.add_break(plan=mine, starts_on=day(85), ends_on=day(99), reason="", now=NOW)
    with pytest.raises(EndsBeforeItStarts):
        actions.add_break(plan=mine, starts_on=day(9), ends_on=day(5), reason="", now=NOW)


def test_a_break_moves_dates_and_taking_it_back_moves_them_again(people: People) -> None:
    mine = plan(people.me)
    before = act(mine).due_on
    pause = actions.add_break(plan=mine, starts_on=TODAY, ends_on=day(9), reason="", now=NOW)
    assert mine.items.get().due_on > before
    actions.remove_break(pause=pause, now=NOW)
    assert mine.items.get().due_on == before


def test_items_move_by_one_place_and_stay_at_the_ends(people: People) -> None:
    mine = plan(people.me)
    first, second = act(mine, "甲"), act(mine, "乙")
    actions.move_item(item=second, up=True, now=NOW)
    assert titles(mine) == ["乙", "甲"]
    actions.move_item(item=first, up=False, now=NOW)
    assert titles(mine) == ["乙", "甲"]


def test_an_order_ignores_strangers_and_keeps_who_is_not_named(people: People) -> None:
    mine, others = plan(people.me), plan(people.stranger)
    a, b, c = act(mine, "甲"), act(mine, "乙"), act(mine, "丙")
    foreign = act(others, "别人的")
    actions.order_items(plan=mine, order=[c.pk, foreign.pk, c.pk, a.pk], now=NOW)
    assert titles(mine) == ["丙", "甲", "乙"]
    dates = list(mine.items.values_list("due_on", flat=True))
    assert dates == sorted(dates), "dates follow the order"
    assert b.pk


def test_what_is_added_has_the_length_of_its_text(people: People) -> None:
    text = long_guide()
    assert reading(plan(people.me), text).minutes == text.reading_minutes


def test_a_part_is_as_long_as_its_articles(people: People) -> None:
    work = quizzes.publish_regulation()
    mine = plan(people.me)
    part = reading(mine, work, kind=Kind.PART, first_address="art_1", last_address="art_2")
    assert part.minutes == 1
    with pytest.raises(NoSuchPart):
        reading(mine, work, kind=Kind.PART, first_address="art_2", last_address="art_1")
    assert mine.items.count() == 1, "nothing half-added stays"


def test_a_quiz_without_a_limit_takes_a_minute_a_question(people: People) -> None:
    paper = quizzes.quiz()
    item = PlanItem(kind=Kind.QUIZ, title=paper.title, quiz=paper)
    assert actions.add_item(plan=plan(people.me), item=item, now=NOW).minutes == 4


def test_only_what_the_site_cannot_see_is_ticked_by_hand(people: People) -> None:
    mine = plan(people.me)
    item = act(mine)
    actions.tick_item(item=item, done_on=TODAY, note="入户 3 家", now=NOW)
    assert mine.items.get().done_note == "入户 3 家"
    text = reading(mine, long_guide())
    with pytest.raises(TicksItself, match="学完会自动记上"):
        actions.tick_item(item=text, done_on=TODAY, now=NOW)


def test_a_text_finished_before_the_plan_may_be_gone_over_again(people: People) -> None:
    text = long_guide()
    read(people.me, text, on=NOW - timedelta(days=30))
    item = reading(plan(people.me), text)
    assert actions.tick_item(item=item, done_on=TODAY, now=NOW).done_on == TODAY


def test_nothing_is_done_tomorrow_and_a_tick_can_be_taken_back(people: People) -> None:
    item = act(plan(people.me))
    with pytest.raises(DoneInFuture):
        actions.tick_item(item=item, done_on=day(1), now=NOW)
    actions.tick_item(item=item, done_on=TODAY, note="好", now=NOW)
    actions.tick_item(item=item, done_on=None, now=NOW)
    item.refresh_from_db()
    assert (item.done_on, item.done_note) == (None, "")


def test_adding_something_makes_nothing_overdue_on_time_again(people: People) -> None:
    mine = plan(people.me)
    overdue = act(mine)
    act(mine, "后来加的", now=later(days=30))
    overdue.refresh_from_db()
    assert overdue.due_on == date(2026, 7, 7)


def test_a_draft_can_be_thrown_away_and_a_filed_plan_cannot(people: People) -> None:
    mine = plan(people.me)
    actions.discard_plan(plan=mine)
    assert not StudyPlan.objects.exists()
    kept = plan(people.me)
    filed(kept)
    with pytest.raises(FiledIsKept):
        actions.discard_plan(plan=kept)


def test_two_drafts_begun_at_once_wait_for_each_other(people: People) -> None:
    """The member's row is locked before looking for other plans, so the second finds the first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        plan(people.me)
    said = [query["sql"] for query in queries]
    locked = next(n for n, sql in enumerate(said) if 'FROM "members_member"' in sql)
    looked = next(n for n, sql in enumerate(said) if 'FROM "study_studyplan"' in sql)
    assert locked < looked


def test_days_are_kept_in_order(people: People) -> None:
    assert plan(people.me, study_days=[4, 0]).study_days == [0, 4]
    assert DAYS == [0, 1, 2, 3, 4]


def test_a_plan_may_be_begun_for_somebody(people: People) -> None:
    made = plan(people.me, by=people.secretary)
    assert (made.member, made.created_by) == (people.me, people.secretary)
    assert Member.objects.get(pk=people.me.pk).study_plans.count() == 1


def test_an_old_page_of_the_plan_undoes_nothing_saved_since(people: People) -> None:
    mine = plan(people.me)
    item = act(mine, minutes=120)
    old = StudyPlan.objects.get(pk=mine.pk)
    change(mine, title="改过的名称", weekly_minutes=240, ends_on=day(60))
    due_on = mine.items.get().due_on
    actions.order_items(plan=old, order=[item.pk], now=NOW)
    mine.refresh_from_db()
    assert (mine.title, mine.weekly_minutes, mine.ends_on) == ("改过的名称", 240, day(60))
    assert mine.items.get().due_on == due_on, "dated by the hours that hold now"


def test_a_day_is_checked_against_the_plan_as_it_is(people: People) -> None:
    mine = plan(people.me)
    old = StudyPlan.objects.get(pk=mine.pk)
    change(mine, ends_on=day(30))
    with pytest.raises(DayOutside):
        act(old, fixed_on=day(60))
    with pytest.raises(BreakOutside):
        actions.add_break(plan=old, starts_on=day(60), ends_on=day(61), reason="", now=NOW)


def test_an_old_form_of_an_item_takes_back_neither_its_tick_nor_its_place(people: People) -> None:
    mine = plan(people.me)
    act(mine, "第一项")
    item = act(mine, "第二项")
    old = PlanItem.objects.select_related("plan").get(pk=item.pk)
    actions.tick_item(item=item, done_on=TODAY, note="去过了", now=NOW)
    actions.move_item(item=item, up=True, now=NOW)
    old.minutes = 90
    actions.change_item(item=old, now=NOW)
    item.refresh_from_db()
    assert (item.minutes, item.done_on, item.done_note) == (90, TODAY, "去过了")
    assert titles(mine) == ["第二项", "第一项"]
