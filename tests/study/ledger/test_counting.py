from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.ledger.reckoning import Booked, Clause, Evidence, Kind, Rule, due, governing, valid_until

YEAR = date(2026, 1, 1)


def rule(pk: int = 1, *clauses: Clause, since: date = YEAR, until: date | None = None) -> Rule:
    return Rule(pk, f"规则{pk}", since, until, clauses or (Clause(Kind.MATERIAL, 2, 6),))


def read(target: int, on: date) -> Evidence:
    return Evidence(7, Kind.MATERIAL, str(target), f"progress:{target}", on, f"读完《{target}》")


def counted(acts: list[Evidence], rules: list[Rule], booked: Booked | None = None) -> list[str]:
    return [one.evidence.target for one in due(acts, rules=rules, booked=booked or Booked())]


def test_it_works() -> None:
    acts = [read(1, date(2026, 3, 1)), read(2, date(2026, 2, 1))]
    assert counted(acts, [rule()]) == ["2", "1"]


def test_nothing_counts_beyond_the_cap_of_a_year() -> None:
    acts = [read(n, date(2026, 1, n)) for n in range(1, 7)] + [read(9, date(2027, 1, 1))]
    assert counted(acts, [rule()]) == ["1", "2", "3", "9"]


def test_without_a_cap_everything_counts() -> None:
    acts = [read(n, date(2026, 1, n)) for n in range(1, 20)]
    assert len(counted(acts, [rule(1, Clause(Kind.MATERIAL, 2))])) == 19


def test_an_act_counts_once() -> None:
    act = read(1, date(2026, 3, 1))
    assert counted([act, act], [rule()]) == ["1"]
    assert counted([act], [rule()], Booked(keys={act.key})) == []


def test_before_the_rule_and_after_it_nothing_counts() -> None:
    half = rule(since=date(2026, 3, 1), until=date(2026, 6, 30))
    acts = [
        read(1, date(2026, 2, 28)),
        read(2, date(2026, 3, 1)),
        read(3, date(2026, 6, 30)),
        read(4, date(2026, 7, 1)),
    ]
    assert counted(acts, [half]) == ["2", "3"]


def test_the_lowest_rule_that_names_the_kind_decides() -> None:
    county = rule(1, Clause(Kind.MATERIAL, 2), Clause(Kind.QUIZ, 1))
    branch = rule(2, Clause(Kind.MATERIAL, 5))
    assert governing([county, branch], Kind.MATERIAL, YEAR) == (branch, branch.clauses[0])
    assert governing([county, branch], Kind.QUIZ, YEAR) == (county, county.clauses[1])
    assert governing([county, branch], Kind.REFLECTION, YEAR) is None


def test_a_locked_kind_is_decided_above() -> None:
    county = rule(1, Clause(Kind.MATERIAL, 2, locked=True))
    branch = rule(2, Clause(Kind.MATERIAL, 5))
    assert governing([county, branch], Kind.MATERIAL, YEAR) == (county, county.clauses[0])


def test_rules_that_change_in_mid_year_each_have_their_cap() -> None:
    old = rule(1, Clause(Kind.MATERIAL, 2, 2), until=date(2026, 6, 30))
    new = rule(2, Clause(Kind.MATERIAL, 1, 2), since=date(2026, 7, 1))
    acts = [read(1, date(2026, 1, 5)), read(2, date(2026, 1, 6))] + [
        read(n, date(2026, 8, n)) for n in (3, 4, 5)
    ]
    assert counted(acts, [old, new]) == ["1", "3", "4"]


@given(
    st.lists(st.integers(0, 400), max_size=40, unique=True),
    st.integers(1, 5),
    st.one_of(st.none(), st.integers(1, 8)),
    st.integers(0, 40),
)
def test_entering_in_parts_comes_to_the_same(
    days: list[int], points: int, times: int | None, split: int
) -> None:
    """Whatever is recorded late, the sum of a year is the one the whole year's evidence gives."""
    rules = [rule(1, Clause(Kind.MATERIAL, points, times and times * points))]
    acts = [read(day, YEAR + timedelta(day)) for day in days]
    at_once = sum(one.points for one in due(acts, rules=rules, booked=Booked()))
    booked = Booked()
    late = sum(one.points for one in due(acts[split:], rules=rules, booked=booked))
    late += sum(one.points for one in due(acts, rules=rules, booked=booked))
    assert late == at_once


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 3, 5), None, date(2026, 12, 31)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_points_count_until(day: date, months: int | None, last: date) -> None:
    assert valid_until(day, months) == last
