"""What a rule gives points for. Pure.

The kinds are acts the server recorded itself. There is none for time spent online, for coming back every day or for
being ahead of others, and no rule can name one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_POINTS = 100


class Kind(StrEnum):
    """An act that leaves evidence on the server."""

    MATERIAL = "material"
    QUIZ = "quiz"
    QUIZ_PASSED = "quiz_passed"
    ATTENDANCE = "attendance"
    REFLECTION = "reflection"


NAMES: Mapping[str, str] = {
    Kind.MATERIAL: "读完一份资料",
    Kind.QUIZ: "交一份测验",
    Kind.QUIZ_PASSED: "测验合格",
    Kind.ATTENDANCE: "参加一次集中学习",
    Kind.REFLECTION: "交一篇学习心得",
}


@dataclass(frozen=True)
class Clause:
    """Each act of `kind` gives `points`, until `cap` is reached in a calendar year (None: no cap).

    `locked` says that organisations below may not set this kind otherwise.
    """

    kind: str
    points: int
    cap: int | None = None
    locked: bool = False

    @property
    def name(self) -> str:
        """Return what the act is called."""
        return NAMES[self.kind]

    def has_room(self, counted: int) -> bool:
        """Tell whether one more act counts when `counted` of them did."""
        return self.cap is None or (counted + 1) * self.points <= self.cap


def clauses_json(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    """Return clauses in the stored shape (version 1)."""
    return [{"kind": one.kind, "points": one.points, "cap": one.cap, "locked": one.locked} for one in clauses]


def clauses_from(stored: Sequence[Mapping[str, Any]]) -> tuple[Clause, ...]:
    """Read clauses from the stored shape."""
    return tuple(
        Clause(row["kind"], row["points"], row.get("cap"), bool(row.get("locked"))) for row in stored
    )


def clause_faults(clauses: Sequence[Clause]) -> list[str]:
    """Return what in the clauses contradicts itself, a sentence each."""
    faults = [] if clauses else ["这条规则没有给任何一项定分值，请至少填一项。"]
    seen: set[str] = set()
    for one in clauses:
        if one.kind not in NAMES:
            faults.append(f"规则里有不认识的项目“{one.kind}”，请从列出的几项里选。")
            continue
        if one.kind in seen:
            faults.append(f"“{one.name}”写了两遍，请只留一个。")
        seen.add(one.kind)
        faults += _number_faults(one)
    return faults


def _number_faults(clause: Clause) -> list[str]:
    points, cap = clause.points, clause.cap
    if not 1 <= points <= MOST_POINTS:
        return [f"“{clause.name}”每次计 {points} 分不合适，请填 1 至 {MOST_POINTS} 的整数。"]
    if cap is None:
        return []
    if cap < points:
        return [
            f"“{clause.name}”每次计 {points} 分，一年的上限却只有 {cap} 分，"
            "一次也计不上；请提高上限，或降低分值。"
        ]
    if cap % points:
        return [
            f"“{clause.name}”每次计 {points} 分，上限 {cap} 分不是它的整数倍；"
            f"请改成 {cap // points * points} 分或 {(cap // points + 1) * points} 分。"
        ]
    return []
