from datetime import date
from typing import Any

import pytest
from django.test import Client

from members.models import Member, Transfer
from study.models import Note, PersonalReport
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import NOW
from tests.study.ledger.builders import finished, moment
from tests.study.reports.builders import people_in


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def log_in(person: Member) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_it_works(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    secretary = log_in(people.secretary)
    assert f"/study/reports/{people.branch.pk}/2026Q2/" in text_of(secretary.get("/study/reports/"))
    page = text_of(secretary.get(f"/study/reports/{people.branch.pk}/2026Q1/"))
    address = f"/study/reports/{people.branch.pk}/2026Q1/texts_read/"
    assert f'href="{address}"' in page
    page = text_of(secretary.get(address))
    assert "读完资料：1 份次" in page
    assert "读完《导读one（示例）》" in page
    assert "田本人" in page


def test_a_superior_reads_numbers_and_no_names(people: People) -> None:
    people_in(people.branch, 5)
    people_in(people.county, 5, "c")
    people_in(people.other_branch, 5, "o")
    finished(people.me, on=date(2026, 2, 1), slug="one")
    superior = log_in(people.superior)
    page = text_of(superior.get(f"/study/reports/{people.branch.pk}/2026Q1/texts_read/"))
    assert "读完资料：1 份次" in page
    assert "田本人" not in page
    page = text_of(superior.get(f"/study/reports/{people.county.pk}/2026Q1/texts_read/"))
    assert "田本人" not in page


def test_a_branch_of_few_is_not_exposed_above_it(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    superior = log_in(people.superior)
    page = text_of(superior.get(f"/study/reports/{people.branch.pk}/2026Q1/"))
    assert "不足 5 人，不列" in page
    page = text_of(superior.get(f"/study/reports/{people.branch.pk}/2026Q1/texts_read/"))
    assert "上级看不到个人的数字" in page
    assert "田本人" not in page


def test_a_branch_whose_figures_would_expose_its_neighbour_is_not_shown(people: People) -> None:
    people_in(people.branch, 5)
    finished(people.me, on=date(2026, 2, 1), slug="one")
    superior = log_in(people.superior)
    page = text_of(superior.get(f"/study/reports/{people.branch.pk}/2026Q1/"))
    assert "单独列出会看出人数少的党组织，不列" in page
    page = text_of(superior.get(f"/study/reports/{people.branch.pk}/2026Q1/texts_read/"))
    assert "会看出旁边人数少的党组织" in page
    assert "1 份次" not in page
    assert "1 份次" in text_of(
        log_in(people.secretary).get(f"/study/reports/{people.branch.pk}/2026Q1/texts_read/")
    )


def test_a_secretary_sees_the_figures_of_the_branchs_groups(people: People) -> None:
    people.branch.refresh_from_db()
    group = people.branch.add_child(name="第一小组", kind="group", field="rural")
    people.me.organization = group
    people.me.save()
    Transfer.objects.all().delete()
    finished(people.me, on=date(2026, 2, 1), slug="one")
    address = f"/study/reports/{group.pk}/2026Q1/texts_read/"
    assert "读完资料：1 份次" in text_of(log_in(people.secretary).get(address))
    assert "1 份次" not in text_of(log_in(people.superior).get(address))


@pytest.mark.parametrize("code", ["2026", "2026Q9", "x", "mine"])
def test_a_period_that_is_none_is_not_found(people: People, code: str) -> None:
    response = log_in(people.secretary).get(f"/study/reports/{people.branch.pk}/{code}/")
    assert response.status_code == 404


@pytest.mark.parametrize("rest", ["nothing/", "file/pdf/"])
def test_what_is_not_there_is_not_found(people: People, rest: str) -> None:
    response = log_in(people.secretary).get(f"/study/reports/{people.branch.pk}/2026Q1/{rest}")
    assert response.status_code == 404


def test_ones_own_report_is_drafted_from_ones_own_records(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    finished(people.secretary, on=date(2026, 2, 1), slug="theirs")
    attempt = quizzes.start(people.me, quizzes.quiz(title="春季测验"), now=moment(date(2026, 3, 1)))
    quizzes.hand_in(attempt, now=moment(date(2026, 3, 1), 10))
    page = text_of(log_in(people.me).get("/study/reports/mine/2026H1/"))
    assert "02月01日读完《导读one（示例）》。" in page
    assert "03月01日《春季测验》得 0 分，满分 " in page
    assert "theirs" not in page
    assert not PersonalReport.objects.exists()


def test_the_draft_takes_up_what_one_wrote_beside_the_texts(people: People) -> None:
    progress = finished(people.me, on=date(2026, 2, 1), slug="one")
    for person, words in ((people.me, "学了要用。"), (people.secretary, "别人的心得。")):
        Note.objects.create(
            member=person,
            kind=Note.Kind.REFLECTION,
            material_id=progress.material_id,
            body=words,
            created_at=moment(date(2026, 2, 2)),
            changed_at=moment(date(2026, 2, 2)),
        )
    page = text_of(log_in(people.me).get("/study/reports/mine/2026H1/"))
    assert "读《导读one（示例）》的心得：学了要用。" in page
    assert "别人的心得" not in page


def test_a_draft_is_private_until_it_is_handed_in(people: People) -> None:
    me, secretary = log_in(people.me), log_in(people.secretary)
    page = text_of(me.post("/study/reports/mine/2026H1/", {"body": "我的体会", "save": ""}, follow=True))
    assert "已保存 09:00" in page
    report = PersonalReport.objects.get()
    assert secretary.get(f"/study/reports/handed-in/{report.pk}/").status_code == 404
    me.post("/study/reports/mine/2026H1/", {"body": "我的体会，改过", "hand_in": ""})
    assert "我的体会，改过" in text_of(secretary.get(f"/study/reports/handed-in/{report.pk}/"))
    assert "田本人 2026H1" in text_of(secretary.get("/study/reports/"))
    assert log_in(people.superior).get(f"/study/reports/handed-in/{report.pk}/").status_code == 404


def test_what_was_handed_in_stays_as_it_is(people: People) -> None:
    me = log_in(people.me)
    me.post("/study/reports/mine/2026H1/", {"body": "第一稿", "hand_in": ""})
    page = text_of(me.post("/study/reports/mine/2026H1/", {"body": "第二稿", "hand_in": ""}))
    assert "已经交给支部，不能再改" in page
    assert PersonalReport.objects.get().body == "第一稿"


def test_a_double_click_hands_in_once(people: People) -> None:
    me = log_in(people.me)
    for _ in range(2):
        page = text_of(me.post("/study/reports/mine/2026H1/", {"body": "第一稿", "hand_in": ""}, follow=True))
        assert "已交给支部" in page
    assert PersonalReport.objects.count() == 1


def test_nothing_is_not_handed_in(people: People) -> None:
    page = text_of(log_in(people.me).post("/study/reports/mine/2026H1/", {"body": " ", "hand_in": ""}))
    assert "小结还是空的" in page
    assert not PersonalReport.objects.exists()


@pytest.mark.parametrize("code", ["2026Q1", "2030H1", "x"])
def test_only_half_years_that_began_are_written_on(people: People, code: str) -> None:
    assert log_in(people.me).get(f"/study/reports/mine/{code}/").status_code == 404


def test_somebody_without_an_organisation_is_told_so(people: People) -> None:
    people.me.organization = None
    people.me.save()
    page = text_of(log_in(people.me).post("/study/reports/mine/2026H1/", {"body": "字", "hand_in": ""}))
    assert "还没有登记所在党组织" in page


def test_pages_stay_within_their_queries(people: People, django_assert_max_num_queries: Any) -> None:
    secretary = log_in(people.secretary)
    address = f"/study/reports/{people.branch.pk}/2026Q1/"
    secretary.get(address)
    with django_assert_max_num_queries(36):
        secretary.get(address)
