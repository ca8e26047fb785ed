"""What can be put into a plan: texts, books, lectures and quizzes somebody may see, found by their titles."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from library.models import MaterialPage
from library.policies import material_policy
from members.models import Member
from members.requests import is_number
from quizzes.models import QuizPage
from quizzes.policies import quiz_policy
from study.models import StudySession
from study.models.planned import PlannedThing
from study.plans.measuring import SESSION_MINUTES, parts_of, title_of, within

SHOWN = 12
Kind = PlannedThing.Kind


@dataclass(frozen=True)
class Target:
    """Something to study: `key` is what the form sends back."""

    key: str
    title: str
    kind: str
    minutes: int


def find_targets(user: Member, query: str) -> list[Target]:
    """Return what has every word of `query` in its title, the newest first; without words, the newest."""
    materials = material_policy.visible_to(user).listed()
    quizzes = quiz_policy.visible_to(user)
    for word in query.split():
        materials, quizzes = materials.filter(title__icontains=word), quizzes.filter(title__icontains=word)
    texts = materials.order_by("-first_published_at", "-pk").defer("body")[:SHOWN]
    found = [
        Target(f"material:{page.pk}", page.title, page.kind_label, page.reading_minutes) for page in texts
    ]
    asked = quizzes.order_by("-first_published_at", "-pk")[:SHOWN]
    return found + [
        Target(f"quiz:{quiz.pk}", quiz.title, quiz.kind_label(), quiz.time_limit_minutes or 0)
        for quiz in asked
    ]


def coming_sessions(user: Member, query: str = "") -> list[Target]:
    """Return the planned sessions on whose roll `user` will stand, with every word of `query`, the next first."""
    coming = StudySession.objects.concerning(user, on=timezone.localdate()).ahead_of(timezone.localdate())
    for word in query.split():
        coming = coming.filter(title__icontains=word)
    return [
        Target(
            f"session:{one.pk}",
            f"{one.held_on.month}月{one.held_on.day}日 {one.title}",
            one.kind_label,
            SESSION_MINUTES,
        )
        for one in coming[:SHOWN]
    ]


def session_values(user: Member, key: str) -> dict[str, Any] | None:
    """Return the values of an item for the session `key` names; None when it is not the user's."""
    kind, _, number = key.partition(":")
    if kind != "session" or not is_number(number):
        return None
    today = timezone.localdate()
    known = StudySession.objects.concerning(user, on=today).ahead_of(today).filter(pk=int(number)).first()
    if known is None:
        return None
    day = {"fixed_on": known.held_on, "fixed_at": known.starts_at}
    return {"kind": Kind.SESSION, "title": known.title, "session": known, **day}


def values_of(user: Member, key: str) -> dict[str, Any] | None:
    """Return the values of a thing for what `key` names; None when it is not there for `user`."""
    kind, _, number = key.partition(":")
    if not is_number(number):
        return None
    if kind == "quiz":
        quiz = quiz_policy.visible_to(user).filter(pk=int(number)).first()
        return _of_quiz(quiz) if quiz else None
    material = material_policy.visible_to(user).filter(pk=int(number)).first()
    return _of_material(material) if material else None


def narrow(thing: PlannedThing, first: str, last: str) -> None:
    """Make `thing` the part of its text from `first` to `last`; without either, the whole text. Length as it comes.

    Raises:
        NoSuchPart: the part is not there.
    """
    material = thing.material
    if material is None or (first, last) == (thing.first_address, thing.last_address):
        return
    thing.minutes = 0
    if not first and not last:
        thing.kind, thing.title = _kind_of(material), material.title
        thing.first_address = thing.last_address = ""
        return
    parts = parts_of(material)
    chosen = within(parts, first or parts[0].address, last or first or parts[-1].address) if parts else []
    if not chosen:
        return
    thing.kind, thing.title = Kind.PART, title_of(material, chosen)
    thing.first_address, thing.last_address = chosen[0].address, chosen[-1].address


def _of_material(material: MaterialPage) -> dict[str, Any]:
    return {"kind": _kind_of(material), "title": material.title, "material": material}


def _of_quiz(quiz: QuizPage) -> dict[str, Any]:
    return {"kind": Kind.QUIZ, "title": quiz.title, "quiz": quiz}


def _kind_of(material: MaterialPage) -> str:
    return Kind.LECTURE if material.kind == MaterialPage.Kind.MICRO_LECTURE else Kind.MATERIAL
