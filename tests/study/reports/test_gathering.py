from datetime import date
from typing import Any

from members.models import Member, Organization, Transfer
from study.ledger.actions import counter_entry, file_appeal
from study.models import Attendance, Progress, Screening
from study.reports.gathering import gather
from study.reports.records import place_values, record_rows, told
from study.reports.sources import FIGURES, figure_named
from tests.library.lectures.builders import lecture
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import long_guide
from tests.study.ledger.builders import adopted, attend, book, finished, held, moment, read
from tests.study.reports.builders import SPRING, figures, people_in


def test_it_works(people: People) -> None:
    text = long_guide()
    read(people.me, text, on=date(2026, 2, 1))
    read(people.secretary, text, on=date(2026, 3, 31))
    read(people.stranger, text, on=date(2026, 3, 31))
    assert figures(people.branch)["texts_read"] == 2
    assert figures(people.branch)["readers"] == 2
    assert figures(people.county)["texts_read"] == 3


def test_the_days_of_the_period_count_and_no_others(people: People) -> None:
    for number, day in enumerate([date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]):
        progress = finished(people.me, on=day, slug=f"text-{number}")
        Progress.objects.filter(pk=progress.pk).update(finished_at=moment(day, 23 if number == 2 else 0))
    assert figures(people.branch)["texts_read"] == 2
    assert figures(people.branch, code="2026H1")["texts_read"] == 3
    assert figures(people.branch)["readers"] == 1


def test_papers_and_who_passed(people: People) -> None:
    for person, is_right in ((people.me, True), (people.secretary, False)):
        paper = quizzes.quiz(title=f"测验{person.pk}")
        attempt = quizzes.start(person, paper, now=moment(date(2026, 2, 1)))
        if is_right:
            quizzes.give(attempt, quizzes.right_answers(attempt), now=moment(date(2026, 2, 1)))
        quizzes.hand_in(attempt, now=moment(date(2026, 2, 1), 10))
    found = figures(people.branch)
    assert (found["papers"], found["quiz_people"], found["papers_passed"]) == (2, 2, 1)


def test_a_screening_counts_with_those_who_were_there(people: People) -> None:
    then = moment(date(2026, 2, 1))
    screening = Screening.objects.create(
        lecture=lecture(),
        organization=people.branch,
        host=people.secretary,
        code="123456",
        started_at=then,
        closes_at=then,
    )
    Attendance.objects.create(
        screening=screening, member=people.me, how="ticked", recorded_by=people.secretary, recorded_at=then
    )
    found = figures(people.branch)
    assert (found["screenings"], found["screening_attendances"]) == (1, 1)
    assert figures(people.other_branch)["screenings"] == 0


def test_the_ledger_is_told_by_entries_not_by_persons(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 2, 1), slug="one")
    (entry,) = book(people, today=date(2026, 2, 2))
    counter_entry(by=people.secretary, entry=entry, reason="登记错了", now=moment(date(2026, 2, 3)))
    file_appeal(member=people.me, home=people.branch, entry=entry, words="不对", now=moment(date(2026, 2, 4)))
    found = figures(people.branch)
    assert (found["point_entries"], found["point_counters"], found["point_appeals"]) == (1, 1, 1)


