"""Matchings and rubrics as a person writes them, a line each, to and from their stored shapes. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from quizzes.errors import InvalidQuestion

__all__ = ["read_pairs", "read_rubric", "write_pairs", "write_rubric"]

ARROW = re.compile(r"→|-+>|＝>|=>")
CRITERION = re.compile(
    r"(?P<text>.*?)\s*(?:[（(]\s*(?P<points>\d{1,3})\s*分?\s*[)）]|[|｜]\s*(?P<after>\d{1,3})\s*分?)\s*[。；;]?\s*$"
)
BETWEEN = " → "


def read_pairs(lines: Sequence[str]) -> tuple[list[str], list[str], list[int]]:
    """Return (prompts, options, answer) of lines like `左 → 右`; a line with nothing on the left is a wrong choice.

    Raises:
        InvalidQuestion: a line has no arrow, or nothing on the right.
    """
    prompts: list[str] = []
    options: list[str] = []
    answer: list[int] = []
    for number, line in enumerate(lines, 1):
        left, *rest = ARROW.split(line, maxsplit=1)
        right = rest[0].strip() if rest else ""
        if not right:
            raise InvalidQuestion(
                [f"连线题第 {number} 行没有右边，请写成“左边 → 右边”；多出来的右项写成“→ 右边”。"]
            )
        if right not in options:
            options.append(right)
        if left.strip():
            prompts.append(left.strip())
            answer.append(options.index(right))
    return prompts, options, answer


def write_pairs(prompts: Sequence[str], options: Sequence[str], answer: Sequence[int]) -> list[str]:
    """Return the inverse of `read_pairs`."""
    used = [f"{prompt}{BETWEEN}{options[place]}" for prompt, place in zip(prompts, answer, strict=True)]
    return used + [f"→ {text}" for place, text in enumerate(options) if place not in answer]


def read_rubric(text: str) -> list[dict[str, Any]]:
    """Return the criteria of lines like `答出四项内容（4分）` or `答出四项内容|4`.

    Raises:
        InvalidQuestion: a line does not say its points.
    """
    rubric = []
    for number, line in enumerate((one.strip() for one in text.splitlines() if one.strip()), 1):
        match = CRITERION.fullmatch(line)
        if match is None or not match["text"].strip():
            raise InvalidQuestion([f"第 {number} 条评分要点没有写明分值，请写成“答出四项内容（4分）”。"])
        rubric.append({"text": match["text"].strip(), "points": int(match["points"] or match["after"])})
    return rubric


def write_rubric(answer: Any) -> str:
    """Return the inverse of `read_rubric` for an essay's key."""
    return "\n".join(f"{one['text']}（{one['points']}分）" for one in answer.get("rubric", []))
