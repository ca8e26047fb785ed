"""From units named one after another to addresses: 第十条第二款第（三）项 is art_10/para_2/item_3."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .model import Kind, Node

__all__ = ["Path", "Place", "Step"]

_RANK = {"编": 0, "章": 1, "节": 2, "条": 3, "款": 4, "项": 5, "目": 6}
_STEM = {"编": "part", "章": "chp", "节": "sec", "条": "art", "款": "para", "项": "item", "目": "subitem"}
_MAX_RANGE = 600  # articles; a longer range is a misreading


@dataclass(frozen=True, slots=True)
class Step:
    """One unit of a reference: ``here`` for 本章, ``back`` for 前款 (``n`` of them)."""

    unit: str
    n: int
    sub: int = 0
    here: bool = False
    back: bool = False

    @property
    def rank(self) -> int:
        """Level from 编 (0) down to 目 (6)."""
        return _RANK[self.unit]

    @property
    def name(self) -> str:
        """One step of an address: art_17_1."""
        return f"{_STEM[self.unit]}_{self.n}" + (f"_{self.sub}" if self.sub else "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text stands: addresses of what is around it, "" outside."""

    part: str = ""
    chapter: str = ""
    section: str = ""
    article: str = ""
    paragraph: str = ""
    item: str = ""
    article_before: str = ""
    scope: str = ""

    def inside(self, node: Node, article_before: str) -> Place:
        """Return the place of a node found below this one."""
        kind, address = node.kind, node.address
        if kind in (Kind.COMPONENT, Kind.ANNEX):
            return Place(scope=address)
        if kind == Kind.PART:
            return replace(self, part=address)
        if kind == Kind.CHAPTER:
            return replace(self, chapter=address)
        if kind == Kind.SECTION:
            return replace(self, section=address)
        if kind == Kind.ARTICLE:
            return replace(self, article=address, article_before=article_before)
        if kind == Kind.PARAGRAPH:
            return replace(self, paragraph=address)
        return replace(self, item=address) if kind == Kind.ITEM else self

    def around(self, unit: str) -> str:
        """Return the address of 本编, 本章, 本节, 本条, 本款 or 本项 here."""
        return {
            "编": self.part, "章": self.chapter, "节": self.section, "条": self.article,
            "款": self.paragraph, "项": self.item,
        }.get(unit, "")  # fmt: skip

    def before(self, unit: str, count: int) -> list[str]:
        """Return the addresses of 前条, 前款, 前两款, 前项; empty when there is nothing before."""
        if unit == "条":
            return [self.article_before] if self.article_before else []
        here = self.paragraph if unit == "款" else self.item
        stem, _slash, last = here.rpartition("/")
        number = re.search(r"_(\d+)$", last)
        if number is None:
            return []
        n, name = int(number.group(1)), last[: number.start() + 1]
        return [f"{stem}/{name}{k}" for k in range(max(n - count, 1), n)]


class Path:
    """The provisions a chain of units names so far."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.done: list[str] = []
        self.steps: list[Step] = []  # the provision being read, from the highest unit down
        self.base: list[str] = []  # addresses of 前款 or 本条 that deeper units start from

    def accepts(self, step: Step, how: str) -> bool:
        """Tell whether a unit can go on with this chain."""
        if step.here or step.back:
            return not self.steps and not self.base and not self.done
        if not self.steps:
            return how == "" or bool(self.base and how == ",")
        if how == "":
            return step.rank > self.steps[-1].rank
        return how == "," or step.rank == self.steps[-1].rank

    def add(self, step: Step, how: str) -> None:
        """Take the next unit."""
        if step.here or step.back:
            around = self.place.around(step.unit)
            self.base = self.place.before(step.unit, step.n) if step.back else ([around] if around else [])
            return
        if how == "":
            self.steps.append(step)
            return
        self._emit()
        if how == "-":
            self._fill(self.steps[-1] if self.steps else step, step)
        self.steps = [old for old in self.steps if old.rank < step.rank] + [step]

    def _fill(self, first: Step, last: Step) -> None:
        """Name what lies between the two ends of a range."""
        if first.unit == last.unit and first.n < last.n < first.n + _MAX_RANGE:
            above = [old for old in self.steps if old.rank < first.rank]
            for n in range(first.n + 1, last.n):
                self.done.extend(self._addresses([*above, Step(first.unit, n)]))

    def _emit(self) -> None:
        self.done.extend(self._addresses(self.steps))

    def _addresses(self, steps: list[Step]) -> list[str]:
        if not steps:
            return list(self.base)
        if self.base and steps[0].rank > _RANK["条"]:
            return ["/".join([start, *(step.name for step in steps)]) for start in self.base]
        top = steps[0].rank
        used = [step for step in steps if step.rank >= _RANK["条"]] or steps
        names = [step.name for step in used]
        if top > _RANK["条"]:
            return [f"{around}/{'/'.join(names)}"] if (around := self._around(top)) else []
        if top == _RANK["章"] and self.place.part and len(used) == len(steps):
            return ["/".join([self.place.part, *names])]
        if top == _RANK["节"] and self.place.chapter and len(used) == len(steps):
            return ["/".join([self.place.chapter, *names])]
        return ["/".join([self.place.scope, *names] if self.place.scope else names)]

    def _around(self, rank: int) -> str:
        """Return what a chain beginning with 款 or 项 is inside of."""
        if rank == _RANK["款"]:
            return self.place.article
        return self.place.paragraph or self.place.article

    def addresses(self) -> list[str]:
        """Return the addresses of everything named, each once, in order."""
        return list(dict.fromkeys([*self.done, *self._addresses(self.steps)]))
