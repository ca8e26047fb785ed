"""Rules are dated data; those that contradict each other are refused in one sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Organization
from study.cadence.rules import RuleConflict, narrowest, refuse_conflicts
from study.models import CadenceRule
from tests.people import People
from tests.study.cadence.builders import asked, rule


def test_it_works() -> None:
    refuse_conflicts(asked(), [])


def test_two_rules_for_the_same_at_the_same_time_are_refused() -> None:
    with pytest.raises(RuleConflict, match="和已有的“党支部每月集中学习 1 次”（2024年01月01日起）重叠"):
        refuse_conflicts(asked(pk=2, times=2), [asked()])


def test_the_same_rule_twice_is_refused() -> None:
    with pytest.raises(RuleConflict):
        refuse_conflicts(asked(pk=2), [asked()])


def test_a_month_and_a_quarter_for_the_same_are_a_contradiction() -> None:
    with pytest.raises(RuleConflict):
        refuse_conflicts(asked(pk=2, period="quarter", times=4), [asked()])


def test_one_after_the_other_is_fine() -> None:
    old = asked(until=date(2025, 6, 30))
    refuse_conflicts(asked(pk=2, since=date(2025, 7, 1), period="quarter"), [old])


def test_overlap_of_one_day_is_refused() -> None:
    old = asked(until=date(2025, 7, 1))
    with pytest.raises(RuleConflict):
        refuse_conflicts(asked(pk=2, since=date(2025, 7, 1)), [old])


def test_another_kind_is_another_thing() -> None:
    refuse_conflicts(asked(pk=2, kind="lecture"), [asked()])


def test_a_lecturers_duty_and_the_branchs_are_two_things() -> None:
    lectures = asked(kind="lecture", period="quarter")
    refuse_conflicts(asked(pk=2, kind="lecture", lecturer="branch_secretary", period="year"), [lectures])


def test_a_local_rule_may_ask_more() -> None:
    refuse_conflicts(asked(pk=2, scope="00010001", times=2), [asked()])


def test_a_local_rule_may_not_ask_less() -> None:
    with pytest.raises(RuleConflict, match="局部的规定不能低于总的要求"):
        refuse_conflicts(asked(pk=2, scope="0001", period="quarter"), [asked()])


def test_a_wider_rule_is_checked_against_the_local_ones_there_are() -> None:
    local = asked(pk=2, scope="0001", period="quarter", says="本地每季度 1 次")
    with pytest.raises(RuleConflict, match="“本地每季度 1 次”少于范围更大的"):
        refuse_conflicts(asked(), [local])


def test_rules_that_cross_are_refused() -> None:
    by_field = asked(field="rural")
    by_level = asked(pk=2, level="grassroots", times=2)
    with pytest.raises(RuleConflict, match="重叠"):
        refuse_conflicts(by_level, [by_field])


def test_rules_that_never_meet_stand_side_by_side() -> None:
    refuse_conflicts(asked(pk=2, field="school", period="quarter"), [asked(field="rural")])
    refuse_conflicts(asked(pk=2, scope="0002", period="quarter"), [asked(scope="0001")])


def test_of_several_the_narrowest_holds() -> None:
    wide, local = asked(), asked(pk=2, scope="00010001", times=2)
    rural = asked(pk=3, field="rural", times=2)
    assert narrowest([wide, rural]) == rural
    assert narrowest([wide, rural, local]) == local


@pytest.mark.django_db
def test_the_desk_refuses_a_contradiction() -> None:
    rule()
    with pytest.raises(ValidationError, match="同一时间对同一个党组织只能有一条规定"):
        rule(times=2)


@pytest.mark.django_db
def test_a_rule_can_be_changed_without_contradicting_itself() -> None:
    one = rule()
    one.until = date(2026, 12, 31)
    one.full_clean()


@pytest.mark.django_db
def test_a_rule_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="失效日期不能早于生效日期"):
        rule(until=date(2023, 1, 1))


@pytest.mark.django_db
def test_only_lectures_have_a_lecturer() -> None:
    with pytest.raises(ValidationError, match="只有党课能写讲课人职务"):
        rule(lecturer="branch_secretary")


@pytest.mark.django_db
def test_a_rule_says_what_it_asks(people: People) -> None:
    assert str(rule()) == "党支部每月集中学习 1 次"
    lecture = rule(kind="lecture", lecturer="branch_secretary", period="year")
    assert str(lecture) == "党支部书记每年讲党课 1 次"
    scope = Organization.objects.get(pk=people.county.pk)
    local = CadenceRule(
        kind="theme_day", organization_kind="branch", field="rural", period="month", times=2, scope=scope
    )
    assert str(local) == "农村党支部每月主题党日 2 次（测试区委）"
