"""A paper as it stands on a page: questions in their order, options in theirs, and answers to and from a form.

Forms speak of places on the page; stored answers speak of the version's options. The order is translated here, so
that the stored order, which may betray the key, never reaches a browser.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from members.requests import without_nul
from quizzes.grading import PLACED_KINDS, split_blanks
from quizzes.models import AttemptItem, Question

LETTERS = "ABCDEFGHIJ"
SHOWN_JOIN = "|"
EMPTY = "（空）"


class FormData(Protocol):
    """What a QueryDict offers."""

    def getlist(self, key: str) -> list[str]:
        """Return every value of `key`."""
        ...


@dataclass(frozen=True)
class Choice:
    """One option at its place on the page; `value` is what the form sends."""

    value: str
    letter: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class StemPart:
    """A run of the stem's words, or a blank with what was filled in."""

    text: str
    blank: int = 0

    @property
    def is_blank(self) -> bool:
        """Tell whether this is a blank; `text` is then what was filled in."""
        return self.blank > 0


@dataclass(frozen=True)
class Place:
    """A rank of an ordering or a prompt of a matching, with the page's value of the option chosen for it."""

    number: int
    prompt: str
    chosen: str

    @property
    def label(self) -> str:
        """Return what a person calls it."""
        return self.prompt or f"第 {self.number} 位"


@dataclass(frozen=True)
class Line:
    """One question on the page."""

    position: int
    points: int
    kind: str
    kind_label: str
    stem: list[StemPart]
    choices: list[Choice]
    is_answered: bool
    places: list[Place] = field(default_factory=list)
    text: str = ""

    @property
    def name(self) -> str:
        """Return the name of its fields in the form."""
        return field_name(self.position)

    @property
    def values(self) -> list[str]:
        """Return what its fields hold as the page is made, one text a field that is sent."""
        if self.kind == Question.Kind.BLANK:
            return [part.text for part in self.stem if part.is_blank]
        if self.places:
            return [place.chosen for place in self.places]
        if self.kind == Question.Kind.ESSAY:
            return [self.text]
        return [choice.value for choice in self.choices if choice.is_chosen]

    @property
    def words(self) -> str:
        """Return the answer as a person reads it."""
        if self.kind == Question.Kind.BLANK:
            return "；".join(text for text in self.values if text)
        if self.is_essay:
            return self.text
        if self.is_placed:
            return self._placed_words if any(self.values) else ""
        return "；".join(
            f"{choice.letter} {choice.text}".strip() for choice in self.choices if choice.is_chosen
        )

    @property
    def _placed_words(self) -> str:
        shown = {choice.value: f"{choice.letter} {choice.text}" for choice in self.choices}
        texts = [shown.get(place.chosen, EMPTY) for place in self.places]
        if self.kind == Question.Kind.ORDERING:
            return " → ".join(texts)
        return "；".join(f"{place.prompt} → {text}" for place, text in zip(self.places, texts, strict=True))

    @property
    def shown(self) -> str:
        """Return the same as one text, to tell later whether somebody changed them."""
        return _mark_of(self.text) if self.kind == Question.Kind.ESSAY else SHOWN_JOIN.join(self.values)

    @property
    def is_choice_of_one(self) -> bool:
        """Tell whether one choice excludes the others."""
        return self.kind in (Question.Kind.SINGLE, Question.Kind.TRUE_FALSE)

    @property
    def is_placed(self) -> bool:
        """Tell whether options are put into places."""
        return bool(self.places)

    @property
    def is_essay(self) -> bool:
        """Tell whether the answer is written out."""
        return self.kind == Question.Kind.ESSAY


def field_name(position: int) -> str:
    """Return the form's field name of question `position`."""
    return f"q{position}"


def lay_out(items: Iterable[AttemptItem]) -> list[Line]:
    """Return the questions as a page shows them; reads nothing but what `for_answering` loads."""
    return [line(item) for item in items]


