"""Which part of a text somebody means: “第三章”, “第二章第一节”, “第五条至第十条”, “第三章、第五章”. Pure Python."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from library.structure import chinese_to_int

__all__ = ["Step", "UnreadablePlace", "addresses_at", "read_places"]

KINDS = {"编": "part", "章": "chapter", "节": "section", "部分": "section", "条": "article"}
_NUMBER = r"[〇零一二三四五六七八九十百千两\d]+"
_UNIT = "编|章|节|部分|条"
_STEP = re.compile(rf"第?({_NUMBER})(?:(?:{_UNIT})?[至到\-—–~～]+第?({_NUMBER}))?({_UNIT})")
_BETWEEN = re.compile(r"[、，,；;和与及\s]+")


class UnreadablePlace(ValueError):
    """Words that name no part of a text; the message is a sentence."""


class Part(Protocol):
    """What a provision tells of itself."""

    eid: str
    address: str
    kind: str
    number: str


@dataclass(frozen=True)
class Step:
    """One step down a text: a kind of part, and which numbers of it, both ends included."""

    kind: str
    first: int
    last: int


def read_places(written: str) -> list[tuple[Step, ...]]:
    """Return the places `written` names, each as the steps that lead to it; none for empty words.

    Raises:
        UnreadablePlace: for words that are no place.
    """
    pieces = [piece for piece in _BETWEEN.split("".join(written.split(" "))) if piece]
    return [_read_place(piece) for piece in pieces]


def _read_place(piece: str) -> tuple[Step, ...]:
    steps = []
    rest = piece
    while rest:
        found = _STEP.match(rest)
        if found is None:
            raise UnreadablePlace(
                f"范围“{piece[:20]}”认不出来，请写成“第三章”“第二章第一节”或“第五条至第十条”。"
            )
        first, last, unit = found.groups()
        steps.append(Step(KINDS[unit], _number(first), _number(last or first)))
        rest = rest[found.end() :]
    return tuple(steps)


def _number(written: str) -> int:
    try:
        return int(written) if written.isdecimal() else chinese_to_int(written)
    except ValueError as error:
        raise UnreadablePlace(f"“{written[:20]}”不是一个序号。") from error


def addresses_at(parts: Sequence[Part], places: Iterable[tuple[Step, ...]]) -> set[str]:
    """Return the addresses of every part of a text that stands at one of `places`, the parts themselves included."""
    return {address for steps in places for address in _addresses(parts, steps)}


def _addresses(parts: Sequence[Part], steps: tuple[Step, ...]) -> set[str]:
    roots = [""]
    for step in steps:
        roots = [
            part.eid
            for part in parts
            if part.kind == step.kind
            and any(_is_in(part.eid, root) for root in roots)
            and step.first <= _number_of(part) <= step.last
        ]
    return {part.address for part in parts if any(_is_in(part.eid, root) for root in roots)}


def _is_in(eid: str, root: str) -> bool:
    return not root or eid == root or eid.startswith(f"{root}__")


def _number_of(part: Part) -> int:
    found = re.search(_NUMBER, part.number)
    return _number(found.group()) if found else 0
