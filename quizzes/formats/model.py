"""What every format is read into and written from: an `Item`, whatever the product can ask of it today."""

from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "single",
    "multiple",
    "truefalse",
    "blank",
    "numerical",
    "matching",
    "ordering",
    "essay",
    "description",
)
TEXT_FORMATS = ("plain", "moodle", "html", "markdown")
FULL = 100.0


@dataclass(frozen=True)
class Text:
    """Words with the way they are marked up: plain, moodle (its “auto-format”), html or markdown."""

    text: str = ""
    format: str = "plain"

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Number:
    """An accepted number: `value` within `tolerance` (None: none was written), or from `low` to `high`."""

    value: float | None = None
    tolerance: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Choice:
    """An option, or one accepted text of a blank.

    `is_right` is what the writer marked; `weight` the per cent of the mark where one was written.
    """

    text: Text
    is_right: bool = False
    weight: float | None = None
    feedback: Text | None = None
    number: Number | None = None

    @property
    def credit(self) -> float:
        """The per cent of the mark this earns."""
        if self.weight is not None:
            return self.weight
        return FULL if self.is_right else 0.0


@dataclass(frozen=True)
class Pair:
    """One line of a matching question; a pair without a question only adds a wrong answer to choose."""

    question: Text
    answer: str


@dataclass(frozen=True)
class Item:
    """One question in no format at all.

    By kind: single, multiple and numerical have `choices`; blank has `blanks`, the accepted texts of each; truefalse
    has `is_true` and the feedback for a wrong and a right answer; matching has `pairs`; ordering has `order`, the
    right one; essay may have `model_answer` and `rubric`, criteria with their points. `cites` are as in a row of `quizzes.actions.loading`; `source` is where
    a person says the answer stands, in words. `row` is what a person looks for: the line of a table, else the
    question's place in the file; `place` says it in words where the row alone does not.
    """

    kind: str
    stem: Text
    choices: tuple[Choice, ...] = ()
    blanks: tuple[tuple[Choice, ...], ...] = ()
    is_true: bool | None = None
    wrong_feedback: Text | None = None
    right_feedback: Text | None = None
    pairs: tuple[Pair, ...] = ()
    order: tuple[Text, ...] = ()
    model_answer: Text | None = None
    rubric: tuple[tuple[str, int], ...] = ()
    explanation: Text | None = None
    name: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    difficulty: int | None = None
    source: str = ""
    cites: tuple[dict[str, str], ...] = ()
    is_embedded: bool = False
    row: int = 0
    place: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong in which row, in one Chinese sentence."""

    row: int
    message: str


@dataclass
class Parsed:
    """A file taken apart: its items, what could not be read, and categories that may have no question."""

    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


@dataclass
class Reading:
    """A file as the loader takes it: rows with their numbers, and the faults of those that cannot be asked.

    `notes` are things a person should know although nothing was refused.
    """

    format: str
    rows: list[Any] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    by_line: bool = False
