"""A question as somebody writes it, before it is stored as a version."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from library.models import MaterialPage
from quizzes.errors import InvalidQuestion
from quizzes.grading import PLACED_KINDS, check_question, in_normal_order


@dataclass(frozen=True)
class Cited:
    """The sentence a question tests: where it stands, and its words."""

    material: MaterialPage
    address: str
    quote: str = ""

    def key(self) -> tuple[int, str, str]:
        """Return what makes two citations the same."""
        return (self.material.pk, self.address, self.quote)


@dataclass(frozen=True)
class QuestionDraft:
    """What a version will hold; `options` and `answer` have the shapes of `QuestionVersion`."""

    kind: str
    stem: str
    answer: Any
    options: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    explanation: str = ""
    difficulty: int = 2
    tags: tuple[str, ...] = ()
    citations: tuple[Cited, ...] = ()

    def check(self) -> None:
        """Refuse what could not be asked.

        Raises:
            InvalidQuestion: with every fault as a sentence.
        """
        faults = check_question(self.kind, self.options, self.answer, self.stem, self.prompts)
        if not 1 <= self.difficulty <= 5:
            faults.append("难度应为 1 到 5。")
        cited = [one.quote for one in self.citations]
        said = [self.stem, self.options, self.prompts, self.answer, self.explanation, list(self.tags), cited]
        if any("\0" in text for text in _texts(said)):
            faults.append("题目里有一个看不见的空字符（NUL），请删去以后再存。")
        if faults:
            raise InvalidQuestion(faults)

    def stored_answer(self) -> Any:
        """Return the answer in its one stored form: multiple choices in order, blanks a line each."""
        if self.kind in PLACED_KINDS:
            return in_normal_order(self.kind, self.options, self.answer)[1]
        if self.kind == "essay":
            rubric = self.answer.get("rubric", [])
            return {
                "model": self.answer.get("model", "").strip(),
                "rubric": [{"text": _one_line(one["text"]), "points": one["points"]} for one in rubric],
            }
        if self.kind == "multiple":
            return sorted(self.answer)
        if self.kind == "blank":
            return [[_one_line(text) for text in accepted] for accepted in self.answer]
        return self.answer

    def stored_options(self) -> list[str]:
        """Return the options in their one stored form, a line each, as the editor's form writes them."""
        options = list(self.options)
        if self.kind in PLACED_KINDS:
            options = in_normal_order(self.kind, options, self.answer)[0]
        return [_one_line(text) for text in options]

    def stored_prompts(self) -> list[str]:
        """Return the left side of a matching, a line each."""
        return [_one_line(text) for text in self.prompts]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _one_line(text: str) -> str:
    return " ".join(text.split())
