from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from members.models import Appointment, Member, Organization, Post, Transfer
from study.ledger.errors import (
    ContradictoryRule,
    EndsTooEarly,
    NotReplayed,
    NotYourLedger,
    RuleGone,
    RuleStands,
)
from study.ledger.reckoning import Clause, Kind, clauses_json
from study.ledger.replaying import replay, replay_members
from study.ledger.rule_actions import adopt_rule, end_rule, save_draft, try_on_last_year
from study.models import PointEntry, PointRule
from tests.people import SINCE, People
from tests.study.builders import NOW, long_guide
from tests.study.ledger.builders import FIELDS, adopt_properly, adopted, book, draft, finished, read


def values(rule: PointRule, **changes: Any) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in FIELDS} | changes


def test_it_works(people: People) -> None:
    rule = adopt_properly(people.superior, draft(people.county))
    assert (rule.is_adopted, rule.adopted_by, rule.adopted_at) == (True, people.superior, NOW)
    finished(people.me, on=date(2026, 3, 5), slug="one")
    assert [entry.rule for entry in book(people)] == [rule]


def test_what_was_not_tried_is_not_adopted(people: People) -> None:
    rule = draft(people.county)
    with pytest.raises(NotReplayed, match="还没有用去年的记录试算"):
        adopt_rule(by=people.superior, rule=rule, now=NOW)


def test_a_change_after_trying_has_to_be_tried_again(people: People) -> None:
    rule = draft(people.county)
    try_on_last_year(by=people.superior, rule=rule, year=2025)
    rule.refresh_from_db()
    more = clauses_json([Clause(Kind.MATERIAL, 3)])
    save_draft(by=people.superior, rule=rule, values=values(rule, clauses=more))
    with pytest.raises(NotReplayed):
        adopt_rule(by=people.superior, rule=rule, now=NOW)


def test_trying_shows_before_and_after(people: People, django_capture_on_commit_callbacks: Any) -> None:
    adopted(people.county, starts_on=date(2025, 1, 1))
    text = long_guide()
    read(people.me, text, on=date(2025, 3, 5))
    read(people.stranger, text, on=date(2025, 3, 6))
    rule = draft(people.branch, Clause(Kind.MATERIAL, 5), starts_on=date(2026, 7, 1))
    with django_capture_on_commit_callbacks(execute=True):
        try_on_last_year(by=people.secretary, rule=rule, year=2025)
    rule.refresh_from_db()
    assert rule.trial["kinds"] == {"material": [2, 5]}
    (row,) = rule.trial["branches"]
    assert (row["people"], row["before"], row["after"], row["changed"]) == (2, 2, 5, 1)
    lines = [
        (one.member.name, one.before, one.after)
        for one in replay_members(rule, home=people.branch, year=2025)
    ]
    assert lines == [("田本人", 2, 5), ("石书记", 0, 0)]


def moved(people: People, *, on: date) -> None:
    """Move 本人 to the branch next to theirs."""
    people.me.organization = people.other_branch
    people.me.save()
    Transfer.objects.update(on=on)


@pytest.mark.parametrize("on", [date(2025, 3, 10), date(2026, 2, 1)])
def test_what_somebody_did_before_moving_is_replayed_where_they_belonged(people: People, on: date) -> None:
    adopted(people.county, starts_on=date(2025, 1, 1))
    read(people.me, long_guide(), on=date(2025, 3, 5))
    moved(people, on=on)
    rule = draft(people.county, Clause(Kind.MATERIAL, 5), starts_on=date(2026, 7, 1))
    found = {
        row["organization"]: (row["before"], row["after"]) for row in replay(rule, year=2025)["branches"]
    }
    assert found[people.branch.pk] == (2, 5)
    assert found[people.other_branch.pk] == (0, 0)
    lines = {
        one.member: (one.before, one.after) for one in replay_members(rule, home=people.branch, year=2025)
    }
    assert lines == {people.secretary: (0, 0), people.me: (2, 5)}


def test_a_branch_that_everybody_left_is_replayed_and_entered(people: People) -> None:
    adopted(people.county, starts_on=date(2025, 1, 1))
    read(people.me, long_guide(), on=date(2026, 3, 5))
    Member.objects.filter(pk=people.secretary.pk).update(is_active=False)
    moved(people, on=date(2026, 4, 1))
    rule = draft(people.county, Clause(Kind.MATERIAL, 5), starts_on=date(2026, 7, 1))
    found = {
        row["organization"]: (row["before"], row["after"]) for row in replay(rule, year=2026)["branches"]
    }
    assert found[people.branch.pk] == (2, 5)
    with time_machine.travel(NOW, tick=False):
        call_command("book_points")
    assert [entry.organization for entry in PointEntry.objects.all()] == [people.branch]


def test_trying_changes_no_ledger(people: People, django_capture_on_commit_callbacks: Any) -> None:
    read(people.me, long_guide(), on=date(2025, 3, 5))
    with django_capture_on_commit_callbacks(execute=True):
        try_on_last_year(by=people.superior, rule=draft(people.county), year=2025)
    assert book(people) == []


