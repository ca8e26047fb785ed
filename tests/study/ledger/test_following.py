"""Points of a pass follow the marks: those a person gives later, and corrected ones."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from members.models import Member
from quizzes.actions import mark_essay
from quizzes.models import Attempt
from study.ledger.actions import counter_entry
from study.ledger.following import follow_marks
from study.ledger.reckoning import Clause, Kind
from study.models import PointEntry
from study.plans.ticking import Aim, standings
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import NOW
from tests.study.ledger.builders import adopted, book, moment

FULL, NONE = [Decimal(3), Decimal(1)], [Decimal(0), Decimal(0)]


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def paper(people: People) -> Attempt:
    """本人's paper of one written answer, handed in today and not marked yet."""
    adopted(people.county)
    return hand_in(people.me)


def hand_in(member: Member, paper: Any = None) -> Attempt:
    running = quizzes.start(member, paper or quizzes.quiz(quizzes.question("essay"), points=4), now=NOW)
    quizzes.give(running, {1: "三种会和党课。"}, now=NOW)
    return quizzes.hand_in(running, now=NOW)


def mark(people: People, attempt: Attempt, marks: Sequence[Decimal], run: Any) -> None:
    with run(execute=True):
        item = attempt.items.get()
        mark_essay(marker=people.secretary, item=item, marks=list(marks), comment="", now=timezone.now())


def passes() -> list[int]:
    return list(
        PointEntry.objects.filter(kind=Kind.QUIZ_PASSED).order_by("pk").values_list("points", flat=True)
    )


def test_it_works(people: People, paper: Attempt, django_capture_on_commit_callbacks: Any) -> None:
    book(people)
    assert passes() == []
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    entry = PointEntry.objects.get(kind=Kind.QUIZ_PASSED)
    assert (entry.points, entry.organization, entry.recorded_by) == (2, people.branch, None)
    assert entry.record == f"attempt:{paper.pk}"


def test_told_again_and_booked_at_night_it_counts_once(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any
) -> None:
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    assert follow_marks(attempt=Attempt.objects.get(), now=NOW) == []
    book(people)
    assert passes() == [2]


def test_only_the_pass_is_entered_at_once(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any
) -> None:
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    assert PointEntry.objects.count() == 1
    book(people)
    assert PointEntry.objects.filter(kind=Kind.QUIZ).count() == 1


def test_a_paper_that_did_not_pass_gives_nothing(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any
) -> None:
    mark(people, paper, NONE, django_capture_on_commit_callbacks)
    assert passes() == []


def test_a_pass_a_correction_takes_away_is_countered_and_may_come_back(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any, capsys: Any
) -> None:
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    mark(people, paper, NONE, django_capture_on_commit_callbacks)
    assert passes() == [2, -2]
    assert PointEntry.objects.get(points=-2).reason == "成绩更正以后没有达到合格线"
    book(people)
    assert passes() == [2, -2]
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    assert passes() == [2, -2, 2]
    book(people)
    call_command("verify_ledger", "--evidence", str(NOW.year))
    assert passes() == [2, -2, 2]


def test_what_a_person_countered_stays_countered(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any
) -> None:
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    counter_entry(by=people.secretary, entry=PointEntry.objects.get(), reason="代答", now=NOW)
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    assert passes() == [2, -2]


def test_another_paper_that_passed_keeps_the_points(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    adopted(people.county)
    first = hand_in(people.me, quizzes.quiz(quizzes.question("essay"), points=4, attempts_allowed=2))
    second = hand_in(people.me, first.quiz)
    for one in (first, second):
        mark(people, one, FULL, django_capture_on_commit_callbacks)
    mark(people, first, NONE, django_capture_on_commit_callbacks)
    assert passes() == [2]


def test_it_is_entered_where_the_member_was_when_handing_in(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any, time_machine: Any
) -> None:
    time_machine.move_to(moment(NOW.date().replace(day=NOW.day + 1)), tick=False)
    people.me.organization = people.other_branch
    people.me.save()
    mark_by = people.superior
    with django_capture_on_commit_callbacks(execute=True):
        mark_essay(marker=mark_by, item=paper.items.get(), marks=FULL, comment="", now=timezone.now())
    assert PointEntry.objects.get().organization == people.branch


def test_a_cap_that_is_full_stays_full(people: People, django_capture_on_commit_callbacks: Any) -> None:
    adopted(people.county, Clause(Kind.QUIZ_PASSED, 2, 2))
    first, second = hand_in(people.me), hand_in(people.me)
    for one in (first, second):
        mark(people, one, FULL, django_capture_on_commit_callbacks)
    assert passes() == [2]
    mark(people, first, NONE, django_capture_on_commit_callbacks)
    book(people)
    assert passes() == [2, -2, 2], "the second takes the room of the first"
    mark(people, first, FULL, django_capture_on_commit_callbacks)
    assert passes() == [2, -2, 2]


def test_without_a_rule_or_an_organisation_nothing_is_entered(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    paper = hand_in(people.me)
    mark(people, paper, FULL, django_capture_on_commit_callbacks)
    Member.objects.filter(pk=people.me.pk).update(organization=None)
    assert follow_marks(attempt=Attempt.objects.get(), now=NOW) == []
    assert passes() == []


def test_a_plan_is_done_by_handing_in_whatever_the_mark(
    people: People, paper: Attempt, django_capture_on_commit_callbacks: Any
) -> None:
    aims = [Aim("quiz", quiz=paper.quiz_id)]
    before = standings(people.me, aims, since=NOW.date())
    mark(people, paper, NONE, django_capture_on_commit_callbacks)
    assert standings(people.me, aims, since=NOW.date()) == before
    assert before[0].is_done
