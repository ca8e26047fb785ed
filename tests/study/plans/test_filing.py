from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from members.models import Organization, Post
from study.models import PlanFiling, PlanInspection, PlanReview, Unchangeable
from study.plans import actions
from study.plans.errors import (
    AlreadyReviewed,
    MemberMoved,
    NewerVersion,
    NoOrganization,
    NoSuperior,
    NothingToFile,
    OrganizationClosed,
    ReturnNeedsComment,
)
from study.plans.filing.actions import file_plan, note_look, review_filing
from study.plans.filing.seeing import seen
from study.plans.filing.states import filing_state
from study.plans.snapshot import fingerprint
from study.plans.superiors import reviewer_of
from tests.people import People
from tests.study.builders import NOW, long_guide
from tests.study.plans.builders import TODAY, act, appoint, filed, later, plan, read, reading

APPROVED, RETURNED = PlanReview.Decision.APPROVED, PlanReview.Decision.RETURNED


def review(filing: PlanFiling, by: Any, decision: str = APPROVED, comment: str = "") -> PlanReview:
    return review_filing(reviewer=by, filing=filing, decision=decision, comment=comment, now=later(days=1))


def test_it_works(people: People) -> None:
    mine = plan(people.me)
    filing = filed(mine)
    assert filing.version == 1
    assert filing.number == f"ZX20260701-{mine.pk:06d}-1"
    assert filing.sha256 == fingerprint(filing.content)
    assert filing.is_intact
    assert (filing.organization, filing.reviewed_by) == (people.branch, people.branch)
    assert filing.snapshot["items"][0]["title"] == "走访结对户"


def test_an_empty_plan_is_not_handed_in(people: People) -> None:
    with pytest.raises(NothingToFile):
        file_plan(plan=plan(people.me), now=NOW)


def test_the_same_plan_twice_is_one_filing(people: People) -> None:
    mine = plan(people.me)
    assert filed(mine) == file_plan(plan=mine, now=later(minutes=1))
    assert PlanFiling.objects.count() == 1


def test_a_changed_plan_is_a_new_version_and_the_old_one_stays(people: People) -> None:
    mine = plan(people.me)
    first = filed(mine)
    act(mine, "再加一项")
    second = file_plan(plan=mine, now=later(days=1))
    assert (first.version, second.version) == (1, 2)
    assert len(PlanFiling.objects.get(pk=first.pk).snapshot["items"]) == 1
    assert [one.version for one in PlanFiling.objects.newest()] == [2]


def test_a_filing_is_never_written_over(people: People) -> None:
    filing = filed(plan(people.me))
    filing.content = "{}"
    for change in (filing.save, filing.delete, PlanFiling.objects.all().delete):
        with pytest.raises(Unchangeable):
            change()
    with pytest.raises(Unchangeable):
        PlanFiling.objects.update(content="{}")
    assert PlanFiling.objects.get().is_intact


def test_a_changed_byte_shows_on_the_receipt(people: People) -> None:
    filing = filed(plan(people.me))
    filing.content = filing.content.replace("走访", "走过")
    assert not filing.is_intact


class TestWhoReviews:
    def test_a_member_is_reviewed_by_the_branch(self, people: People) -> None:
        group = people.branch.add_child(name="一组", kind=Organization.Kind.GROUP, field="rural")
        people.me.organization = group
        people.me.save()
        assert reviewer_of(people.me, on=TODAY) == people.branch

    def test_a_secretary_is_reviewed_by_the_committee(self, people: People) -> None:
        assert reviewer_of(people.secretary, on=TODAY) == people.county

    def test_a_leading_cadre_is_reviewed_above_where_they_lead(self, people: People) -> None:
        appoint(people.me, Post.LEADING_CADRE, people.branch)
        assert reviewer_of(people.me, on=TODAY) == people.county

    def test_somebody_at_the_top_has_nobody_above(self, people: People) -> None:
        with pytest.raises(NoSuperior, match="测试区委在本系统里没有上级党组织"):
            reviewer_of(people.superior, on=TODAY)

    def test_an_account_without_an_organization_is_told_so(self, people: People) -> None:
        people.me.organization = None
        with pytest.raises(NoOrganization):
            reviewer_of(people.me, on=TODAY)

    def test_a_closed_organization_is_said(self, people: People) -> None:
        mine = plan(people.me)
        act(mine)
        Organization.objects.filter(pk=people.branch.pk).update(closed_on=TODAY - timedelta(days=10))
        with pytest.raises(OrganizationClosed, match="测试村支部已于2026年6月21日撤销"):
            file_plan(plan=mine, now=NOW)
        assert not PlanFiling.objects.exists()

    def test_a_closed_superior_is_passed_over(self, people: People) -> None:
        group = people.branch.add_child(name="一组", kind=Organization.Kind.GROUP, field="rural")
        Organization.objects.filter(pk=people.branch.pk).update(closed_on=TODAY - timedelta(days=10))
        people.me.organization = group
        assert reviewer_of(people.me, on=TODAY) == people.county


