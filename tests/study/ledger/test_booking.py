from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from members.models import Organization, Transfer
from study.ledger.booking import book_evidence, still_due
from study.ledger.errors import EntriesStand
from study.ledger.homes import homes_within, ledger_home, members_of
from study.ledger.reckoning import Clause, Kind
from study.ledger.reconciling import reconcile
from study.models import LedgerHead, PointEntry, Progress, Screening
from study.reports.actions import hand_in_report, save_report
from study.reports.periods import parse_period
from tests.library.lectures.builders import lecture
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import long_guide
from tests.study.ledger.builders import TODAY, adopted, attend, book, finished, held, moment, read


def test_it_works(people: People) -> None:
    rule = adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    (entry,) = book(people)
    assert (entry.member, entry.points, entry.balance, entry.sequence) == (people.me, 2, 2, 1)
    assert (entry.title, entry.happened_on, entry.rule) == ("读完《导读one（示例）》", date(2026, 3, 5), rule)
    assert entry.valid_until == date(2026, 12, 31)
    head = LedgerHead.objects.get(organization=people.branch)
    assert (head.entries, head.seal) == (1, entry.seal)


def test_a_second_time_adds_nothing(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    book(people)
    assert book(people) == []
    assert PointEntry.objects.count() == 1


def test_without_a_rule_nothing_counts(people: People) -> None:
    finished(people.me, on=date(2026, 3, 5), slug="one")
    assert book(people) == []


def test_the_cap_holds_across_several_nights(people: People) -> None:
    adopted(people.county)
    for number in range(1, 6):
        finished(people.me, on=date(2026, 3, number), slug=f"text-{number}")
        book(people)
    assert [entry.balance for entry in PointEntry.objects.order_by("sequence")] == [2, 4, 6]


def test_a_quiz_counts_once_and_again_for_passing(people: People) -> None:
    adopted(people.county)
    paper = quizzes.quiz()
    attempt = quizzes.start(people.me, paper, now=moment(date(2026, 4, 1)))
    quizzes.hand_in(attempt, now=moment(date(2026, 4, 1), 10))
    again = quizzes.start(people.me, paper, now=moment(date(2026, 4, 2)))
    quizzes.give(again, quizzes.right_answers(again), now=moment(date(2026, 4, 2)))
    quizzes.hand_in(again, now=moment(date(2026, 4, 2), 10))
    said = [(entry.kind, entry.points, entry.happened_on.day) for entry in book(people)]
    assert said == [("quiz", 1, 1), ("quiz_passed", 2, 2)]


def test_a_daily_quiz_gives_nothing(people: People) -> None:
    adopted(people.county)
    paper = quizzes.quiz(kind="daily")
    quizzes.hand_in(quizzes.start(people.me, paper, now=moment(TODAY)), now=moment(TODAY, 10))
    assert book(people) == []


def test_reading_without_finishing_gives_nothing(people: People) -> None:
    adopted(people.county)
    read(people.me, long_guide(), on=date(2026, 3, 1))
    Progress.objects.update(finished_at=None, percent=94)
    assert book(people) == []


def test_the_last_minute_of_a_year_belongs_to_that_year(people: People) -> None:
    adopted(people.county, starts_on=date(2025, 1, 1))
    progress = finished(people.me, on=date(2025, 12, 31), slug="late")
    Progress.objects.filter(pk=progress.pk).update(finished_at=moment(date(2025, 12, 31), 23))
    (entry,) = book(people, today=date(2026, 1, 2))
    assert (entry.happened_on, entry.valid_until) == (date(2025, 12, 31), date(2025, 12, 31))


def test_tomorrow_is_not_entered_today(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 7, 2), slug="tomorrow")
    assert book(people, today=date(2026, 7, 1)) == []


def test_points_may_last_longer_than_the_year(people: People) -> None:
    adopted(people.county, valid_months=18)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    assert book(people)[0].valid_until == date(2027, 9, 5)


def test_a_local_variant_decides_for_its_own_branch_only(people: People) -> None:
    adopted(people.county)
    adopted(people.branch, Clause(Kind.MATERIAL, 5))
    text = long_guide()
    read(people.me, text, on=date(2026, 3, 5))
    read(people.stranger, text, on=date(2026, 3, 5))
    assert [entry.points for entry in book(people)] == [5]
    others = book_evidence(home=people.other_branch, now=moment(TODAY), today=TODAY)
    assert [entry.points for entry in others] == [2]


def test_a_group_is_kept_in_its_branchs_ledger(people: People) -> None:
    adopted(people.county)
    group = people.branch.add_child(name="第一党小组", kind=Organization.Kind.GROUP, field="rural")
    people.me.organization = group
    people.me.save()
    finished(people.me, on=date(2026, 3, 5), slug="one")
    assert ledger_home(group) == people.branch
    assert people.me in members_of(people.branch)
    assert [entry.member for entry in book(people)] == [people.me]


def test_those_directly_under_a_committee_have_its_ledger(people: People) -> None:
    assert ledger_home(people.county) == people.county
    assert people.superior in members_of(people.county)
    assert homes_within(people.county) == [people.county, people.branch, people.other_branch]


