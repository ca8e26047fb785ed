"""How long a thing takes, and which part of a text it is: read from the library and the quizzes."""

from dataclasses import dataclass

from library.models import MaterialPage, Provision
from library.pocketbooks.compiling import text_in_force
from quizzes.models import QuizPage
from study.models.planned import PlannedThing
from study.pacing import READING_CHARS_PER_MINUTE
from study.plans.errors import NoSuchPart

SESSION_MINUTES, ACT_MINUTES = 90, 60
MINUTES_PER_QUESTION = 1
LABEL_CHARS = 18


@dataclass(frozen=True)
class Part:
    """An article of a text, or a paragraph of one without articles, as a place to begin or to end."""

    address: str
    number: str
    label: str
    chars: int


def parts_of(material: MaterialPage) -> list[Part]:
    """Return the parts of the text a reader of `material` gets today, in order."""
    text = text_in_force(material.specific)
    units = Provision.objects.filter(material_id=text.pk, is_unit=True).order_by("position")
    return [_part(unit) for unit in units.only("address", "number", "heading", "full_text", "material_id")]


def within(parts: list[Part], first: str, last: str) -> list[Part]:
    """Return the parts from `first` to `last`, both included.

    Raises:
        NoSuchPart: one of them is not there, or the last stands before the first.
    """
    places = {part.address: place for place, part in enumerate(parts)}
    if first not in places or last not in places or places[last] < places[first]:
        raise NoSuchPart
    return parts[places[first] : places[last] + 1]


def title_of(material: MaterialPage, chosen: list[Part]) -> str:
    """Return what a part of a text is called, e.g. 《支部学习规定》第三条至第九条."""
    first, last = chosen[0], chosen[-1]
    place = first.number or f"“{first.label}”"
    if len(chosen) > 1:
        place += f"至{last.number or f'“{last.label}”'}"
    return f"《{material.title}》{place}"[:200]


def reading_minutes(parts: list[Part]) -> int:
    """Return how long these parts take to read."""
    return max(1, round(sum(part.chars for part in parts) / READING_CHARS_PER_MINUTE))


def minutes_of(thing: PlannedThing) -> int:
    """Return how long `thing` takes, as far as the site knows; what a person wrote stands."""
    Kind = PlannedThing.Kind
    if thing.minutes:
        return thing.minutes
    if thing.kind == Kind.QUIZ and thing.quiz:
        return _quiz_minutes(thing.quiz)
    if thing.kind == Kind.PART and thing.material:
        return reading_minutes(within(parts_of(thing.material), thing.first_address, thing.last_address))
    if thing.material:
        return max(1, thing.material.reading_minutes)
    return {Kind.SESSION: SESSION_MINUTES, Kind.ACT: ACT_MINUTES}.get(Kind(thing.kind), 0)


def _quiz_minutes(quiz: QuizPage) -> int:
    if quiz.time_limit_minutes:
        return int(quiz.time_limit_minutes)
    sized = QuizPage.objects.filter(pk=quiz.pk).with_size().values_list("question_count", flat=True)
    return max(1, sized[0] * MINUTES_PER_QUESTION)


def _part(unit: Provision) -> Part:
    words = unit.heading or unit.full_text.removeprefix(unit.number).strip()
    label = words[:LABEL_CHARS].split("\n")[0]
    return Part(unit.address, unit.number, label, len(unit.full_text))
