"""From an answer to points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from quizzes.grading.arranging import PLACED_KINDS
from quizzes.grading.checking import answer_fault
from quizzes.grading.folding import fold

__all__ = ["RULES", "Mark", "grade", "needs_person"]

HALF = Decimal("0.5")
ZERO = Decimal(0)

# Shown to the member on the page before a quiz starts; says exactly what `grade` does.
RULES: Mapping[str, str] = {
    "single": "单选题：选对得满分。",
    "multiple": "多选题：全部选对得满分；选得不全但没有选错，得一半分；选错任何一项不得分。",
    "truefalse": "判断题：判断对得满分。",
    "blank": "填空题：按填对的空数给分，取整到 0.5 分；不分全角半角、简体繁体，空格不计。",
    "ordering": "排序题：顺序全对得满分；没有全对，按排对位置的项数给分，取整到 0.5 分。",
    "matching": "连线题：按连对的项数给分，取整到 0.5 分。",
    "essay": "简答题：由阅卷的同志按评分要点给分，评完以前显示“待阅”。",
}


@dataclass(frozen=True)
class Mark:
    """What an answer is worth: points, whether that is all of them, and which of several places are right."""

    score: Decimal
    is_right: bool
    parts: tuple[bool, ...] = ()


def needs_person(kind: str, given: Any) -> bool:
    """Tell whether an answer waits for a person to mark it; nothing given needs nobody."""
    return kind == "essay" and given is not None


def grade(kind: str, options: Sequence[str], answer: Any, given: Any, points: int) -> Mark:
    """Return the mark of `given` against `answer`.

    Never raises for what a person gave: no answer, or one of the wrong shape, is worth nothing.
    Partial marks are multiples of 0.5 and always below `points`. An essay is worth nothing until a person marks it.
    """
    places = len(answer) if kind == "blank" or kind in PLACED_KINDS else 0
    if kind == "essay" or given is None or answer_fault(kind, options, places, given):
        return Mark(ZERO, is_right=False, parts=(False,) * places)
    if kind == "multiple":
        return _grade_multiple(set(answer), set(given), points)
    if kind == "blank":
        return _grade_blanks(answer, given, points)
    if kind in PLACED_KINDS:
        return _by_parts(tuple(one == key for one, key in zip(given, answer, strict=True)), points)
    is_right = given == answer
    return Mark(Decimal(points) if is_right else ZERO, is_right)


def _grade_multiple(right: set[int], chosen: set[int], points: int) -> Mark:
    if chosen == right:
        return Mark(Decimal(points), is_right=True)
    if chosen and chosen < right:
        return Mark(_partial(Decimal(points) / 2, points), is_right=False)
    return Mark(ZERO, is_right=False)


def _grade_blanks(answer: Sequence[Sequence[str]], given: Sequence[str], points: int) -> Mark:
    parts = tuple(
        bool(fold(text)) and fold(text) in {fold(variant) for variant in accepted}
        for accepted, text in zip(answer, given, strict=True)
    )
    return _by_parts(parts, points)


def _by_parts(parts: tuple[bool, ...], points: int) -> Mark:
    if all(parts):
        return Mark(Decimal(points), is_right=True, parts=parts)
    share = Decimal(points) * sum(parts) / len(parts)
    return Mark(_partial(share, points), is_right=False, parts=parts)


def _partial(score: Decimal, points: int) -> Decimal:
    rounded = (score / HALF).quantize(Decimal(1), rounding=ROUND_HALF_UP) * HALF
    return max(ZERO, min(rounded, Decimal(points) - HALF))
