"""Which assignments reach a person, and in which order. Pure: the same input gives the same list, on any machine.

The rule, the same for everybody:

1. An assignment applies when its audience's conditions fit the person and its window is open. A window opens on
   `starts_on`. After `due_on` an advised reading leaves the list, a required one stays and is overdue.
2. Of several that name the same thing, the nearest organisation's wins: that of the person's own organisation before
   the one above it, and so on up; one from outside that line counts as the farthest. Of two from the same distance, 必学
   before 推荐, then the later made. What the winner says (its reason, its dates) is what the person is told.
3. Nobody below softens what was required above: when any assignment that applies is 必学, the thing is 必学, and the
   earliest date among the required ones holds if the winner has none or a later one.
4. What is finished leaves the list; what the person dismissed leaves it too, unless it is 必学.
5. Order: 必学 before 推荐; then the earlier date, without a date last; then the nearer organisation; then the more
   particular audience (more conditions) before the general one; then the order in which they were made.

After these come computed suggestions (`rank_candidates`): by the order of their sources, within one source by weight,
then by the target's id; a thing is suggested once, by the first source that names it, and never when it was
assigned, finished or dismissed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from members.fitting import Conditions, Person, fits

EVERYBODY = Conditions()


@dataclass(frozen=True, slots=True)
class Rule:
    """An assignment as ranking sees it: audience × target × 必学/推荐 × window × reason.

    `target` is the id of a page (a material, a book, a lecture or a quiz); `path` and `giver` are the organisation that
    gave it.
    """

    pk: int
    target: int
    conditions: Conditions = EVERYBODY
    is_required: bool = False
    path: str = ""
    giver: str = ""
    reason: str = ""
    subtree_name: str = ""
    starts_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that reaches a person, with what other rules on the same thing add to it."""

    rule: Rule
    is_required: bool
    due_on: date | None
    is_overdue: bool
    nearness: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a source suggests: the page `target`, for the sake of `because` (an id the source knows, 0 for none)."""

    source: str
    target: int
    because: int = 0
    weight: int = 0


def nearness(path: str, person: Person) -> int:
    """Return how near an organisation is to a person: its depth in their own line, 0 from outside that line."""
    return len(path) if path and person.path.startswith(path) else 0


def rank(
    rules: Iterable[Rule],
    *,
    person: Person,
    today: date,
    done: Collection[int] = (),
    dismissed: Collection[int] = (),
) -> list[Choice]:
    """Return what reaches `person`, ordered; `done` and `dismissed` hold ids of pages."""
    applying: dict[int, list[Rule]] = {}
    for rule in rules:
        if rule.target not in done and _is_open(rule, today) and fits(rule.conditions, person):
            applying.setdefault(rule.target, []).append(rule)
    choices = (_settle(rivals, person, today) for rivals in applying.values())
    kept = (one for one in choices if one.is_required or one.rule.target not in dismissed)
    return sorted(kept, key=_place)


def rank_candidates(
    candidates: Iterable[Candidate],
    *,
    orders: Mapping[str, int],
    taken: Collection[int],
    shown: int = 3,
) -> list[Candidate]:
    """Return what the sources suggest, at most `shown` of each; `taken` are pages that need no suggestion."""
    picked: list[Candidate] = []
    seen = set(taken)
    counts: dict[str, int] = {}
    known = (one for one in candidates if one.source in orders)
    for one in sorted(known, key=lambda one: (orders[one.source], -one.weight, one.target, one.because)):
        if one.target in seen or counts.get(one.source, 0) >= shown:
            continue
        seen.add(one.target)
        counts[one.source] = counts.get(one.source, 0) + 1
        picked.append(one)
    return picked


def _is_open(rule: Rule, today: date) -> bool:
    if rule.starts_on is not None and rule.starts_on > today:
        return False
    return rule.is_required or rule.due_on is None or rule.due_on >= today


def _settle(rivals: list[Rule], person: Person, today: date) -> Choice:
    winner = max(rivals, key=lambda rule: (nearness(rule.path, person), rule.is_required, rule.pk))
    required = [rule for rule in rivals if rule.is_required]
    due = winner.due_on
    dates = [rule.due_on for rule in required if rule.due_on is not None]
    if dates and (due is None or min(dates) < due):
        due = min(dates)
    return Choice(
        rule=winner,
        is_required=bool(required),
        due_on=due,
        is_overdue=due is not None and due < today,
        nearness=nearness(winner.path, person),
    )


def _place(choice: Choice) -> tuple[bool, date, int, int, int]:
    rule = choice.rule
    return (
        not choice.is_required,
        choice.due_on or date.max,
        -choice.nearness,
        -rule.conditions.count,
        rule.pk,
    )
