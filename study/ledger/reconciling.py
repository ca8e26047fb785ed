"""Reading the evidence again: what the ledgers of a year should say, beside what they do say.

A member's sum of a kind under a rule must equal the points times the acts that count, up to the cap. Acts whose entry was
countered are left out on both sides. A difference is an act not entered yet, an entry whose record is gone, or a sum that
was changed; the chain (`verifying`) says which entries stand as they were written.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from members.models import Organization
from study.ledger.booking import by_member
from study.ledger.evidence import collect
from study.ledger.homes import Belonging, home_path
from study.ledger.reckoning import NAMES, Booked, Evidence, Rule, due
from study.models import PointEntry, PointRule

Sums = dict[int, Counter[tuple[int, str]]]
BATCH = 2000


def reconcile(*, year: int) -> list[dict[str, Any]]:
    """Return what differs between the entries of `year` and its evidence reckoned afresh, everybody's.

    Every act is reckoned under the rules of the branch its member belonged to on its day.
    """
    belonging, homes, rules = Belonging(), _home_of_place(), _rules_by_home()

    def home_on(member: int, day: date) -> int | None:
        return homes.get(belonging.place(member, day) or 0)

    people = sorted(belonging.now)
    found: list[dict[str, Any]] = []
    # Some thousand members at a time: the acts and entries of a province do not fit into memory.
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        entered, settled = _entered(batch, year, home_on)
        expected = _expected(batch, year, home_on, rules, settled)
        found += _differences(entered, expected, year)
    return found


def _expected(
    people: Sequence[int],
    year: int,
    home_on: Callable[[int, date], int | None],
    rules: Mapping[int, Sequence[Rule]],
    settled: dict[int, Booked],
) -> Sums:
    """Return the sums of these members by (rule, kind) as the evidence gives them."""
    expected: Sums = defaultdict(Counter)
    acts = by_member(collect(people, since=date(year, 1, 1), until=date(year, 12, 31)))
    for member, done in acts.items():
        by_home: dict[int | None, list[Evidence]] = defaultdict(list)
        for act in done:
            by_home[home_on(member, act.on)].append(act)
        for home, some in by_home.items():
            for one in due(some, rules=rules.get(home or 0, []), booked=settled[member]):
                expected[member][(one.rule.pk, str(one.evidence.kind))] += one.points
    return expected


def _entered(
    people: Sequence[int], year: int, home_on: Callable[[int, date], int | None]
) -> tuple[Sums, dict[int, Booked]]:
    """Return the sums of these members, a run of all in order, by (rule, kind), and the acts settled otherwise."""
    nets: dict[tuple[int, str], int] = defaultdict(int)
    slots: dict[tuple[int, str], tuple[int, int, str, date]] = {}
    rows = (
        PointEntry.objects.order_by()
        .of_year(year)
        .filter(member_id__gte=people[0], member_id__lte=people[-1])
    )
    wanted = ("member_id", "evidence", "organization_id", "rule_id", "kind", "happened_on", "points")
    for member, evidence, home, rule, kind, day, points in rows.values_list(*wanted).iterator(5000):
        nets[(member, evidence)] += points
        slots[(member, evidence)] = (home, rule, kind, day)
    sums: Sums = defaultdict(Counter)
    settled: dict[int, Booked] = defaultdict(Booked)
    for (member, evidence), net in nets.items():
        home, rule, kind, day = slots[(member, evidence)]
        if home != home_on(member, day):
            settled[member].keys.add(evidence)
            settled[member].counted[(rule, kind, year)] += net > 0
        elif net > 0:
            sums[member][(rule, kind)] += net
        else:
            settled[member].keys.add(evidence)
    return sums, settled


def _rules_by_home() -> dict[int, list[Rule]]:
    adopted = list(PointRule.objects.adopted().select_related("organization").order_by("starts_on", "pk"))
    adopted.sort(key=lambda rule: rule.organization.depth)
    told = [(rule.organization.path, rule.as_rule()) for rule in adopted]
    return {
        place.pk: [rule for path, rule in told if place.path.startswith(path)]
        for place in Organization.objects.all()
    }


def _home_of_place() -> dict[int, int]:
    """Return of each organisation which one keeps the ledger of its members."""
    known = {place.path: place for place in Organization.objects.all()}
    return {place.pk: known[home_path(path, known)].pk for path, place in known.items()}


def _differences(
    entered: Sums,
    expected: Sums,
    year: int,
) -> Iterator[dict[str, Any]]:
    for member in sorted(entered.keys() | expected.keys()):
        written, reckoned = entered.get(member, Counter()), expected.get(member, Counter())
        for rule, kind in sorted(written.keys() | reckoned.keys()):
            if written[(rule, kind)] != reckoned[(rule, kind)]:
                yield {
                    "organization": None,
                    "label": f"编号 {member} 的党员",
                    "sequence": None,
                    "code": "evidence",
                    "message": f"{year} 年“{NAMES[kind]}”记了 {written[(rule, kind)]} 分，按原始记录应为 "
                    f"{reckoned[(rule, kind)]} 分：有记录还没有入账，或者凭据已经不在。",
                }
