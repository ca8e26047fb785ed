"""群众收看: a code or a list for those present, each counted once, seen by who answers for them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from members.models import Appointment, Member, Post, Transfer
from study.models import Attendance, Screening
from study.sessions.screened import session_from_screening
from tests.library.builders import restrict
from tests.library.lectures.builders import lecture
from tests.people import SINCE, People
from tests.study.builders import NOW

JOIN = "/study/screenings/"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def made(clock: Any, people: People) -> Any:
    return lecture()


def log_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def screening(made: Any, people: People) -> Screening:
    start(log_in(people.secretary), made, people)
    return Screening.objects.get()


def start(client: Client, made: Any, people: People) -> Any:
    return client.post(f"/study/screenings/start/{made.pk}/", {"organization": people.branch.pk})


def enter(person: Member, code: str) -> str:
    return log_in(person).post(JOIN, {"code": code}, follow=True).content.decode()


def present() -> list[tuple[str, str]]:
    return [(one.member.name, one.how) for one in Attendance.objects.select_related("member")]


def test_it_works(screening: Screening, people: People) -> None:
    assert "已登记：您在场收看《学习怎么安排（示例）》。" in enter(people.me, screening.code)
    assert present() == [("田本人", "code")]
    page = log_in(people.secretary).get(f"/study/screenings/{screening.pk}/").content.decode()
    assert screening.code in page
    assert "在场 1 人" in page


def test_entered_twice_it_counts_once(screening: Screening, people: People) -> None:
    enter(people.me, screening.code)
    enter(people.me, screening.code)
    assert present() == [("田本人", "code")]


def test_pressed_twice_it_is_one_screening(screening: Screening, made: Any, people: People) -> None:
    start(log_in(people.secretary), made, people)
    assert Screening.objects.count() == 1


def test_a_wrong_code_is_said(screening: Screening, people: People) -> None:
    wrong = "000000" if screening.code != "000000" else "111111"
    assert "到场码不对，或者已经过了登记时间" in enter(people.me, wrong)
    assert "到场码是 6 位数字" in enter(people.me, "12a")


def test_the_code_holds_until_the_talk_is_over(screening: Screening, people: People, clock: Any) -> None:
    clock.shift(timedelta(minutes=46))
    assert "已经过了登记时间" in enter(people.me, screening.code)
    assert present() == []


def test_the_host_ends_it(screening: Screening, people: People) -> None:
    log_in(people.secretary).post(f"/study/screenings/{screening.pk}/end/")
    assert "已经过了登记时间" in enter(people.me, screening.code)


def test_codes_cannot_be_tried_out(screening: Screening, people: People) -> None:
    client = log_in(people.stranger)
    wrong = "000000" if screening.code != "000000" else "111111"
    for _ in range(10):
        client.post(JOIN, {"code": wrong})
    assert "输错的次数太多" in client.post(JOIN, {"code": screening.code}).content.decode()
    assert present() == []


def test_the_code_opens_no_closed_lecture(screening: Screening, made: Any, people: People) -> None:
    restrict(made, "groups")
    assert "到场码不对" in enter(people.me, screening.code)


def shown(person: Member, screening: Screening) -> list[str]:
    """Return whom the host's page shows ticked."""
    page = log_in(person).get(f"/study/screenings/{screening.pk}/").content.decode()
    return re.findall(r'name="was" value="(\d+)"', page)


def tick(person: Member, screening: Screening, *members: Member, was: list[str] | None = None) -> Any:
    """Send the list from the page as it is now, or as it was when it showed `was`."""
    before = shown(person, screening) if was is None else was
    sent = {"present": [member.pk for member in members], "was": before}
    return log_in(person).post(f"/study/screenings/{screening.pk}/", sent)


def test_the_host_ticks_who_has_no_phone(screening: Screening, people: People) -> None:
    tick(people.secretary, screening, people.me)
    tick(people.secretary, screening, people.me)
    assert present() == [("田本人", "ticked")]


def test_a_tick_can_be_taken_back_a_code_cannot(screening: Screening, people: People) -> None:
    tick(people.secretary, screening, people.secretary)
    enter(people.me, screening.code)
    tick(people.secretary, screening)
    assert present() == [("田本人", "code")]


def test_who_was_ticked_and_entered_the_code_stays(screening: Screening, people: People) -> None:
    tick(people.secretary, screening, people.me)
    old = shown(people.secretary, screening)
    enter(people.me, screening.code)
    tick(people.secretary, screening, was=old)
    assert present() == [("田本人", "code")]


