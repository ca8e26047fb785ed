from typing import Any

import pytest

from members.models import Audience, Organization, Post
from study.models import AnnualPlan, StudyPlan
from study.plans.annual.actions import (
    copy_annual_plan,
    draft_annual_plan,
    hand_out_plan,
    move_annual_item,
    publish_annual_plan,
    remove_annual_item,
    save_annual_item,
)
from study.plans.annual.differences import difference_of, differences_below
from study.plans.errors import (
    AnnualPlanEmpty,
    AnnualPlanExists,
    AudienceOutside,
    NotBelow,
    OrganizationClosed,
    OutsideSubtree,
)
from study.plans.policies import annual_plan_policy
from tests.people import People
from tests.study.builders import NOW
from tests.study.plans.builders import TODAY, annual, appoint, day, plan

RULES = {"title": "读规定", "month": 3, "is_required": True, "minutes": 30}
TALK = {"title": "研讨", "minutes": 60}


def copied(people: People) -> AnnualPlan:
    source = annual(people.superior, people.county, RULES, TALK)
    return copy_annual_plan(by=people.secretary, source=source, organization=people.branch, now=NOW)


def test_it_works(people: People) -> None:
    copy = copied(people)
    assert copy.title == "测试村支部2026年度学习计划"
    assert [item.title for item in copy.items.all()] == ["读规定", "研讨"]
    assert not copy.is_published
    assert difference_of(copy).words == "与上级计划一致"


def test_the_parent_sees_what_an_adaptation_changed(people: People) -> None:
    copy = copied(people)
    rules, talk = copy.items.all()
    remove_annual_item(item=rules, now=NOW)
    talk.month = 5
    save_annual_item(item=talk, now=NOW)
    talk.pk = talk.origin_id = None
    talk.title, talk._state.adding = "自己加的", True
    save_annual_item(item=talk, now=NOW)
    copy.goals = "学懂\n办一件实事"
    copy.save()
    assert differences_below(copy.source) == [], "a draft is nobody else's"
    publish_annual_plan(plan=copy, now=NOW)
    [(seen, difference)] = differences_below(AnnualPlan.objects.get(pk=copy.source_id))
    assert seen == copy
    assert difference.words == "增加 1 项，删去 1 项（其中必学 1 项），改动 1 项，目标有 2 条不同"
    assert difference.changed[0].rows == (("月份", "全年", "5 月"),)


def test_differences_cost_the_same_whatever_their_number(
    people: People, django_assert_num_queries: Any
) -> None:
    source = annual(people.superior, people.county, RULES, TALK)
    for place in (people.branch, people.other_branch):
        made = copy_annual_plan(by=people.superior, source=source, organization=place, now=NOW)
        publish_annual_plan(plan=made, now=NOW)
    with django_assert_num_queries(3):
        assert len(differences_below(source)) == 2


def test_a_year_has_one_plan(people: People) -> None:
    copied(people)
    with pytest.raises(AnnualPlanExists, match="测试村支部已经有2026年度的学习计划"):
        draft_annual_plan(by=people.secretary, organization=people.branch, year=2026, title="又一份", now=NOW)


def test_it_is_copied_downwards_only(people: People) -> None:
    source = annual(people.secretary, people.branch)
    for place in (people.county, people.other_branch, people.branch):
        with pytest.raises(NotBelow):
            copy_annual_plan(by=people.superior, source=source, organization=place, now=NOW)


def test_a_closed_organization_plans_no_more(people: People) -> None:
    source = annual(people.superior, people.county)
    Organization.objects.filter(pk=people.branch.pk).update(closed_on=day(-1))
    branch = Organization.objects.get(pk=people.branch.pk)
    with pytest.raises(OrganizationClosed, match="测试村支部已于2026年6月30日撤销"):
        copy_annual_plan(by=people.superior, source=source, organization=branch, now=NOW)


def test_an_empty_plan_is_not_published(people: People) -> None:
    made = draft_annual_plan(by=people.superior, organization=people.county, year=2026, title="空的", now=NOW)
    with pytest.raises(AnnualPlanEmpty):
        publish_annual_plan(plan=made, now=NOW)


def test_an_audience_elsewhere_is_refused(people: People) -> None:
    neighbours = Audience.objects.create(name="邻村", subtree=people.other_branch)
    with pytest.raises(AudienceOutside, match="受众“邻村”超出了测试村支部的范围"):
        annual(people.secretary, people.branch, audience=neighbours)


def test_items_move(people: People) -> None:
    copy = copied(people)
    first, second = copy.items.all()
    move_annual_item(item=second, up=True, now=NOW)
    assert [item.title for item in copy.items.all()] == ["研讨", "读规定"]
    move_annual_item(item=second, up=True, now=NOW)
    assert [item.title for item in copy.items.all()] == ["研讨", "读规定"]
    assert first.pk


class TestHandingOut:
    def test_everybody_ticked_gets_a_draft_of_their_own(self, people: People) -> None:
        source = annual(people.superior, people.county, RULES)
        made, had = hand_out_plan(by=people.superior, plan=source, members=[people.me], now=NOW)
        assert had == []
        assert made[0].member == people.me
        assert made[0].items.get().title == "读规定"

    def test_a_member_outside_is_refused_and_nobody_gets_one(self, people: People) -> None:
        source = annual(people.secretary, people.branch)
        with pytest.raises(OutsideSubtree, match="陌生人不在测试村支部范围内"):
            hand_out_plan(by=people.secretary, plan=source, members=[people.me, people.stranger], now=NOW)
        assert not StudyPlan.objects.exists()

    def test_who_has_a_plan_keeps_it(self, people: People) -> None:
        source = annual(people.superior, people.county)
        plan(people.me)
        made, had = hand_out_plan(
            by=people.superior, plan=source, members=[people.me, people.stranger], now=NOW
        )
        assert ([one.member for one in made], had) == ([people.stranger], [people.me])


class TestWhoSees:
    def test_a_draft_is_its_organizations(self, people: People) -> None:
        copy = copied(people)
        seers = [people.me, people.secretary, people.superior, people.stranger]
        assert [annual_plan_policy.can_view(one, copy) for one in seers] == [False, True, False, False]

    def test_a_published_plan_is_everybodys_below_and_of_those_above(self, people: People) -> None:
        copy = publish_annual_plan(plan=copied(people), now=NOW)
        seers = [people.me, people.secretary, people.superior, people.stranger, people.anonymous]
        assert [annual_plan_policy.can_view(one, copy) for one in seers] == [True, True, True, False, False]

    def test_those_above_look_and_do_not_write(self, people: People) -> None:
        copy = publish_annual_plan(plan=copied(people), now=NOW)
        assert annual_plan_policy.can_change(people.secretary, copy)
        assert not annual_plan_policy.can_change(people.superior, copy)

    def test_it_is_offered_to_its_audience_the_nearest_first(self, people: People) -> None:
        copy = publish_annual_plan(plan=copied(people), now=NOW)
        offered = annual_plan_policy.offered_to(people.me, on=TODAY)
        assert offered == [copy, copy.source]
        cadres = Audience.objects.create(name="领导干部", posts=[Post.LEADING_CADRE])
        copy.audience = cadres
        copy.save()
        assert annual_plan_policy.offered_to(people.me, on=TODAY) == [copy.source]
        appoint(people.me, Post.LEADING_CADRE, people.branch)
        assert copy in annual_plan_policy.offered_to(people.me, on=TODAY)
