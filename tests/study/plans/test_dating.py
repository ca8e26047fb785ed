import pytest

from study.plans.dating import state_of, take_way, ways_out
from study.plans.errors import PlanChanged
from study.plans.standing import PlanStanding, stand
from tests.people import People
from tests.study.plans.builders import act, day, later, plan


def behind(people: People, days: int = 30) -> PlanStanding:
    """A plan of three things, an hour each, of which none was done by then."""
    mine = plan(people.me)
    for title in ("甲", "乙", "丙"):
        act(mine, title, is_required=title == "甲")
    return stand(mine, today=day(days))


def test_it_works(people: People) -> None:
    standing = behind(people, 21)
    assert standing.behind == "落后三周"
    [way] = ways_out(standing)
    assert way.option.key == "respread"
    assert [move.item.title for move in way.moves] == ["甲", "乙", "丙"]
    assert all(move.is_changed for move in way.moves)


def test_nothing_changes_before_a_way_is_taken(people: People) -> None:
    standing = behind(people)
    before = [line.item.due_on for line in standing.lines]
    ways_out(standing)
    assert [line.item.due_on for line in stand(standing.plan, today=day(30)).lines] == before


def test_a_way_taken_gives_the_dates_that_were_shown(people: People) -> None:
    standing = behind(people)
    [way] = ways_out(standing)
    taken = take_way(plan=standing.plan, key="respread", state=state_of(standing), now=later(days=30))
    after = stand(taken, today=day(30))
    assert [line.item.due_on for line in after.lines] == [move.after for move in way.moves]
    assert after.behind == ""


def test_what_was_shown_has_to_be_what_is_taken(people: People) -> None:
    standing = behind(people)
    state = state_of(standing)
    act(standing.plan, "丁", now=later(days=30))
    with pytest.raises(PlanChanged):
        take_way(plan=standing.plan, key="respread", state=state, now=later(days=30))
    with pytest.raises(PlanChanged):
        take_way(plan=standing.plan, key="no-such", state=state, now=later(days=30))


def test_near_the_end_there_are_three_ways(people: People) -> None:
    standing = behind(people, 78)
    keys = [way.option.key for way in ways_out(standing)]
    assert keys == ["more", "later", "fewer"]


def test_putting_off_takes_out_what_is_not_required(people: People) -> None:
    standing = behind(people, 78)
    fewer = next(way for way in ways_out(standing) if way.option.key == "fewer")
    assert [move.item.title for move in fewer.moves if move.is_dropped] == ["丙"]
    take_way(plan=standing.plan, key="fewer", state=state_of(standing), now=later(days=78))
    assert [item.title for item in standing.plan.items.all()] == ["甲", "乙"]


def test_a_later_end_does_not_run_into_the_next_plan(people: People) -> None:
    standing = behind(people, 78)
    plan(people.me, title="四季度", starts_on=day(92), ends_on=day(180))
    with pytest.raises(Exception, match="已经有一份《四季度》"):
        take_way(plan=standing.plan, key="later", state=state_of(standing), now=later(days=78))