def deputy(people: People) -> Member:
    """Return another who answers for the branch."""
    made = Member.objects.create_user("deputy", name="副书记", organization=people.branch)
    Appointment.objects.create(member=made, post=Post.BRANCH_DEPUTY, organization=people.branch, since=SINCE)
    return made


def test_a_page_opened_before_takes_no_later_tick_away(screening: Screening, people: People) -> None:
    old = shown(people.secretary, screening)
    tick(deputy(people), screening, people.me)
    tick(people.secretary, screening, people.secretary, was=old)
    assert sorted(present()) == [("田本人", "ticked"), ("石书记", "ticked")]


def test_a_tick_another_took_back_does_not_come_again(screening: Screening, people: People) -> None:
    tick(people.secretary, screening, people.me)
    old = shown(people.secretary, screening)
    tick(deputy(people), screening)
    tick(people.secretary, screening, people.me, people.secretary, was=old)
    assert present() == [("石书记", "ticked")]


def test_who_has_moved_away_keeps_their_tick_and_the_list_is_saved(
    screening: Screening, people: People
) -> None:
    tick(people.secretary, screening, people.me)
    old = shown(people.secretary, screening)
    people.me.organization = people.other_branch
    people.me.save()
    tick(people.secretary, screening, people.me, people.secretary, was=old)
    assert sorted(present()) == [("田本人", "ticked"), ("石书记", "ticked")]


def test_nobody_of_another_branch_is_ticked(screening: Screening, people: People) -> None:
    page = tick(people.secretary, screening, people.stranger).content.decode()
    assert "名单没有保存" in page
    tick(people.secretary, screening, people.stranger, was=[str(people.stranger.pk)])
    assert present() == []


def test_nobody_hosts_for_another_branch(made: Any, people: People) -> None:
    answer = log_in(people.secretary).post(
        f"/study/screenings/start/{made.pk}/", {"organization": people.other_branch.pk}, follow=True
    )
    assert "请选一个由您负责的党组织" in answer.content.decode()
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("secretary", 200), ("superior", 404), ("me", 404), ("stranger", 404), ("editor", 404)],
)
def test_the_list_is_for_who_answers_for_it(
    screening: Screening, people: People, name: str, status: int
) -> None:
    assert log_in(people.named(name)).get(f"/study/screenings/{screening.pk}/").status_code == status


def test_above_the_branch_nobody_reads_the_names(screening: Screening, people: People) -> None:
    enter(people.me, screening.code)
    assert "田本人" in log_in(people.secretary).get(f"/study/screenings/{screening.pk}/").text
    assert screening.lecture.title not in log_in(people.superior).get(JOIN).text


def test_a_committee_sees_its_own_and_who_hosts_theirs(screening: Screening, people: People) -> None:
    Screening.objects.filter(pk=screening.pk).update(organization=people.county)
    address = f"/study/screenings/{screening.pk}/"
    assert log_in(people.superior).get(address).status_code == 200
    assert log_in(people.secretary).get(address).status_code == 200, "the host"


def test_only_who_may_host_is_offered_to(made: Any, people: People) -> None:
    pages = {
        name: log_in(people.named(name)).get("/library/lecture/").content.decode()
        for name in ("secretary", "me")
    }
    assert "开始收看，显示到场码" in pages["secretary"]
    assert "开始收看，显示到场码" not in pages["me"]


def test_one_sees_where_one_was(screening: Screening, people: People) -> None:
    enter(people.me, screening.code)
    assert "测试村支部" in log_in(people.me).get(JOIN).content.decode()


def test_the_pages_ask_the_database_little(
    screening: Screening, people: People, django_assert_max_num_queries: Any
) -> None:
    enter(people.me, screening.code)
    client = log_in(people.secretary)
    with django_assert_max_num_queries(14):
        client.get(f"/study/screenings/{screening.pk}/")
    with django_assert_max_num_queries(14):
        client.get(JOIN)


def test_a_guest_who_belongs_nowhere_counts_where_they_watched(screening: Screening, people: People) -> None:
    enter(people.stranger, screening.code)
    people.stranger.organization = None
    people.stranger.save()
    Transfer.objects.all().delete()
    session = session_from_screening(by=people.secretary, screening=screening, now=timezone.now())
    assert session.attendances.get(member=people.stranger).branch == people.branch
