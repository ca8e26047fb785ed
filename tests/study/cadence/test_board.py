"""The board: of a branch, of what lies above it; names and small figures stay in the branch."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Appointment, Member, Organization, Post, Transfer
from study.models import SessionAttendance
from study.sessions.phones import note_smartphones
from tests.people import SINCE, People
from tests.study.cadence.builders import rule
from tests.study.sessions.builders import TODAY, day, held, join, log_in


def board(person: Member, place: Organization, period: str = "2026-Q2") -> str:
    response = log_in(person).get(f"/study/board/{place.pk}/", {"period": period})
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(people: People) -> None:
    rule()
    session = held(people.secretary, people.branch, held_on=day(5, 20))
    page = board(people.secretary, people.branch)
    assert "党支部每月集中学习 1 次" in page
    assert "《支部学习规定（示例）》第二十条" in page
    assert f'href="/study/sessions/{session.pk}/">5月20日' in page
    assert "2026年4月" in page
    assert page.count("逾期</span>") == 2


def test_a_committee_sees_its_branches_and_what_is_overdue_in_each(people: People) -> None:
    rule()
    held(people.secretary, people.branch, held_on=day(4, 20))
    page = board(people.superior, people.county)
    assert "测试村支部" in page
    assert "邻村党支部" in page
    assert page.count("还差 1 次") == 5
    assert f"/study/board/{people.branch.pk}/?period=2026-04" not in page
    assert f"/study/board/{people.branch.pk}/?period=2026-05" in page


def test_above_the_branch_small_figures_are_masked(people: People) -> None:
    for number in range(8):
        join(f"党员{number}", people.branch)
    held(people.secretary, people.branch, {people.me.pk: "absent"}, held_on=day(5, 20))
    assert "9／10 人" in board(people.secretary, people.branch)
    above = board(people.superior, people.branch)
    assert "多于 5／10 人" in above
    assert "9／10 人" not in above


def test_above_the_branch_a_session_shows_no_names(people: People) -> None:
    session = held(people.secretary, people.branch, {people.me.pk: "absent"})
    page = log_in(people.superior).get(session.get_absolute_url()).content.decode()
    assert "田本人" not in page
    assert "名单只有登记的党组织看得到" in page


def test_who_was_reached_counts_wherever_they_studied(people: People) -> None:
    Appointment.objects.create(
        member=people.me, post=Post.CENTRAL_GROUP, organization=people.county, since=SINCE
    )
    held(people.superior, people.county, kind="central_group", held_on=day(5, 20))
    assert "1／2 人" in board(people.secretary, people.branch)


def test_a_make_up_reaches(people: People) -> None:
    held(people.secretary, people.branch, {people.me.pk: "made_up"}, held_on=day(5, 20))
    assert "2／2 人" in board(people.secretary, people.branch)


def test_who_moved_in_mid_quarter_stays_in_both_branches_history(people: People) -> None:
    session = held(people.secretary, people.branch, held_on=day(5, 20))
    people.me.refresh_from_db()
    people.me.organization = people.other_branch
    people.me.save()
    Transfer.objects.update(on=day(6, 15))
    assert "1／1 人" in board(people.secretary, people.branch)
    assert "1／4 人" in board(_secretary_of(people.other_branch), people.other_branch)
    kept = SessionAttendance.objects.counting_in(people.branch).get(member=people.me)
    assert kept.session == session


def _secretary_of(place: Organization) -> Member:
    member = join("邻村书记", place)
    Appointment.objects.create(member=member, post=Post.BRANCH_SECRETARY, organization=place, since=SINCE)
    return member


def test_members_without_a_phone_are_counted_by_what_was_brought(people: People) -> None:
    note_smartphones(organization=people.branch, answers={people.me.pk: False}, today=TODAY)
    assert "0／1 人" in board(people.secretary, people.branch)
    people.me.refresh_from_db()
    assert people.me.smartphone_noted_on == TODAY
    held(people.secretary, people.branch, held_on=day(5, 20))
    assert "1／1 人" in board(people.secretary, people.branch)


def test_the_unreached_are_named_to_their_branch_only(people: People) -> None:
    held(people.secretary, people.branch, {people.me.pk: "leave"}, held_on=day(5, 20))
    url = f"/study/board/{people.branch.pk}/unreached/?period=2026-Q2"
    page = log_in(people.secretary).get(url).content.decode()
    assert "田本人" in page
    assert "石书记</strong>" not in page
    assert log_in(people.superior).get(url).status_code == 403


def test_a_closed_branch_is_asked_no_more(people: People) -> None:
    rule()
    Organization.objects.filter(pk=people.branch.pk).update(closed_on=day(4, 30))
    page = board(people.superior, people.branch)
    assert page.count("逾期</span>") == 1


def test_the_register_says_how_many_of_the_years_lectures_are_given(people: People) -> None:
    rule(kind="lecture", lecturer="branch_secretary", period="year", times=2)
    held(people.secretary, people.branch, kind="lecture", speaker=people.secretary)
    held(people.secretary, people.branch, kind="lecture")
    page = log_in(people.secretary).get(f"/study/board/{people.branch.pk}/lectures/").content.decode()
    assert "石书记" in page
    assert "1／2" in page
    assert "没有登记讲课人的党课" in page


def test_a_lecture_given_elsewhere_counts_for_its_speaker(people: People) -> None:
    rule(kind="lecture", organization_kind="committee", lecturer="committee_member", period="year")
    held(people.secretary, people.branch, kind="lecture", speaker=people.superior)
    page = log_in(people.superior).get(f"/study/board/{people.county.pk}/lectures/").content.decode()
    assert "1／1" in page
    assert "测试村支部" in page


def test_every_chart_has_its_table_and_no_script_stands_in_the_page(people: People) -> None:
    rule()
    held(people.secretary, people.branch)
    page = board(people.secretary, people.branch, "2026")
    assert page.count("data-chart=") == 2
    assert "2026年各项要求的数" in page
    assert "2026年各月开展的次数" in page
    assert 'type="application/json"' in page


def queries(person: Member, place: Organization) -> int:
    client = log_in(person)
    client.get(f"/study/board/{place.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(f"/study/board/{place.pk}/").status_code == 200
    return len(caught)


@pytest.fixture
def wide(people: People) -> Any:
    """A county of twelve more branches, each with sessions this month."""
    rule()
    rule(kind="lecture", lecturer="branch_secretary", period="year")
    for number in range(12):
        people.county.refresh_from_db()
        place = people.county.add_child(name=f"第{number}支部", kind="branch", field="rural")
        leader = join(f"书记{number}", place)
        Appointment.objects.create(member=leader, post=Post.BRANCH_SECRETARY, organization=place, since=SINCE)
        held(leader, place)
    return people


def test_the_number_of_queries_does_not_follow_the_number_of_branches(people: People, wide: Any) -> None:
    assert queries(people.superior, people.county) <= 20
    assert queries(people.secretary, people.branch) <= 20


def test_an_address_that_is_no_period_shows_this_quarter(people: People) -> None:
    assert "2026年第三季度" in board(people.secretary, people.branch, "二〇二六")


def test_a_quarter_leads_to_its_report_and_a_year_has_none(people: People) -> None:
    report = f'href="/study/reports/{people.branch.pk}/2026Q2/"'
    assert report in board(people.secretary, people.branch)
    assert "/study/reports/" not in board(people.secretary, people.branch, "2026")
    # Who records for a group does not answer for it, and gets no link that ends in a refusal.
    leader = join("组长", people.branch)
    group = people.branch.add_child(name="一组", kind=Organization.Kind.GROUP)
    Appointment.objects.create(member=leader, post=Post.GROUP_LEADER, organization=group, since=SINCE)
    assert "/study/reports/" not in board(leader, group)


def test_who_moved_since_stays_in_the_figures_of_the_quarter(people: People) -> None:
    for number in range(5):
        join(f"党员{number}", people.branch)
    held(people.secretary, people.branch, {people.secretary.pk: "absent"}, held_on=day(5, 20))
    before = board(people.secretary, people.branch)
    assert "6／7 人" in before
    for person, place in ((people.me, people.other_branch), (people.stranger, people.branch)):
        Transfer.objects.create(member=person, origin=person.organization, destination=place, on=day(7, 1))
        Member.objects.filter(pk=person.pk).update(organization=place)
    assert "6／7 人" in board(people.secretary, people.branch)
    unreached = f"/study/board/{people.branch.pk}/unreached/"
    names = log_in(people.secretary).get(unreached, {"period": "2026-Q2"}).content.decode()
    assert "石书记" in names and "陌生人" not in names
    # In the quarter of the move they count where they are.
    later = log_in(people.secretary).get(unreached, {"period": "2026-Q3"}).content.decode()
    assert "陌生人" in later and "田本人" not in later
