"""Filters beside the results: what was chosen, which things pass, and how many hits each value has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from search.registry import Facts, Option

Owner = tuple[str, int]

LABELS = {"kind": "类型", "topic": "专题", "issuer": "发布单位", "year": "年份", "status": "效力"}
# Of each work one edition, only the one in force, or every one.
EDITIONS = ("folded", "current", "all")
# Values shown of one filter; the rest are rare.
MOST_OPTIONS = 12


@dataclass(frozen=True)
class Chosen:
    """What a person chose; empty means everything. `editions` is "current", "folded" or "all"."""

    kind: str = ""
    topic: str = ""
    issuer: str = ""
    year: str = ""
    status: str = ""
    editions: str = "all"

    @property
    def filters(self) -> dict[str, str]:
        """Return the filters that are set."""
        values = {name: getattr(self, name) for name in LABELS}
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Choice:
    """One value of a filter with the hits it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> Choice | None:
        """Return the value that is chosen."""
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass
class Narrowed:
    """The things whose hits are shown, and of each work the hits in editions that are folded away."""

    counts: dict[Owner, int] = field(default_factory=dict)
    folded: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Return how many hits are shown."""
        return sum(self.counts.values())


def options_of(facts: Facts) -> dict[str, tuple[Option, ...]]:
    """Return the values a thing has for each filter."""
    year = str(facts.day.year) if facts.day else ""
    return {
        "kind": (facts.kind,),
        "topic": facts.topics,
        "issuer": (Option(facts.issuer, facts.issuer),) if facts.issuer else (),
        "year": (Option(year, f"{year} 年"),) if year else (),
        "status": (facts.status,) if facts.status else (),
    }


def narrow(counts: Mapping[Owner, int], facts: Mapping[Owner, Facts], chosen: Chosen) -> Narrowed:
    """Return what of `counts` passes; of works with hits in the edition in force, older editions are folded."""
    passing = {owner: count for owner, count in counts.items() if _passes(facts.get(owner), chosen.filters)}
    return _shown(passing, facts, chosen.editions)


def _shown(passing: dict[Owner, int], facts: Mapping[Owner, Facts], editions: str) -> Narrowed:
    if editions == "all":
        return Narrowed(passing)
    narrowed = Narrowed()
    shown = _shown_editions(passing, facts, only_current=editions == "current")
    for owner, count in passing.items():
        about = facts.get(owner)
        if about is None or owner in shown:
            narrowed.counts[owner] = count
        else:
            narrowed.folded[about.work] += count
    return narrowed


def _passes(facts: Facts | None, filters: Mapping[str, str]) -> bool:
    if not filters:
        return True
    if facts is None:
        return False
    options = options_of(facts)
    return all(any(option.value == value for option in options[name]) for name, value in filters.items())


def _shown_editions(
    counts: Mapping[Owner, int], facts: Mapping[Owner, Facts], *, only_current: bool
) -> set[Owner]:
    """Return of each work the edition in force, or where it has no hit, the newest that has."""
    best: dict[tuple[str, int], Owner] = {}
    for owner in counts:
        about = facts.get(owner)
        if about is None or (only_current and not about.is_current):
            continue
        known = best.get((owner[0], about.work))
        if known is None or _newness(about) > _newness(facts[known]):
            best[owner[0], about.work] = owner
    return set(best.values())


def _newness(facts: Facts) -> tuple[bool, str]:
    return facts.is_current, facts.day.isoformat() if facts.day else ""


def facets(counts: Mapping[Owner, int], facts: Mapping[Owner, Facts], chosen: Chosen) -> list[Facet]:
    """Return the filters with more than one value, each value with the hits that choosing it would leave."""
    found = []
    for name, label in LABELS.items():
        others = {other: value for other, value in chosen.filters.items() if other != name}
        choices = _choices(name, _by_option(name, counts, facts, others), facts, chosen)
        if len(choices) > 1 or any(choice.is_chosen for choice in choices):
            found.append(Facet(name, label, choices))
    return found


def _by_option(
    name: str, counts: Mapping[Owner, int], facts: Mapping[Owner, Facts], others: Mapping[str, str]
) -> dict[Option, dict[Owner, int]]:
    """Return what the other filters leave of `counts`, for each value of one filter."""
    found: dict[Option, dict[Owner, int]] = {}
    for owner, count in counts.items():
        if owner in facts and _passes(facts[owner], others):
            for option in options_of(facts[owner])[name]:
                found.setdefault(option, {})[owner] = count
    return found


def count_editions(
    counts: Mapping[Owner, int], facts: Mapping[Owner, Facts], chosen: Chosen
) -> dict[str, int]:
    """Return how many hits each way to show editions leaves, by the way's name."""
    return {way: narrow(counts, facts, replace(chosen, editions=way)).total for way in EDITIONS}


def _choices(
    name: str, found: Mapping[Option, dict[Owner, int]], facts: Mapping[Owner, Facts], chosen: Chosen
) -> list[Choice]:
    # Which edition of a work is shown depends on what is chosen, so each value is narrowed by itself.
    totals = {option: _shown(counts, facts, chosen.editions).total for option, counts in found.items()}
    value = chosen.filters.get(name, "")
    kept = [option for option, total in totals.items() if total or option.value == value]
    if name == "year":
        kept.sort(key=lambda option: option.value, reverse=True)
    else:
        kept.sort(key=lambda option: -totals[option])
    choices = [Choice(*option, totals[option], option.value == value) for option in kept]
    return [choice for at, choice in enumerate(choices) if at < MOST_OPTIONS or choice.is_chosen]


def newest_first(counts: Mapping[Owner, int], facts: Mapping[Owner, Facts]) -> list[Owner]:
    """Return the things by day, those without one last."""

    def day(owner: Owner) -> str:
        about = facts.get(owner)
        return about.day.isoformat() if about and about.day else ""

    return sorted(counts, key=day, reverse=True)


def owners_of(source: str, owners: Iterable[Owner]) -> list[int]:
    """Return the ids of one source's things."""
    return [pk for name, pk in owners if name == source]