def line(item: AttemptItem) -> Line:
    """Return one question as a page shows it."""
    kind = item.version.question.kind
    return Line(
        position=item.position,
        points=item.points,
        kind=kind,
        kind_label=Question.Kind(kind).label,
        stem=_stem(item),
        choices=_choices(item),
        is_answered=item.answer is not None,
        places=_places(item),
        text=item.answer if isinstance(item.answer, str) else "",
    )


def _places(item: AttemptItem) -> list[Place]:
    version, kind = item.version, item.version.question.kind
    if kind not in PLACED_KINDS:
        return []
    shown = {index: str(place) for place, index in enumerate(item.option_order)}
    given = item.answer if isinstance(item.answer, list) else []
    prompts = version.prompts or [""] * len(version.options)
    return [
        Place(number, prompt, shown.get(given[number - 1], "") if number <= len(given) else "")
        for number, prompt in enumerate(prompts, 1)
    ]


def _stem(item: AttemptItem) -> list[StemPart]:
    if item.version.question.kind != Question.Kind.BLANK:
        return [StemPart(item.version.stem)]
    given = item.answer if isinstance(item.answer, list) else []
    parts: list[StemPart] = []
    for number, text in enumerate(split_blanks(item.version.stem)):
        if number:
            parts.append(StemPart(given[number - 1] if number <= len(given) else "", blank=number))
        if text:
            parts.append(StemPart(text))
    return parts


def _choices(item: AttemptItem) -> list[Choice]:
    kind, answer = item.version.question.kind, item.answer
    if kind == Question.Kind.TRUE_FALSE:
        return [Choice("1", "", "对", answer is True), Choice("0", "", "错", answer is False)]
    chosen = answer if isinstance(answer, list) else [answer]
    return [
        Choice(str(place), LETTERS[place], item.version.options[index], index in chosen)
        for place, index in enumerate(item.option_order)
    ]


def read_answers(items: Iterable[AttemptItem], data: FormData) -> dict[int, Any]:
    """Return the answers changed in a form, by position, in the stored shape; an empty field is no answer.

    Fields that hold what the page was made with, or that the form does not have, are left out, so that an old page
    sent from one device takes back nothing that was answered on another.
    """
    return {item.position: read_answer(item, data) for item in items if _is_changed(item, data)}


def _is_changed(item: AttemptItem, data: FormData) -> bool:
    values, shown = _values(item, data), data.getlist(f"{field_name(item.position)}-shown")
    if not shown:
        return bool(values)
    is_essay = item.version.question.kind == Question.Kind.ESSAY
    return (_mark_of("".join(values)) if is_essay else SHOWN_JOIN.join(values)) not in shown


def _mark_of(text: str) -> str:
    """Return a short mark of a long text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def _values(item: AttemptItem, data: FormData) -> list[str]:
    sent = map(without_nul, data.getlist(field_name(item.position)))
    return ["\n".join(value.strip().splitlines()) for value in sent]


def read_answer(item: AttemptItem, data: FormData) -> Any:
    """Return the answer the form holds for one question in the stored shape; None when nothing was chosen or filled.

    What no page could have sent comes out as a place that does not exist, which saving refuses.
    """
    values = _values(item, data)
    kind = item.version.question.kind
    if kind == Question.Kind.BLANK:
        return values if any(values) else None
    if kind in PLACED_KINDS:
        return (
            [_index(value, item.option_order) if value else None for value in values] if any(values) else None
        )
    if kind == Question.Kind.ESSAY:
        return "".join(values) or None
    if not values:
        return None
    if kind == Question.Kind.TRUE_FALSE:
        return {"1": True, "0": False}.get(values[-1], values[-1])
    indexes = [_index(value, item.option_order) for value in values]
    return indexes[-1] if kind == Question.Kind.SINGLE else indexes


def _index(place: str, order: list[int]) -> int:
    known: Mapping[str, int] = {str(number): index for number, index in enumerate(order)}
    return known.get(place, -1)
