"""Recording a session and who was there: once, on its day, by the branch of that day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from members.models import Appointment, Member, Organization, Post, Transfer
from study.models import SessionAttendance, SessionSubmission, StudySession
from study.sessions.actions import cancel_session, update_session
from study.sessions.errors import (
    AlreadyHeld,
    Cancelled,
    DayHasRoll,
    EmptyRoll,
    NotComeYet,
    NumberTaken,
    OnlyCommittees,
    OrganizationClosed,
    RollChanged,
    WrongRoll,
)
from study.sessions.roll import branches_then
from tests.people import SINCE, People
from tests.study.builders import NOW
from tests.study.sessions.builders import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    day,
    details,
    held,
    join,
    mark,
    planned,
    statuses,
)


def test_it_works(people: People) -> None:
    session = held(people.secretary, people.branch, {people.me.pk: "leave"})
    assert session.is_held
    assert session.title == "2026年6月集中学习"
    assert statuses(session) == {"田本人": "leave", "石书记": "present"}
    assert {row.branch for row in session.attendances.all()} == {people.branch}


def test_everybody_is_present_until_somebody_says_otherwise(people: People) -> None:
    assert set(statuses(held(people.secretary, people.branch)).values()) == {"present"}


def test_sent_twice_it_is_recorded_once(people: People) -> None:
    number = uuid4()
    first = held(people.secretary, people.branch, {people.me.pk: "absent"}, number)
    again = held(people.secretary, people.branch, {people.me.pk: "present"}, number)
    assert first == again
    assert StudySession.objects.count() == 1
    assert statuses(again)["田本人"] == "absent"


def test_a_roll_sent_many_times_is_saved_once(people: People) -> None:
    session = planned(people.secretary, people.branch)
    number = uuid4()
    for _ in range(50):
        mark(people.secretary, session, {people.me.pk: "leave"}, client_id=number, based_on=0)
    session.refresh_from_db()
    assert session.roll_version == 1
    assert SessionSubmission.objects.count() == 1


def test_somebody_elses_number_is_refused(people: People) -> None:
    number = uuid4()
    held(people.secretary, people.branch, number=number)
    with pytest.raises(NumberTaken):
        held(people.superior, people.county, number=number)


def test_a_day_to_come_has_no_attendance(people: People) -> None:
    with pytest.raises(NotComeYet, match="2026年07月02日还没有到，不能登记到会情况"):
        held(people.secretary, people.branch, held_on=TOMORROW)
    assert not StudySession.objects.exists()


def test_a_planned_session_to_come_takes_no_roll(people: People) -> None:
    session = planned(people.secretary, people.branch, held_on=TOMORROW)
    with pytest.raises(NotComeYet):
        mark(people.secretary, session, {})
    assert not SessionAttendance.objects.exists()


def test_a_roll_begun_from_an_old_version_is_refused_with_who_changed_it(people: People) -> None:
    session = held(people.secretary, people.branch)
    mark(people.secretary, session, {people.me.pk: "absent"})
    with pytest.raises(RollChanged, match="石书记在07月01日 09:00改过这份名单"):
        mark(people.secretary, session, {people.me.pk: "leave"}, based_on=1)
    assert statuses(session)["田本人"] == "absent"


def test_strangers_are_named_and_nothing_is_saved(people: People) -> None:
    with pytest.raises(WrongRoll, match="陌生人不在这次学习的应到名单里"):
        held(people.secretary, people.branch, {people.stranger.pk: "present"})
    assert not StudySession.objects.exists()


def test_activists_are_not_expected(people: People) -> None:
    join("积极分子", people.branch, category="activist")
    assert "积极分子" not in statuses(held(people.secretary, people.branch))


def test_nobody_to_mark_is_said(people: People) -> None:
    empty = people.county.add_child(name="空支部", kind=Organization.Kind.BRANCH, field="rural")
    Appointment.objects.create(
        member=people.secretary, post=Post.BRANCH_SECRETARY, organization=empty, since=SINCE
    )
    with pytest.raises(EmptyRoll, match="空支部那天没有应到的人"):
        held(people.secretary, empty)


def test_who_moved_keeps_the_branch_of_the_day(people: People) -> None:
    before = held(people.secretary, people.branch, held_on=day(5, 20))
    people.me.refresh_from_db()
    people.me.organization = people.other_branch
    people.me.save()
    row = before.attendances.get(member=people.me)
    assert row.branch == people.branch
    assert Transfer.objects.get().on == TODAY


def test_a_session_recorded_after_a_move_expects_who_belonged_there_then(people: People) -> None:
    join("后来的", people.other_branch)
    for member, place in ((people.me, people.other_branch), (people.stranger, people.branch)):
        member.refresh_from_db()
        member.organization = place
        member.save()
    Transfer.objects.update(on=day(6, 10))
    earlier = held(people.secretary, people.branch, held_on=day(6, 1))
    later = held(people.secretary, people.branch, held_on=day(6, 20))
    assert set(statuses(earlier)) == {"田本人", "石书记"}
    assert set(statuses(later)) == {"陌生人", "石书记"}
    assert earlier.attendances.get(member=people.me).branch == people.branch


def test_members_of_groups_count_in_the_branch(people: People) -> None:
    people.branch.refresh_from_db()
    group = people.branch.add_child(name="第一小组", kind=Organization.Kind.GROUP, field="rural")
    grouped = join("组里人", group)
    session = held(people.secretary, group)
    assert statuses(session) == {"组里人": "present"}
    assert session.attendances.get(member=grouped).branch == people.branch


def test_a_closed_organisation_has_no_later_session(people: People) -> None:
    people.branch.closed_on = day(5, 31)
    people.branch.save()
    with pytest.raises(OrganizationClosed, match="测试村党支部已于2026年05月31日撤销"):
        held(people.secretary, people.branch)
    assert held(people.secretary, people.branch, held_on=day(5, 31)).is_held


def test_an_organisation_has_no_session_before_it_was_founded(people: People) -> None:
    people.branch.founded_on = TODAY
    people.branch.save()
    with pytest.raises(OrganizationClosed, match="2026年07月01日才成立"):
        held(people.secretary, people.branch, held_on=YESTERDAY)


def test_a_cadre_is_expected_in_the_own_branch_and_in_the_central_group(people: People) -> None:
    Appointment.objects.create(
        member=people.me, post=Post.CENTRAL_GROUP, organization=people.county, since=SINCE
    )
    central = held(people.superior, people.county, kind="central_group")
    own = held(people.secretary, people.branch)
    assert statuses(central) == {"田本人": "present"}
    assert "田本人" in statuses(own)
    assert central.attendances.get().branch == people.branch
    assert SessionAttendance.objects.counting_in(people.branch).filter(member=people.me).count() == 2


def test_only_committees_have_a_central_group(people: People) -> None:
    with pytest.raises(OnlyCommittees, match="测试村党支部没有中心组"):
        held(people.secretary, people.branch, kind="central_group")


def test_a_make_up_carries_its_day(people: People) -> None:
    session = held(people.secretary, people.branch, {people.me.pk: "absent"})
    mark(people.secretary, session, {people.me.pk: "made_up"})
    row = session.attendances.get(member=people.me)
    assert (row.status, row.made_up_on) == ("made_up", TODAY)
    session.refresh_from_db()
    mark(people.secretary, session, {people.me.pk: "present"})
    assert session.attendances.get(member=people.me).made_up_on is None


def test_what_was_called_off_has_no_attendance(people: People) -> None:
    session = planned(people.secretary, people.branch)
    cancel_session(session=session, reason="防汛")
    with pytest.raises(Cancelled):
        mark(people.secretary, session, {})


def test_what_took_place_is_not_called_off(people: People) -> None:
    with pytest.raises(AlreadyHeld):
        cancel_session(session=held(people.secretary, people.branch), reason="记错了")


def test_what_took_place_is_not_moved_to_the_future(people: People) -> None:
    session = held(people.secretary, people.branch)
    with pytest.raises(AlreadyHeld):
        update_session(session=session, details=details(held_on=TODAY + timedelta(days=9)), now=NOW)


def test_what_took_place_does_not_become_another_groups(people: People) -> None:
    session = held(people.superior, people.county)
    with pytest.raises(DayHasRoll):
        update_session(session=session, details=details(kind="central_group"), now=NOW)


def test_what_was_planned_for_the_day_is_what_took_place(people: People) -> None:
    plan = planned(people.secretary, people.branch, title="读原文", agenda="一、二、三")
    session = held(people.secretary, people.branch, resolutions="下月公开账目")
    assert session == plan
    assert StudySession.objects.count() == 1
    session.refresh_from_db()
    assert (session.title, session.agenda, session.resolutions) == ("读原文", "一、二、三", "下月公开账目")


def test_a_planned_session_recorded_by_another_and_sent_twice_is_one(people: People) -> None:
    deputy = join("副书记", people.branch)
    Appointment.objects.create(
        member=deputy, post=Post.BRANCH_DEPUTY, organization=people.branch, since=SINCE
    )
    planned(people.secretary, people.branch)
    number = uuid4()
    for _ in range(2):
        held(deputy, people.branch, number=number)
    assert StudySession.objects.get().roll_version == 1


def test_a_post_holder_who_belongs_nowhere_counts_where_the_post_is(people: People) -> None:
    Appointment.objects.create(
        member=people.me, post=Post.CENTRAL_GROUP, organization=people.county, since=SINCE
    )
    people.me.organization = None
    people.me.save()
    Transfer.objects.all().delete()
    session = held(people.superior, people.county, kind="central_group")
    assert statuses(session) == {"田本人": "present"}
    assert session.attendances.get().branch == people.county


def test_who_is_gone_since_the_list_was_made_does_not_stop_it(people: People) -> None:
    leaves, stays = people.me, people.secretary
    Member.objects.filter(pk=leaves.pk).update(organization=None)
    found = branches_then([leaves, stays], on=YESTERDAY, otherwise=people.county)
    assert found == {leaves.pk: people.county, stays.pk: people.branch}
