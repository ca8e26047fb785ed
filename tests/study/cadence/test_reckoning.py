"""What is done, due and overdue; periods; small figures."""

from datetime import date

import pytest

from study.cadence.coverage import People, gather
from study.cadence.reckoning import Reckoner, State, tally
from study.periods import read_span, span_of
from study.small_groups import share, total
from tests.study.cadence.builders import asked, place

QUARTER = span_of("quarter", date(2026, 7, 1))
TODAY = date(2026, 8, 20)


def reckoner(*rules: object, today: date = TODAY, span: object = QUARTER) -> Reckoner:
    return Reckoner(rules or [asked()], first=span.first, last=span.last, today=today)


def states(items: list) -> list[str]:
    return [f"{item.span.code} {item.state.value}" for item in items]


def test_it_works() -> None:
    held = {"collective": [date(2026, 7, 3)]}
    assert states(reckoner().items(place(), held)) == ["2026-07 done", "2026-08 due"]


def test_what_was_not_done_in_time_is_overdue() -> None:
    assert states(reckoner().items(place(), {})) == ["2026-07 overdue", "2026-08 due"]


def test_it_is_due_until_the_last_day_and_overdue_the_day_after() -> None:
    assert states(reckoner(today=date(2026, 7, 31)).items(place(), {})) == ["2026-07 due"]
    assert states(reckoner(today=date(2026, 8, 1)).items(place(), {}))[0] == "2026-07 overdue"


def test_as_often_as_asked_is_done() -> None:
    twice = reckoner(asked(times=2))
    item = twice.items(place(), {"collective": [date(2026, 7, 3)]})[0]
    assert (item.state, item.done, item.missing) == (State.OVERDUE, 1, 1)


def test_another_kind_of_session_does_not_count() -> None:
    assert states(reckoner().items(place(), {"lecture": [date(2026, 7, 3)]}))[0] == "2026-07 overdue"


def test_a_years_rule_shows_in_every_quarter_with_all_of_the_year() -> None:
    yearly = reckoner(asked(period="year"))
    assert states(yearly.items(place(), {"collective": [date(2026, 2, 3)]})) == ["2026 done"]


def test_a_new_rule_takes_effect_with_the_next_period() -> None:
    old = asked(until=date(2026, 7, 15))
    new = asked(pk=2, since=date(2026, 7, 16), times=2)
    items = reckoner(old, new).items(place(), {})
    assert [(item.span.code, item.rule.times) for item in items] == [("2026-07", 1), ("2026-08", 2)]


def test_from_months_to_quarters() -> None:
    old = asked(until=date(2026, 6, 30))
    new = asked(pk=2, since=date(2026, 7, 1), period="quarter")
    assert states(reckoner(old, new).items(place(), {})) == ["2026-Q3 due"]
    spring = span_of("quarter", date(2026, 5, 1))
    assert states(reckoner(old, new, span=spring).items(place(), {})) == [
        "2026-04 overdue",
        "2026-05 overdue",
        "2026-06 overdue",
    ]


def test_the_narrower_rule_replaces_the_wider() -> None:
    local = asked(pk=2, scope="00010001", times=3)
    [item, _] = reckoner(asked(), local).items(place(), {})
    assert item.rule == local
    assert reckoner(asked(), local).items(place(path="00010002"), {})[0].rule.times == 1


def test_other_kinds_of_organisation_are_not_asked() -> None:
    assert reckoner().items(place(kind="committee"), {}) == []


def test_a_closed_organisation_is_asked_until_it_closed() -> None:
    closed = place(closed_on=date(2026, 8, 10))
    assert states(reckoner().items(closed, {})) == ["2026-07 overdue"]


def test_a_new_organisation_is_asked_from_the_next_period() -> None:
    assert states(reckoner().items(place(founded_on=date(2026, 7, 2)), {})) == ["2026-08 due"]


def test_lecturers_are_asked_one_by_one() -> None:
    rule = asked(kind="lecture", lecturer="branch_secretary", period="year")
    items = reckoner(rule).lectures(place(), {"branch_secretary": {1: [date(2026, 3, 1)], 2: []}})
    assert [(item.lecturer, item.state.value) for item in items] == [(1, "done"), (2, "due")]
    assert reckoner(rule).items(place(), {"lecture": [date(2026, 3, 1)]}) == []


def test_tally_counts_each_state() -> None:
    assert tally(reckoner().items(place(), {})) == {"done": 0, "due": 1, "overdue": 1}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_periods_are_read(text: str, first: date, last: date) -> None:
    span = read_span(text)
    assert span is not None
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize("text", ["", "Q3", "2026-Q5", "2026-13", "0001", "9999", "2026-1", "二〇二六"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert read_span(text) is None


def test_periods_are_named_and_follow_each_other() -> None:
    assert QUARTER.label == "2026年第三季度"
    assert QUARTER.next().code == "2026-Q4"
    assert QUARTER.next().next().code == "2027-Q1"
    assert span_of("half", date(2026, 3, 1)).previous().label == "2025年下半年"


def test_small_figures_are_masked_above_the_branch() -> None:
    assert share(2, 30, within_branch=False).text == "少于 5"
    assert share(28, 30, within_branch=False).text == "多于 25"
    assert share(3, 4, within_branch=False).whole_text == "少于 5"
    assert share(28, 30, within_branch=False).percent is None


def test_the_branch_sees_its_own_figures() -> None:
    assert share(2, 30, within_branch=True).text == "2"


def test_nobody_and_everybody_point_at_no_one() -> None:
    assert share(0, 30, within_branch=False).text == "0"
    assert share(30, 30, within_branch=False).text == "30"
    assert share(0, 0, within_branch=False).text == "0"


def test_a_total_does_not_give_a_masked_row_away() -> None:
    rows = [share(2, 30, within_branch=False), share(20, 40, within_branch=False)]
    assert total(rows).text == "20"
    assert total([share(20, 40, within_branch=False)]).text == "20"


def test_a_masked_branch_is_not_found_by_subtraction_on_any_board() -> None:
    branches = [
        People(members=30, reached=28),
        People(members=20, reached=10),
        People(members=40, reached=20),
    ]
    above = gather(branches, exact=False).reached
    assert (above.text, above.whole_text) == ("55", "90")
    assert gather(branches[1:], exact=False).reached.text == "30"
    assert gather(branches, exact=True).reached.text == "58"
    assert gather(branches[:1], exact=False).reached.text == "多于 25"
