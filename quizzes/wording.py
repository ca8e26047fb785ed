"""Keys and answers in words, by the texts of the options and not by their letters. Pure."""

from collections.abc import Sequence
from typing import Any

from quizzes.grading import rubric_of

__all__ = ["in_words"]

EMPTY = "（空）"


def in_words(kind: str, prompts: Sequence[str], options: Sequence[str], answer: Any) -> str:
    """Return a key, or an answer, as a person says it; several lines for a matching and an essay."""
    if answer is None:
        return "没有作答"
    if kind == "truefalse":
        return "对" if answer else "错"
    if kind == "blank":
        return "；".join("|".join(one) if isinstance(one, list) else one or EMPTY for one in answer)
    if kind == "essay":
        return answer if isinstance(answer, str) else _essay(answer)
    chosen = answer if isinstance(answer, list) else [answer]
    texts = [EMPTY if place is None else options[place] for place in chosen]
    if kind == "ordering":
        return " → ".join(texts)
    if kind == "matching":
        return "\n".join(f"{prompt} → {text}" for prompt, text in zip(prompts, texts, strict=True))
    return "；".join(texts)


def _essay(key: dict[str, Any]) -> str:
    lines = [key["model"]] if key.get("model") else []
    criteria = [f"{text}（{points} 分）" for text, points in rubric_of(key)]
    return "\n".join([*lines, *(["评分要点：", *criteria] if criteria else [])])
