"""The rule by which assignments reach a person, case by case."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.fitting import Conditions, Person
from study.recommending.ranking import Candidate, Choice, Rule, rank, rank_candidates
from study.recommending.wording import explain

TODAY = date(2026, 7, 1)
COUNTY, BRANCH, ELSEWHERE = "0001", "00010001", "00010002"
ME = Person(category="full", field="rural", path=BRANCH)


def rule(pk: int, *, target: int = 0, by: str = COUNTY, **fields: object) -> Rule:
    conditions = Conditions(**{name: fields.pop(name) for name in list(fields) if hasattr(Conditions, name)})
    return Rule(pk=pk, target=target or pk, path=by, conditions=conditions, **fields)


def ranked(*rules: Rule, person: Person = ME, **known: set[int]) -> list[Choice]:
    return rank(rules, person=person, today=TODAY, **known)


def ids(*rules: Rule, person: Person = ME, **known: set[int]) -> list[int]:
    return [one.rule.pk for one in ranked(*rules, person=person, **known)]


def test_it_works() -> None:
    assert ids(rule(1)) == [1]


def test_somebody_elses_assignment_does_not_reach_me() -> None:
    assert ids(rule(1, subtree=ELSEWHERE)) == []
    assert ids(rule(1, subtree=BRANCH), person=Person()) == []


def test_what_is_finished_leaves_the_list() -> None:
    assert ids(rule(1), rule(2), done={1}) == [2]


def test_what_was_dismissed_leaves_the_list_unless_it_is_required() -> None:
    assert ids(rule(1), rule(2, is_required=True), dismissed={1, 2}) == [2]


def test_required_comes_first_and_then_the_earlier_date() -> None:
    late = rule(1, is_required=True, due_on=date(2026, 9, 1))
    early = rule(2, is_required=True, due_on=date(2026, 8, 1))
    assert ids(rule(3), rule(4, due_on=date(2026, 7, 2)), late, early) == [2, 1, 4, 3]


def test_the_particular_comes_before_the_general() -> None:
    assert ids(rule(1), rule(2, fields=("rural",))) == [2, 1]


class TestNearest:
    """Of several organisations that name one thing, the nearest speaks."""

    def test_it_works(self) -> None:
        assert ids(rule(1, target=9), rule(2, target=9, by=BRANCH)) == [2]
        assert ids(rule(2, target=9, by=BRANCH), rule(1, target=9)) == [2]

    def test_an_organisation_outside_ones_own_line_is_the_farthest(self) -> None:
        assert ids(rule(1, target=9), rule(2, target=9, by=ELSEWHERE)) == [1]

    def test_the_later_made_speaks_where_all_else_is_equal(self) -> None:
        assert ids(rule(1, target=9), rule(2, target=9)) == [2]

    def test_what_is_required_above_is_not_softened_below(self) -> None:
        above = rule(1, target=9, is_required=True, due_on=date(2026, 8, 1), reason="区委的话")
        below = rule(2, target=9, by=BRANCH, due_on=date(2026, 9, 1), reason="支部的话")
        (choice,) = ranked(above, below)
        assert choice.rule.reason == "支部的话"
        assert choice.is_required
        assert choice.due_on == date(2026, 8, 1)

    def test_an_earlier_date_below_holds(self) -> None:
        above = rule(1, target=9, is_required=True, due_on=date(2026, 8, 1))
        (choice,) = ranked(above, rule(2, target=9, by=BRANCH, due_on=date(2026, 7, 10)))
        assert choice.due_on == date(2026, 7, 10)


class TestWindow:
    """From `starts_on` to `due_on`, both days included."""

    def test_it_waits_for_its_first_day(self) -> None:
        assert ids(rule(1, starts_on=date(2026, 7, 2)), rule(2, starts_on=TODAY)) == [2]

    def test_advice_ends_after_its_last_day(self) -> None:
        assert ids(rule(1, due_on=date(2026, 6, 30)), rule(2, due_on=TODAY)) == [2]

    def test_a_required_reading_stays_and_is_overdue(self) -> None:
        passed = rule(1, is_required=True, due_on=date(2026, 6, 30))
        today = rule(2, is_required=True, due_on=TODAY)
        assert [one.is_overdue for one in ranked(passed, today)] == [True, False]


rules = st.builds(
    rule,
    st.integers(1, 500),
    target=st.integers(1, 6),
    by=st.sampled_from([COUNTY, BRANCH, ELSEWHERE]),
    is_required=st.booleans(),
    due_on=st.none() | st.dates(date(2026, 6, 1), date(2026, 9, 1)),
    fields=st.sampled_from([(), ("rural",), ("school",)]),
)


@given(given_rules=st.lists(rules, unique_by=lambda one: one.pk, max_size=20), seed=st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_rows(given_rules: list[Rule], seed: Any) -> None:
    shuffled = list(given_rules)
    seed.shuffle(shuffled)
    assert ranked(*given_rules) == ranked(*shuffled)


@given(given_rules=st.lists(rules, unique_by=lambda one: one.pk, max_size=20))
def test_a_thing_is_named_once_and_required_things_stand_first(given_rules: list[Rule]) -> None:
    found = ranked(*given_rules)
    assert len({one.rule.target for one in found}) == len(found)
    assert [one.is_required for one in found] == sorted((one.is_required for one in found), reverse=True)


class TestCandidates:
    """Computed suggestions after the assignments."""

    ORDERS = {"plan": 10, "cited": 30}

    def picked(self, *candidates: Candidate, taken: set[int] | None = None) -> list[tuple[str, int]]:
        found = rank_candidates(candidates, orders=self.ORDERS, taken=taken or set())
        return [(one.source, one.target) for one in found]

    def test_it_works(self) -> None:
        assert self.picked(Candidate("cited", 1), Candidate("plan", 2)) == [("plan", 2), ("cited", 1)]

    def test_the_weightier_first(self) -> None:
        light, heavy = Candidate("cited", 1, weight=1), Candidate("cited", 2, weight=5)
        assert self.picked(light, heavy) == [("cited", 2), ("cited", 1)]

    def test_a_thing_is_suggested_once_and_not_when_it_is_assigned(self) -> None:
        twice = [Candidate("cited", 1), Candidate("plan", 1), Candidate("cited", 2)]
        assert self.picked(*twice, taken={2}) == [("plan", 1)]

    def test_three_of_each_source_at_most(self) -> None:
        assert len(self.picked(*(Candidate("cited", number) for number in range(9)))) == 3

    def test_a_source_that_is_gone_is_left_out(self) -> None:
        assert self.picked(Candidate("horoscope", 1)) == []


@pytest.mark.parametrize(
    ("conditions", "posts", "reason"),
    [
        ({"posts": ("branch_secretary",), "fields": ("rural",)}, {"branch_secretary"}, "因为您是党支部书记"),
        ({"mobile_only": True}, set(), "因为您是流动党员"),
        ({"categories": ("full",)}, set(), "因为您是正式党员"),
        ({"fields": ("rural",)}, set(), "因为您所在的是农村党组织"),
        ({"subtree": COUNTY}, set(), "区委请所属党员都学"),
        ({}, set(), "全体党员共同学习的内容"),
    ],
)
def test_the_reason_names_what_brought_it(
    conditions: dict[str, object], posts: set[str], reason: str
) -> None:
    person = Person(posts=frozenset(posts), category="full", is_mobile=True, field="rural", path=BRANCH)
    assert explain(rule(1, subtree_name="区委", **conditions), person=person) == reason


def test_an_editors_reason_is_used_as_written() -> None:
    assert explain(rule(1, reason="七一前读完"), person=ME) == "七一前读完"