class TestReview:
    def test_it_is_approved_with_a_word(self, people: People) -> None:
        mine = plan(people.me)
        done = review(filed(mine), people.secretary, comment="很实在。")
        assert done.decision_label() == "审阅通过"
        state = filing_state(mine)
        assert state.is_approved
        assert state.changed == ()

    def test_returning_needs_a_word(self, people: People) -> None:
        filing = filed(plan(people.me))
        with pytest.raises(ReturnNeedsComment):
            review(filing, people.secretary, RETURNED, "  ")
        assert review(filing, people.secretary, RETURNED, "补上八月。").decision == RETURNED

    def test_a_version_is_decided_on_once(self, people: People) -> None:
        filing = filed(plan(people.me))
        review(filing, people.secretary)
        with pytest.raises(AlreadyReviewed, match="石书记已在2026年7月2日审阅过"):
            review(filing, people.secretary, RETURNED, "改主意了")

    def test_only_the_newest_version_waits(self, people: People) -> None:
        mine = plan(people.me)
        first = filed(mine)
        act(mine, "再加一项")
        file_plan(plan=mine, now=later(hours=1))
        with pytest.raises(NewerVersion, match="第 2 版"):
            review(first, people.secretary)

    def test_a_returned_plan_can_be_handed_in_again_unchanged(self, people: People) -> None:
        mine = plan(people.me)
        review(filed(mine), people.secretary, RETURNED, "请补充")
        assert file_plan(plan=mine, now=later(days=2)).version == 2

    def test_who_moved_is_reviewed_elsewhere_and_history_stays(self, people: People) -> None:
        mine = plan(people.me)
        filing = filed(mine)
        people.me.organization = people.other_branch
        people.me.save()
        with pytest.raises(MemberMoved, match="田本人已转到邻村党支部"):
            review(filing, people.secretary)
        mine.refresh_from_db()
        assert filing_state(mine).moved_to == people.other_branch
        again = file_plan(plan=mine, now=later(days=1))
        assert (again.version, again.reviewed_by) == (2, people.other_branch)
        assert PlanFiling.objects.get(pk=filing.pk).organization == people.branch


def test_changes_since_filing_are_told(people: People) -> None:
    mine = plan(people.me)
    filed(mine)
    act(mine, "走访第二户")
    assert filing_state(mine).changed == ("加上“走访第二户”",)


def test_looking_twice_in_an_hour_is_one_look(people: People) -> None:
    filing = filed(plan(people.me))
    for minutes in (0, 30, 90):
        note_look(
            viewer=people.superior, filing=filing, organization=people.county, now=later(minutes=minutes)
        )
    assert PlanInspection.objects.count() == 2


def test_a_filed_version_shows_what_was_done_of_it_since(people: People) -> None:
    text = long_guide()
    mine = plan(people.me)
    reading(mine, text)
    done = act(mine)
    filing = file_plan(plan=mine, now=NOW)
    read(people.me, text, on=timezone.now())
    actions.tick_item(item=done, done_on=TODAY, now=later(days=1))
    assert [item.standing.is_done for item in seen(filing).items] == [True, True]
    done.delete()
    assert seen(filing).done == 1, "what the member took out keeps its place, without their word"
