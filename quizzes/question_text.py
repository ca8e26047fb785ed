"""The content of a question as an editor types it in a form, to and from its stored shape. Pure."""

from dataclasses import dataclass, field
from typing import Any

from quizzes.answer_text import read_answer_text, write_answer_text
from quizzes.pairing import read_pairs, read_rubric, write_pairs, write_rubric

__all__ = ["Typed", "read_typed", "write_typed"]


@dataclass(frozen=True)
class Typed:
    """Options, prompts and answer in the shapes of `QuestionVersion`."""

    answer: Any
    options: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)


def read_typed(kind: str, *, options: str, answer: str, rubric: str = "") -> Typed:
    """Return what an editor typed: options a line each; pairs `左 → 右` for a matching; criteria for an essay.

    Items of an ordering are typed in the right order, unless letters in the answer say another.

    Raises:
        InvalidQuestion: a line or the answer cannot be read.
    """
    lines = [line.strip() for line in options.splitlines() if line.strip()]
    if kind == "matching":
        prompts, texts, key = read_pairs(lines)
        return Typed(key, texts, prompts)
    if kind == "essay":
        return Typed({"model": answer.strip(), "rubric": read_rubric(rubric)}, lines)
    if kind == "ordering" and not answer.strip():
        return Typed(list(range(len(lines))), lines)
    return Typed(read_answer_text(kind, answer), lines)


def write_typed(kind: str, typed: Typed) -> dict[str, str]:
    """Return the inverse of `read_typed`, by field: options, answer, rubric."""
    lines = write_pairs(typed.prompts, typed.options, typed.answer) if kind == "matching" else typed.options
    return {
        "options": "\n".join(lines),
        "answer": "" if kind == "ordering" else write_answer_text(kind, typed.answer),
        "rubric": write_rubric(typed.answer) if kind == "essay" else "",
    }