def test_a_draft_of_the_county_leaves_a_branchs_variant_standing(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    adopted(people.branch, Clause(Kind.MATERIAL, 5), starts_on=date(2025, 1, 1))
    read(people.me, long_guide(), on=date(2025, 3, 5))
    rule = draft(people.county, Clause(Kind.MATERIAL, 1))
    with django_capture_on_commit_callbacks(execute=True):
        try_on_last_year(by=people.superior, rule=rule, year=2025)
    rule.refresh_from_db()
    assert rule.trial["kinds"] == {"material": [5, 5]}


@pytest.mark.parametrize("name", ["me", "secretary", "editor", "stranger"])
def test_others_make_no_rules_for_the_county(people: People, name: str) -> None:
    rule = draft(people.county)
    with pytest.raises(NotYourLedger):
        try_on_last_year(by=people.named(name), rule=rule, year=2025)
    with pytest.raises(NotYourLedger):
        adopt_rule(by=people.named(name), rule=rule, now=NOW)


def test_a_draft_that_is_gone_is_said_and_does_not_come_back(people: People) -> None:
    rule = draft(people.county)
    PointRule.objects.filter(pk=rule.pk).delete()
    for verb in (
        lambda: save_draft(by=people.superior, rule=rule, values=values(rule, title="改名")),
        lambda: try_on_last_year(by=people.superior, rule=rule, year=2025),
        lambda: adopt_rule(by=people.superior, rule=rule, now=NOW),
    ):
        with pytest.raises(RuleGone, match="刚才已经被删除"):
            verb()
    assert not PointRule.objects.exists()


def test_an_adopted_rule_stands(people: People) -> None:
    rule = adopted(people.county)
    with pytest.raises(RuleStands, match="请另拟一条新规则"):
        save_draft(by=people.superior, rule=rule, values=values(rule, title="改名"))
    with pytest.raises(RuleStands):
        rule.save()
    with pytest.raises(RuleStands):
        rule.delete()
    with pytest.raises(RuleStands):
        adopt_rule(by=people.superior, rule=rule, now=NOW)


def refusal(by: Member, rule: PointRule) -> str:
    try_on_last_year(by=by, rule=rule, year=2025)
    with pytest.raises(ContradictoryRule) as refused:
        adopt_rule(by=by, rule=rule, now=NOW)
    assert not PointRule.objects.get(pk=rule.pk).is_adopted
    return str(refused.value)


def test_overlapping_dates_of_one_organisation_are_refused(people: People) -> None:
    adopted(people.county, title="原办法（示例）")
    said = refusal(people.superior, draft(people.county, starts_on=date(2026, 7, 1)))
    assert "《原办法（示例）》从 2026-01-01 起有效，没有定失效日期，与这条规则的日期重叠" in said
    assert said.count("。") == 1


def test_after_the_old_one_ends_the_new_one_is_adopted(people: People) -> None:
    old = adopted(people.county)
    end_rule(by=people.superior, rule=old, ends_on=date(2026, 6, 30))
    assert adopt_properly(people.superior, draft(people.county, starts_on=date(2026, 7, 1))).is_adopted


def test_what_is_locked_above_is_refused_below(people: People) -> None:
    adopted(people.county, Clause(Kind.MATERIAL, 2, locked=True), title="区里的办法（示例）")
    said = refusal(people.secretary, draft(people.branch, Clause(Kind.MATERIAL, 5)))
    assert "《区里的办法（示例）》规定“读完一份资料”下级不得另定" in said


def test_what_is_not_locked_may_be_set_below(people: People) -> None:
    adopted(people.county, Clause(Kind.MATERIAL, 2, locked=True))
    assert adopt_properly(people.secretary, draft(people.branch, Clause(Kind.QUIZ, 5))).is_adopted


def test_a_rule_for_days_already_entered_is_refused(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 5, 20), slug="one")
    book(people)
    said = refusal(
        people.secretary, draft(people.branch, Clause(Kind.MATERIAL, 5), starts_on=date(2026, 5, 1))
    )
    assert "生效日期请改到 2026-05-21 或更晚" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_on": date(2025, 12, 31)}, "失效日期不能早于生效日期"),
        ({"clauses": []}, "没有给任何一项定分值"),
        ({"clauses": clauses_json([Clause(Kind.QUIZ, 5, 3)])}, "一年的上限却只有 3 分"),
    ],
)
def test_a_rule_against_itself_is_refused(people: People, changes: dict[str, Any], said: str) -> None:
    rule = draft(people.county)
    with pytest.raises(ContradictoryRule, match=said):
        save_draft(by=people.superior, rule=rule, values=values(rule, **changes))


def test_a_rule_does_not_end_before_what_it_gave(people: People) -> None:
    rule = adopted(people.county)
    finished(people.me, on=date(2026, 5, 20), slug="one")
    book(people)
    with pytest.raises(EndsTooEarly, match="已经记到 2026-05-20"):
        end_rule(by=people.superior, rule=rule, ends_on=date(2026, 5, 19))
    with pytest.raises(ContradictoryRule):
        end_rule(by=people.superior, rule=rule, ends_on=date(2025, 5, 19))
    assert end_rule(by=people.superior, rule=rule, ends_on=date(2026, 5, 20)).ends_on == date(2026, 5, 20)


def test_a_general_branch_may_set_its_own(people: People) -> None:
    general = people.county.add_child(name="总支", kind=Organization.Kind.GENERAL_BRANCH, field="rural")
    Appointment.objects.create(
        member=people.stranger, post=Post.BRANCH_SECRETARY, organization=general, since=SINCE
    )
    assert adopt_properly(people.stranger, draft(general, Clause(Kind.MATERIAL, 4))).is_adopted


def test_a_rule_is_not_prolonged_into_the_next_one(people: People) -> None:
    first = adopted(people.county, ends_on=date(2026, 6, 30))
    adopted(people.county, title="新办法（示例）", starts_on=date(2026, 7, 1))
    with pytest.raises(ContradictoryRule, match="《新办法（示例）》从 2026-07-01 起有效"):
        end_rule(by=people.superior, rule=first, ends_on=date(2026, 12, 31))
    first.refresh_from_db()
    assert first.ends_on == date(2026, 6, 30)
    assert end_rule(by=people.superior, rule=first, ends_on=date(2026, 5, 31)).ends_on == date(2026, 5, 31)
