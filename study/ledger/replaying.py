"""Last year under a new rule: what would have come out, beside what comes out under the rules that held.

Whose acts count is asked as it is when they are entered: who left during the year or later is reckoned where they belonged.

The draft is taken as if it had been in force the whole year in place of its organisation's other rules; both sides are
reckoned afresh from the evidence, so that corrections made by hand blur neither.

Stored on the draft as shape 1: `{digest, year, state, kinds: {kind: [before, after]}, branches: [{organization, label,
people, before, after, changed}]}`; `state` is `waiting`, `done` or `failed`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from members.models import Member, Organization
from study.ledger.booking import by_member
from study.ledger.evidence import collect
from study.ledger.homes import Belonging, homes_within, people_of, places_of
from study.ledger.reckoning import Booked, Evidence, Rule, due
from study.ledger.verifying import rule_digest
from study.models import PointRule


@dataclass
class Outcome:
    """Sums by kind before and after, of one ledger; `changed` members come out otherwise."""

    home: Organization
    people: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    changed: int = 0

    def row(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "organization": self.home.pk,
            "label": self.home.label,
            "people": self.people,
            "before": self.before.total(),
            "after": self.after.total(),
            "changed": self.changed,
        }


@dataclass(frozen=True)
class MemberOutcome:
    """One member's sums before and after."""

    member: Member
    before: int
    after: int


def replay(draft: PointRule, *, year: int) -> dict[str, Any]:
    """Return what `draft` would have changed in `year`, in the stored shape."""
    outcomes = [
        _of_home(home, draft, year) for home in homes_within(draft.organization, since=date(year, 1, 1))
    ]
    kinds: dict[str, list[int]] = {}
    for one in outcomes:
        for kind in one.before.keys() | one.after.keys():
            sums = kinds.setdefault(kind, [0, 0])
            sums[0] += one.before[kind]
            sums[1] += one.after[kind]
    return {
        "digest": rule_digest(draft),
        "year": year,
        "state": "done",
        "kinds": kinds,
        "branches": [one.row() for one in outcomes],
    }


def replay_members(draft: PointRule, *, home: Organization, year: int) -> list[MemberOutcome]:
    """Return what `draft` would have changed for each whose acts stand in `home`, the present members first; for those who keep that ledger."""
    old, new = _both(home, draft, year)
    people = people_of(home, since=date(year, 1, 1))
    acts = _acts(home, people, year)
    known = Member.objects.in_bulk(people)
    return [
        MemberOutcome(known[pk], _sums(acts[pk], old).total(), _sums(acts[pk], new).total()) for pk in people
    ]


def _of_home(home: Organization, draft: PointRule, year: int) -> Outcome:
    old, new = _both(home, draft, year)
    people = people_of(home, since=date(year, 1, 1))
    acts = _acts(home, people, year)
    outcome = Outcome(home, people=len(people))
    for pk in people:
        before, after = _sums(acts[pk], old), _sums(acts[pk], new)
        outcome.before += before
        outcome.after += after
        outcome.changed += before.total() != after.total()
    return outcome


def _acts(home: Organization, people: Sequence[int], year: int) -> dict[int, list[Evidence]]:
    """Return what these people did while they belonged here."""
    belonging, places = Belonging(people), places_of(home)
    acts = collect(people, since=date(year, 1, 1), until=date(year, 12, 31))
    return by_member(act for act in acts if belonging.place(act.member, act.on) in places)


def _both(home: Organization, draft: PointRule, year: int) -> tuple[list[Rule], list[Rule]]:
    """Return the rules that held on the way to `home`, and the same with the draft in its place."""
    held = list(PointRule.objects.adopted().on_the_way_to(home).select_related("organization"))
    whole_year = replace(draft.as_rule(), starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    others = [rule for rule in held if rule.organization_id != draft.organization_id]
    above = [rule for rule in others if rule.organization.depth < draft.organization.depth]
    below = [rule for rule in others if rule.organization.depth > draft.organization.depth]
    after = [*(one.as_rule() for one in above), whole_year, *(one.as_rule() for one in below)]
    return [rule.as_rule() for rule in held], after


def _sums(acts: Iterable[Evidence], rules: Sequence[Rule]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in due(acts, rules=rules, booked=Booked()):
        found[str(one.evidence.kind)] += one.points
    return found
