from datetime import date
from typing import Any

import pytest
from django.test import Client

from members.models import Member
from study.ledger.actions import counter_entry
from study.ledger.reckoning import Clause, Kind
from study.models import PointAppeal, PointEntry, PointRule
from tests.people import People
from tests.study.builders import NOW, long_guide
from tests.study.ledger.builders import adopted, book, draft, finished, moment, read


def log_in(person: Member) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def entry(people: People) -> PointEntry:
    adopted(people.county, basis="区委示例会议通过")
    finished(people.me, on=date(2026, 3, 5), slug="one")
    return book(people)[0]


def test_it_works(people: People, entry: PointEntry) -> None:
    page = text_of(log_in(people.me).get("/study/points/?year=2026"))
    assert "读完《导读one（示例）》" in page
    assert "记入 <strong>2</strong> 分" in page
    assert "第 1 笔" in page


def test_an_empty_ledger_says_what_will_be_written(people: People) -> None:
    assert "还没有入账的积分" in text_of(log_in(people.me).get("/study/points/"))


def test_what_waits_is_shown(people: People, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    page = text_of(log_in(people.me).get("/study/points/"))
    assert "下面 1 项支部下次入账时会记上" in page


def test_a_year_that_makes_no_sense_is_this_year(people: People) -> None:
    for year in ("x", "1066", "99999999", "-1"):
        text_of(log_in(people.me).get("/study/points/", {"year": year}))


def test_the_member_appeals_and_the_secretary_answers(people: People, entry: PointEntry) -> None:
    me, secretary = log_in(people.me), log_in(people.secretary)
    assert "第 1 笔" in text_of(me.get("/study/points/appeal/", {"entry": entry.pk}))
    sent = me.post("/study/points/appeal/", {"entry": entry.pk, "words": "那天没有读完"}, follow=True)
    assert "申诉已交给支部" in text_of(sent)
    appeal = PointAppeal.objects.get()
    assert "那天没有读完" in text_of(secretary.get("/study/ledger/appeals/"))
    answer = {"outcome": "upheld", "answer": "核对过，多记了"}
    page = text_of(secretary.post(f"/study/ledger/appeals/{appeal.pk}/", answer, follow=True))
    assert "答复已记下" in page
    page = text_of(me.get("/study/points/?year=2026"))
    assert "核对过，多记了" in page
    assert "已由第 2 笔冲正" in page


def test_an_appeal_without_words_is_asked_for_them(people: People, entry: PointEntry) -> None:
    page = text_of(log_in(people.me).post("/study/points/appeal/", {"entry": entry.pk}), 422)
    assert "请写明哪里不对" in page


def test_the_secretary_enters_what_waits(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    page = text_of(log_in(people.secretary).post(f"/study/ledger/{people.branch.pk}/book/", follow=True))
    assert "新记 1 笔" in page


def test_the_secretary_counters_with_a_reason(people: People, entry: PointEntry) -> None:
    secretary = log_in(people.secretary)
    assert "请写明为什么冲正" in text_of(secretary.post(f"/study/ledger/entries/{entry.pk}/counter/"), 422)
    page = text_of(
        secretary.post(f"/study/ledger/entries/{entry.pk}/counter/", {"reason": "登记错了人"}, follow=True)
    )
    assert "第 1 笔已冲正" in page
    again = secretary.post(f"/study/ledger/entries/{entry.pk}/counter/", {"reason": "再来"}, follow=True)
    assert "已经冲正过了" in text_of(again)


def test_members_stand_in_the_order_of_their_names(people: People) -> None:
    adopted(people.county)
    finished(people.secretary, on=date(2026, 3, 5), slug="one")
    book(people)
    page = text_of(log_in(people.secretary).get(f"/study/ledger/{people.branch.pk}/?year=2026"))
    assert page.index("田本人") < page.index(">石书记</a></th>")
    assert "?sort" not in page
    assert "?order" not in page


def test_a_superior_sees_sums_and_no_members(people: People, entry: PointEntry) -> None:
    superior = log_in(people.superior)
    page = text_of(superior.get("/study/ledger/?year=2026"))
    assert "人数少的 3 个党组织合计" in page
    assert "田本人" not in page
    page = text_of(superior.get(f"/study/ledger/{people.branch.pk}/?year=2026"))
    assert "田本人" not in page
    assert "石书记" in page
    assert "共 1 笔" not in page, "the number of entries of a small branch"
    assert "共 1 笔" in text_of(log_in(people.secretary).get(f"/study/ledger/{people.branch.pk}/?year=2026"))


def test_the_sheet_is_printed_with_its_evidence(people: People, entry: PointEntry) -> None:
    counter_entry(by=people.secretary, entry=entry, reason="登记错了人", now=NOW)
    page = text_of(log_in(people.me).get(f"/study/points/{people.me.pk}/2026/"))
    for words in (
        "读完《导读one（示例）》",
        "登记错了人",
        "《积分办法（示例）》（区委示例会议通过）",
        "支部意见",
    ):
        assert words in page


def test_the_sheet_as_a_word_file(people: People, entry: PointEntry) -> None:
    import io

    import docx

    response = log_in(people.secretary).get(f"/study/points/{people.me.pk}/2026/sheet.docx")
    document = docx.Document(io.BytesIO(response.content))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "读完《导读one（示例）》" in cells
    assert "+2" in cells
    assert any("末笔封条" in paragraph.text for paragraph in document.paragraphs)


RULE = {
    "title": "支部办法（示例）",
    "basis": "",
    "starts_on": "2026-07-01",
    "ends_on": "",
    "valid_months": "",
    "points_material": "3",
    "cap_material": "30",
}


def test_a_rule_is_drafted_tried_and_adopted(people: People, django_capture_on_commit_callbacks: Any) -> None:
    read(people.me, long_guide(), on=date(2025, 3, 5))
    secretary = log_in(people.secretary)
    page = text_of(
        secretary.post("/study/ledger/rules/new/", RULE | {"organization": people.branch.pk}, follow=True)
    )
    assert "请用去年的记录试算" in page
    rule = PointRule.objects.get()
    assert "还没有用去年的记录试算" in text_of(
        secretary.post(f"/study/ledger/rules/{rule.pk}/adopt/", follow=True)
    )
    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(f"/study/ledger/rules/{rule.pk}/try/", {"year": 2025})
    page = text_of(secretary.get(f"/study/ledger/rules/{rule.pk}/"))
    assert "2025 年的记录，前后对比" in page
    assert "田本人" in page
    assert "<td>0 分</td><td>3 分</td>" in page
    page = text_of(secretary.post(f"/study/ledger/rules/{rule.pk}/adopt/", follow=True))
    assert "《支部办法（示例）》已通过" in page
    assert "读完一份资料 3 分" in text_of(log_in(people.me).get("/study/ledger/rules/"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cap_material": "2"}, "一年的上限却只有 2 分"),
        ({"cap_material": "31"}, "请改成 30 分或 33 分"),
        ({"points_material": ""}, "没有给任何一项定分值"),
        ({"ends_on": "2026-06-30"}, "失效日期不能早于生效日期"),
        ({"starts_on": "不知道"}, "输入"),
    ],
)
def test_a_contradictory_rule_is_refused_in_one_sentence(
    people: People, changes: dict[str, str], said: str
) -> None:
    sent = RULE | {"organization": people.branch.pk} | changes
    assert said in text_of(log_in(people.secretary).post("/study/ledger/rules/new/", sent), 422)
    assert not PointRule.objects.exists()


def test_nobody_drafts_for_an_organisation_that_is_not_theirs(people: People) -> None:
    sent = RULE | {"organization": people.county.pk}
    text_of(log_in(people.secretary).post("/study/ledger/rules/new/", sent), 422)
    assert not PointRule.objects.exists()


def test_the_superiors_trial_names_nobody(people: People, django_capture_on_commit_callbacks: Any) -> None:
    read(people.me, long_guide(), on=date(2025, 3, 5))
    rule = draft(people.county, Clause(Kind.MATERIAL, 3))
    superior = log_in(people.superior)
    with django_capture_on_commit_callbacks(execute=True):
        superior.post(f"/study/ledger/rules/{rule.pk}/try/", {"year": 2025})
    page = text_of(superior.get(f"/study/ledger/rules/{rule.pk}/"))
    assert "田本人" not in page
    assert "人数少的 3 个党组织不单列" in page


@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("me", "/study/points/?year=2026", 20),
        ("secretary", "/study/ledger/{branch}/?year=2026", 22),
        ("superior", "/study/ledger/?year=2026", 16),
        ("me", "/study/points/{me}/2026/", 12),
    ],
)
def test_pages_stay_within_their_queries(
    people: People, entry: PointEntry, django_assert_max_num_queries: Any, name: str, address: str, most: int
) -> None:
    client = log_in(people.named(name))
    address = address.format(branch=people.branch.pk, me=people.me.pk)
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


def test_an_open_appeal_is_found_however_many_were_answered_since(people: People) -> None:
    filed = {"member": people.me, "organization": people.branch}
    PointAppeal.objects.create(words="最早的一条", filed_at=moment(date(2026, 1, 1)), **filed)
    answered = {"state": "declined", "answer": "核对过", "answered_by": people.secretary, "answered_at": NOW}
    PointAppeal.objects.bulk_create(
        PointAppeal(words=f"第{number}条", filed_at=moment(date(2026, 2, 1)), **filed, **answered)
        for number in range(120)
    )
    secretary = log_in(people.secretary)
    first = text_of(secretary.get("/study/ledger/appeals/"))
    assert "最早的一条" in first
    assert "共 3 页" in first
    last = text_of(secretary.get("/study/ledger/appeals/", {"p": 3}))
    assert "第0条" in last
