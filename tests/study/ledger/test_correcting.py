from datetime import date

import pytest

from members.models import Appointment, Post
from study.ledger.actions import answer_appeal, counter_entry, file_appeal
from study.ledger.errors import (
    AlreadyCountered,
    AppealAnswered,
    AppealWaits,
    NotOneself,
    NotTheirEntry,
    NotYourLedger,
)
from study.models import PointAppeal, PointEntry
from tests.people import SINCE, People
from tests.study.builders import NOW
from tests.study.ledger.builders import adopted, book, finished


@pytest.fixture
def entry(people: People) -> PointEntry:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    return book(people)[0]


def test_it_works(people: People, entry: PointEntry) -> None:
    counter = counter_entry(by=people.secretary, entry=entry, reason="登记错了人", now=NOW)
    assert (counter.points, counter.balance, counter.sequence) == (-2, 0, 2)
    assert (counter.reason, counter.recorded_by) == ("登记错了人", people.secretary)
    assert counter.happened_on == entry.happened_on
    assert counter.previous == entry.seal


def test_a_countered_act_never_counts_again(people: People, entry: PointEntry) -> None:
    counter_entry(by=people.secretary, entry=entry, reason="登记错了人", now=NOW)
    assert book(people) == []


def test_a_countered_act_leaves_its_room_to_the_next(people: People, entry: PointEntry) -> None:
    for number in (2, 3, 4):
        finished(people.me, on=date(2026, 4, number), slug=f"text-{number}")
    book(people)
    assert PointEntry.objects.count() == 3
    counter_entry(by=people.secretary, entry=entry, reason="登记错了人", now=NOW)
    assert [one.title for one in book(people)] == ["读完《导读text-4（示例）》"]


def test_an_entry_is_countered_once(people: People, entry: PointEntry) -> None:
    counter_entry(by=people.secretary, entry=entry, reason="登记错了人", now=NOW)
    with pytest.raises(AlreadyCountered, match="第 1 笔已经冲正过了"):
        counter_entry(by=people.secretary, entry=entry, reason="再来一次", now=NOW)


def test_a_counter_entry_can_be_countered(people: People, entry: PointEntry) -> None:
    first = counter_entry(by=people.secretary, entry=entry, reason="登记错了人", now=NOW)
    back = counter_entry(by=people.secretary, entry=first, reason="其实没有登记错", now=NOW)
    assert (back.points, back.balance) == (2, 2)


@pytest.mark.parametrize("name", ["me", "stranger", "editor", "superior"])
def test_others_do_not_correct(people: People, entry: PointEntry, name: str) -> None:
    refused = NotOneself if name == "me" else NotYourLedger
    with pytest.raises(refused):
        counter_entry(by=people.named(name), entry=entry, reason="不该由我", now=NOW)
    assert PointEntry.objects.count() == 1


def test_nobody_decides_on_their_own_points_but_those_above_do(people: People) -> None:
    adopted(people.county)
    finished(people.secretary, on=date(2026, 3, 5), slug="one")
    (own,) = book(people)
    with pytest.raises(NotOneself, match="请由副书记或上级党组织处理"):
        counter_entry(by=people.secretary, entry=own, reason="自己改", now=NOW)
    assert counter_entry(by=people.superior, entry=own, reason="书记请求核对", now=NOW).points == -2


def test_a_deputy_decides_on_the_secretarys(people: People) -> None:
    adopted(people.county)
    finished(people.secretary, on=date(2026, 3, 5), slug="one")
    (own,) = book(people)
    Appointment.objects.create(
        member=people.me, post=Post.BRANCH_DEPUTY, organization=people.branch, since=SINCE
    )
    assert counter_entry(by=people.me, entry=own, reason="核对", now=NOW).points == -2


def appeal(people: People, entry: PointEntry | None) -> PointAppeal:
    return file_appeal(member=people.me, home=people.branch, entry=entry, words="那天我没有读完", now=NOW)


def test_an_appeal_upheld_counters_its_entry(people: People, entry: PointEntry) -> None:
    answered = answer_appeal(
        by=people.secretary,
        appeal=appeal(people, entry),
        is_upheld=True,
        answer="核对过，是系统多记",
        now=NOW,
    )
    assert (answered.state, answered.answered_by) == ("upheld", people.secretary)
    counter = PointEntry.objects.get(corrects=entry)
    assert counter.reason == "申诉成立：核对过，是系统多记"


def test_an_appeal_declined_leaves_the_entry(people: People, entry: PointEntry) -> None:
    answered = answer_appeal(
        by=people.secretary, appeal=appeal(people, entry), is_upheld=False, answer="记录没有错", now=NOW
    )
    assert (answered.state, answered.answer) == ("declined", "记录没有错")
    assert PointEntry.objects.count() == 1


def test_an_appeal_about_something_missing_writes_no_entry(people: People, entry: PointEntry) -> None:
    answer_appeal(
        by=people.secretary, appeal=appeal(people, None), is_upheld=True, answer="已补登记", now=NOW
    )
    assert PointEntry.objects.count() == 1


def test_an_appeal_is_answered_once(people: People, entry: PointEntry) -> None:
    open_one = appeal(people, entry)
    answer_appeal(by=people.secretary, appeal=open_one, is_upheld=False, answer="没有错", now=NOW)
    with pytest.raises(AppealAnswered):
        answer_appeal(by=people.secretary, appeal=open_one, is_upheld=True, answer="改主意", now=NOW)
    assert PointEntry.objects.count() == 1


def test_while_one_waits_another_is_refused(people: People, entry: PointEntry) -> None:
    appeal(people, entry)
    with pytest.raises(AppealWaits, match="正在等待答复"):
        appeal(people, entry)


def test_one_appeals_against_ones_own_only(people: People, entry: PointEntry) -> None:
    with pytest.raises(NotTheirEntry):
        file_appeal(member=people.stranger, home=people.branch, entry=entry, words="不是我的", now=NOW)


def test_a_stranger_answers_nothing(people: People, entry: PointEntry) -> None:
    with pytest.raises(NotYourLedger):
        answer_appeal(by=people.stranger, appeal=appeal(people, entry), is_upheld=True, answer="好", now=NOW)
    assert PointAppeal.objects.get().is_open


def test_what_is_missing_is_appealed_once_in_the_same_words(people: People) -> None:
    said = {"member": people.me, "home": people.branch, "entry": None, "now": NOW}
    first, second = (file_appeal(words="三月的党课没有记", **said) for _ in range(2))
    assert first == second
    assert file_appeal(words="四月的也没有", **said) != first
