"""How an adapted annual plan differs from the one it was copied from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Difference", "Thing", "compare"]


@dataclass(frozen=True)
class Thing:
    """One thing of an annual plan as it is compared: `key` of its own, `origin` the key it was copied from."""

    key: int
    origin: int | None
    title: str
    is_required: bool
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Changed:
    """A thing that was kept with other values: (what, before, after), in words."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Difference:
    """What was added, left out and changed; `lost` are required works among what was left out."""

    added: tuple[Thing, ...] = ()
    removed: tuple[Thing, ...] = ()
    changed: tuple[Changed, ...] = ()
    goals_added: tuple[str, ...] = ()
    goals_removed: tuple[str, ...] = ()
    lost: tuple[Thing, ...] = field(default=())

    @property
    def is_none(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.added or self.removed or self.changed or self.goals_added or self.goals_removed)

    @property
    def words(self) -> str:
        """Return it in one line, e.g. “增加 2 项，删去 1 项（其中必学 1 项），改动 3 项”."""
        if self.is_none:
            return "与上级计划一致"
        removed = f"删去 {len(self.removed)} 项" if self.removed else ""
        if self.lost:
            removed += f"（其中必学 {len(self.lost)} 项）"
        goals = len(self.goals_added) + len(self.goals_removed)
        parts = [
            f"增加 {len(self.added)} 项" if self.added else "",
            removed,
            f"改动 {len(self.changed)} 项" if self.changed else "",
            f"目标有 {goals} 条不同" if goals else "",
        ]
        return "，".join(part for part in parts if part)


def compare(
    above: Sequence[Thing], below: Sequence[Thing], *, goals_above: Sequence[str], goals_below: Sequence[str]
) -> Difference:
    """Return how `below` differs from `above`."""
    known = {thing.key: thing for thing in above}
    copies = {thing.origin: thing for thing in below if thing.origin in known}
    removed = tuple(thing for thing in above if thing.key not in copies)
    pairs = [(known[origin], copy) for origin, copy in copies.items() if origin is not None]
    changed = [Changed(after.title, rows) for before, after in pairs if (rows := _rows(before, after))]
    return Difference(
        added=tuple(thing for thing in below if thing.origin not in known),
        removed=removed,
        changed=tuple(changed),
        goals_added=tuple(goal for goal in goals_below if goal not in goals_above),
        goals_removed=tuple(goal for goal in goals_above if goal not in goals_below),
        lost=tuple(thing for thing in removed if thing.is_required),
    )


def _rows(before: Thing, after: Thing) -> tuple[tuple[str, str, str], ...]:
    old = dict(before.values)
    return tuple(
        (name, str(old.get(name, "")), str(value)) for name, value in after.values if old.get(name) != value
    )