@pytest.mark.parametrize(
    "change",
    [
        lambda: PointEntry.objects.update(points=9),
        lambda: PointEntry.objects.filter(pk__gt=0).delete(),
        lambda: PointEntry.objects.get().delete(),
        lambda: PointEntry.objects.get().save(),
        lambda: PointEntry.objects.bulk_update(PointEntry.objects.all(), ["points"]),
        lambda: PointEntry.objects.bulk_create([], update_conflicts=True),
        lambda: PointEntry.objects.update_or_create(sequence=1, defaults={"points": 9}),
        lambda: PointEntry._base_manager.all().delete(),
        lambda: PointEntry.objects.all()._raw_delete(None),
    ],
)
def test_entries_are_neither_changed_nor_removed(people: People, change: Any) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    book(people)
    with pytest.raises(EntriesStand, match="只能增加，不能修改或删除"):
        change()
    assert PointEntry.objects.get().points == 2


def test_a_member_with_entries_cannot_be_deleted(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    book(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        people.me.delete()
    assert PointEntry.objects.count() == 1


def test_the_database_takes_an_act_once_whoever_enters_it(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    (entry,) = book(people)
    entry.pk, entry.sequence = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        PointEntry.objects.bulk_create([entry])


def test_entering_for_a_whole_branch_takes_few_queries(
    people: People, django_assert_max_num_queries: Any
) -> None:
    adopted(people.county)
    text = long_guide()
    for person in (people.me, people.secretary):
        read(person, text, on=date(2026, 3, 5))
    with django_assert_max_num_queries(13):
        assert len(still_due(people.branch, today=TODAY)) == 2
    with django_assert_max_num_queries(24):
        assert len(book(people)) == 2


MEETINGS = Clause(Kind.ATTENDANCE, 2)


def test_who_was_at_a_session_gets_its_points_and_who_was_not_does_not(people: People) -> None:
    adopted(people.county, MEETINGS)
    session = held(people.branch, by=people.secretary, on=date(2026, 3, 5))
    attend(session, people.me, people.branch, status="present")
    attend(session, people.secretary, people.branch, status="leave")
    (entry,) = book(people)
    assert (entry.member, entry.title) == (people.me, "参加集中学习“学习新规定”")


def test_what_is_made_up_counts_on_the_day_it_was(people: People) -> None:
    adopted(people.county, MEETINGS)
    session = held(people.branch, by=people.secretary, on=date(2026, 3, 5))
    attend(session, people.me, people.branch, status="made_up", made_up_on=date(2026, 5, 1))
    (entry,) = book(people)
    assert (entry.happened_on, entry.title) == (date(2026, 5, 1), "补学集中学习“学习新规定”")


def test_a_planned_session_gives_nothing(people: People) -> None:
    adopted(people.county, MEETINGS)
    session = held(people.branch, by=people.secretary, on=date(2026, 3, 5), state="planned")
    attend(session, people.me, people.branch, status="present")
    assert book(people) == []


def test_a_screening_that_is_part_of_a_session_counts_once(people: People) -> None:
    adopted(people.county, MEETINGS)
    then = moment(date(2026, 3, 5))
    screening = Screening.objects.create(
        lecture=lecture(),
        organization=people.branch,
        host=people.secretary,
        code="123456",
        started_at=then,
        closes_at=then,
    )
    screening.attendances.create(member=people.me, how="code", recorded_by=people.secretary, recorded_at=then)
    assert len(book(people)) == 1
    session = held(people.branch, by=people.secretary, on=date(2026, 3, 5), screening=screening)
    attend(session, people.me, people.branch, status="present")
    assert book(people) == []


def test_who_moved_in_mid_quarter_has_each_act_in_the_branch_of_its_day(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 2, 1), slug="before")
    finished(people.me, on=date(2026, 3, 1), slug="after")
    people.me.organization = people.other_branch
    people.me.save()
    Transfer.objects.update(on=date(2026, 2, 15))
    assert [entry.happened_on for entry in book(people)] == [date(2026, 2, 1)]
    others = book_evidence(home=people.other_branch, now=moment(TODAY), today=TODAY)
    assert [entry.happened_on for entry in others] == [date(2026, 3, 1)]
    assert reconcile(year=2026) == []


def test_who_moves_keeps_the_entries_where_they_are(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 2, 1), slug="before")
    book(people)
    people.me.organization = people.other_branch
    people.me.save()
    assert book_evidence(home=people.other_branch, now=moment(TODAY), today=TODAY) == []
    assert PointEntry.objects.get().organization == people.branch
    assert reconcile(year=2026) == []


def test_what_was_written_counts_when_it_is_handed_in(people: People) -> None:
    adopted(people.county, Clause(Kind.REFLECTION, 3))
    period = parse_period("2026H1")
    save_report(member=people.me, period=period, body="草稿", now=moment(date(2026, 6, 1)))
    assert book(people) == []
    hand_in_report(member=people.me, period=period, body="学了不少", now=moment(date(2026, 6, 20)))
    (entry,) = book(people)
    assert (entry.title, entry.happened_on) == ("交上 2026 年上半年学习小结", date(2026, 6, 20))


def test_an_act_entered_years_ago_under_another_day_is_not_entered_again(people: People) -> None:
    adopted(people.county, Clause(Kind.ATTENDANCE, 2), starts_on=date(2024, 1, 1))
    session = held(people.branch, by=people.secretary, on=date(2024, 6, 5))
    row = attend(session, people.me, people.branch)
    assert len(book(people, today=date(2024, 6, 30))) == 1
    # Put right two years later: they were not there and have made it up now.
    row.status, row.made_up_on = "made_up", date(2026, 3, 2)
    row.save()
    finished(people.me, on=date(2026, 3, 5), slug="one")
    assert book(people) == []
