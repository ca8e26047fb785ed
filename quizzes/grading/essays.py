"""简答: marked by a person, point by point of a rubric; here is what a rubric is and how its points become a mark.

The key is `{"model": words, "rubric": [{"text": words, "points": number}, …]}`; an answer is words.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

__all__ = ["check_essay", "essay_fault", "essay_score", "marks_fault", "rubric_of", "unready_fault"]

MAX_ESSAY_CHARS = 5_000
MAX_CRITERIA, MAX_CRITERION_POINTS = 20, 100
HALF = Decimal("0.5")


def rubric_of(answer: Any) -> list[tuple[str, int]]:
    """Return the criteria of an essay's key with what each is worth."""
    return [(one["text"], one["points"]) for one in answer["rubric"]]


def check_essay(options: Sequence[str], answer: Any, stem: str | None = None) -> list[str]:
    """Return what is wrong with an essay's key; it may lack a rubric as long as nobody is asked it."""
    if not isinstance(answer, dict) or not isinstance(answer.get("model", ""), str):
        return ["简答题的答案应有参考答案（model）和评分要点（rubric）。"]
    rubric = answer.get("rubric", [])
    if not isinstance(rubric, list) or not all(isinstance(one, dict) for one in rubric):
        return ["评分要点应一条一行，每条写明分值，如“答出四项内容（4分）”。"]
    if len(rubric) > MAX_CRITERIA:
        return [f"评分要点有 {len(rubric)} 条，最多 {MAX_CRITERIA} 条，请合并几条。"]
    return [fault for number, one in enumerate(rubric, 1) if (fault := _criterion_fault(number, one))]


def _criterion_fault(number: int, criterion: dict[str, Any]) -> str:
    text, points = criterion.get("text"), criterion.get("points")
    if not isinstance(text, str) or not text.strip():
        return f"第 {number} 条评分要点是空的，请写上内容或删去。"
    fits = isinstance(points, int) and not isinstance(points, bool) and 1 <= points <= MAX_CRITERION_POINTS
    return "" if fits else f"第 {number} 条评分要点的分值应为 1 到 {MAX_CRITERION_POINTS} 的整数。"


def unready_fault(kind: str, answer: Any) -> str:
    """Return why a sound question cannot be asked of people yet; empty when it can."""
    if kind == "essay" and not answer.get("rubric"):
        return "简答题要有评分要点才能给人答，请补上，一条一行，如“答出四项内容（4分）”。"
    return ""


def essay_fault(given: Any) -> str:
    """Return why `given` cannot be an answer to an essay; empty when it can."""
    if not isinstance(given, str):
        return "简答题请填文字。"
    if len(given) > MAX_ESSAY_CHARS:
        return f"最多写 {MAX_ESSAY_CHARS} 个字，现在有 {len(given)} 个字，请删短。"
    return ""


def marks_fault(rubric: Sequence[tuple[str, int]], marks: Sequence[Decimal | None]) -> str:
    """Return why `marks`, a number for each criterion, cannot be given; empty when they can."""
    if len(marks) != len(rubric):
        return f"评分要点有 {len(rubric)} 条，收到了 {len(marks)} 条的分，请刷新页面再评。"
    for number, ((_text, most), mark) in enumerate(zip(rubric, marks, strict=True), 1):
        if mark is None or not mark.is_finite():
            return f"第 {number} 条还没有给分；没有答到请写 0。"
        if not 0 <= mark <= most or mark % HALF:
            return f"第 {number} 条应在 0 到 {most} 分之间，以 0.5 分为一档。"
    return ""


def essay_score(rubric: Sequence[tuple[str, int]], marks: Sequence[Decimal], points: int) -> Decimal:
    """Return the mark out of `points`: the share of the rubric's points that were given, in halves.

    Full marks are given for all of them only, and nothing for none only.
    """
    whole, got = Decimal(sum(worth for _text, worth in rubric)), sum(marks, Decimal(0))
    if got >= whole:
        return Decimal(points)
    rounded = (points * got / whole / HALF).quantize(Decimal(1), rounding=ROUND_HALF_UP) * HALF
    return min(max(rounded, HALF if got else Decimal(0)), points - HALF)