def test_recomputing_gives_the_same(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    first = gather(people.county, SPRING, above=None)
    assert gather(people.county, SPRING, above=None).digest == first.digest
    finished(people.me, on=date(2026, 5, 1), slug="after")
    assert gather(people.county, SPRING, above=None).digest == first.digest
    finished(people.me, on=date(2026, 3, 1), slug="within")
    assert gather(people.county, SPRING, above=None).digest != first.digest


def test_every_figure_is_the_number_of_its_records(people: People) -> None:
    adopted(people.county)
    text = long_guide()
    read(people.me, text, on=date(2026, 2, 1))
    read(people.secretary, text, on=date(2026, 2, 2))
    book(people, today=date(2026, 2, 3))
    for counted in FIGURES:
        rows = list(record_rows(counted, people.branch, SPRING))
        number = len({row.member_id for row in rows}) if counted.people else len(rows)
        assert number == figures(people.branch)[counted.key], counted.key
        assert len(told(counted, rows)) == len(rows)


def test_a_record_says_when_what_who_and_where(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    counted = figure_named("texts_read")
    assert counted is not None
    (row,) = told(counted, list(record_rows(counted, people.branch, SPRING)))
    said = (row.day, row.title, row.who, row.place)
    assert said == (date(2026, 2, 1), "读完《导读one（示例）》", "田本人", "测试村支部")


def test_seen_from_above_fewer_than_five_are_left_out(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    people_in(people.county, 4, "c")
    people_in(people.other_branch, 3, "o")
    assert figures(people.branch, above=people.county)["texts_read"] is None
    assert figures(people.branch, above=people.county)["screenings"] == 0
    assert figures(people.branch)["texts_read"] == 1
    people_in(people.branch, 3)
    assert figures(people.branch, above=people.county)["texts_read"] == 1


def shown(place: Organization, above: Organization) -> bool:
    return figures(place, above=above)["texts_read"] is not None


def test_a_total_minus_what_is_shown_gives_no_small_branch_away(people: People) -> None:
    people_in(people.branch, 8)
    # 直属 and 邻村 are of 3 together: the county's total less this branch would be about those three.
    report = gather(people.branch, SPRING, above=people.county)
    texts = next(figure for figure in report.figures if figure.key == "texts_read")
    assert texts.text == "单独列出会看出人数少的党组织，不列"
    people_in(people.county, 2, "c")
    assert shown(people.branch, people.county)
    assert not shown(people.other_branch, people.county)


def test_nor_does_it_two_steps_further_down(people: People) -> None:
    general = people.county.add_child(name="镇总支", kind="general_branch", field="rural")
    branches = [general.add_child(name=f"{name}支部", kind="branch", field="rural") for name in "甲乙丙"]
    for branch, count in zip(branches, (9, 7, 6), strict=True):
        people_in(branch, count, branch.name)
    people_in(people.branch, 30)
    # The general branch, the smallest other, stands beside 直属 and 邻村 (3) in one row of 25 and is not shown itself.
    assert [(row.label, row.people) for row in gather(people.county, SPRING, above=None).places] == [
        ("测试村支部", 32),
        ("人数少的 3 个党组织合计", 25),
    ]
    assert not shown(general, people.county)
    # Of its branches as many are shown as leave five or more unseen.
    assert [shown(branch, people.county) for branch in branches] == [True, True, False]
    report = gather(general, SPRING, above=people.county)
    assert [row.label for row in report.places] == ["甲支部", "乙支部"]
    assert [row.label for row in gather(general, SPRING, above=None).places] == ["甲支部", "乙支部", "丙支部"]


def test_the_rows_of_a_small_organisation_are_left_out_as_well(people: People) -> None:
    general = people.county.add_child(name="镇总支", kind="general_branch", field="rural")
    branch = general.add_child(name="甲支部", kind="branch", field="rural")
    people_in(branch, 3, "g")
    assert gather(general, SPRING, above=people.county).places == []
    assert not shown(general, people.county)
    assert not shown(branch, people.county)


def test_small_branches_are_put_together(people: People) -> None:
    people_in(people.branch, 8)
    finished(people.me, on=date(2026, 2, 1), slug="one")
    finished(people.stranger, on=date(2026, 2, 1), slug="two")
    report = gather(people.county, SPRING, above=None)
    # 直属 and 邻村 are small; together still under five, so the smallest other joins them.
    assert [(row.label, row.people) for row in report.places] == [("人数少的 3 个党组织合计", 13)]
    assert [value for _, value in place_values(report, "texts_read")] == [2]


def test_large_branches_have_their_own_rows(people: People) -> None:
    people_in(people.branch, 4)
    people_in(people.other_branch, 8, "q")
    people_in(people.county, 5, "r")
    report = gather(people.county, SPRING, above=None)
    assert [(row.label, row.people) for row in report.places] == [
        ("测试区委直属", 6),
        ("测试村支部", 6),
        ("邻村党支部", 10),
    ]


def test_the_queries_do_not_grow_with_the_tree(people: People, django_assert_num_queries: Any) -> None:
    for number in range(6):
        branch = people.county.add_child(name=f"支部{number}", kind="branch", field="rural")
        people_in(branch, 2, f"b{number}-")
    people.county.refresh_from_db()
    with django_assert_num_queries(len(FIGURES) + 6):
        gather(people.county, SPRING, above=None)


def move(people: People, on: date) -> None:
    """Let 本人 move to the other branch."""
    people.me.organization = people.other_branch
    people.me.save()
    Transfer.objects.update(on=on)
    people.me.refresh_from_db()


def test_who_moved_in_mid_quarter_leaves_the_history(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="before")
    finished(people.me, on=date(2026, 3, 1), slug="after")
    first = gather(people.branch, SPRING, above=None)
    assert {f.key: f.value for f in first.figures}["texts_read"] == 2
    move(people, date(2026, 2, 15))
    assert figures(people.branch)["texts_read"] == 1
    assert figures(people.other_branch)["texts_read"] == 1
    assert figures(people.county)["texts_read"] == 2
    assert figures(people.county)["readers"] == 1
    counted = figure_named("texts_read")
    assert counted is not None
    rows = told(counted, list(record_rows(counted, people.branch, SPRING)))
    assert [row.title for row in rows] == ["读完《导读before（示例）》"]


def test_a_move_after_the_period_changes_no_report(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="before")
    digest = gather(people.branch, SPRING, above=None).digest
    total = gather(people.branch, SPRING, above=None).people
    move(people, date(2026, 5, 1))
    again = gather(people.branch, SPRING, above=None)
    assert (again.digest, again.people) == (digest, total)


def test_sessions_count_with_their_rolls(people: People) -> None:
    session = held(people.branch, by=people.secretary, on=date(2026, 2, 3))
    attend(session, people.me, people.branch, status="present")
    attend(session, people.secretary, people.branch, status="absent")
    found = figures(people.branch)
    assert (found["sessions_collective"], found["attendances"], found["missed"]) == (1, 1, 1)


def test_a_cadre_counts_in_the_own_branch_too(people: People) -> None:
    session = held(people.county, by=people.superior, on=date(2026, 2, 3), kind="central_group")
    attend(session, people.me, people.branch, status="present")
    assert figures(people.branch)["attendances"] == 1
    assert figures(people.branch)["sessions_central_group"] == 0
    assert figures(people.county)["sessions_central_group"] == 1


def test_who_is_no_party_member_yet_is_counted_apart(people: People) -> None:
    Member.objects.create(
        username="activist", name="积极", organization=people.branch, category=Member.Category.ACTIVIST
    )
    report = gather(people.branch, SPRING, above=None)
    assert (report.people, report.activists) == (3, 1)
    assert report.roster == "现有党员 2 人，积极分子 1 人"
    assert gather(people.other_branch, SPRING, above=None).roster == "现有党员 2 人"
    assert report.as_json()["activists"] == 1
