"""One person's paper, made from the plan and a seed: the same seed makes the same paper from the same bank."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.crypto import get_random_string, salted_hmac

from members.models import Member
from quizzes.errors import QuizNotOpen
from quizzes.models import AttemptItem, Question, QuestionVersion, QuizPage
from quizzes.papers.checking import name_of
from quizzes.papers.drawing import Request, draw
from quizzes.papers.ordering import in_order_of
from quizzes.papers.plans import Plan
from quizzes.papers.sources import candidates

__all__ = ["Paper", "Placed", "compose", "group_seed", "met_before", "seed_for"]

NOTHING = "这次测验还没有可用的题目，请稍后再来，或告诉组织测验的同志。"
SEED_LENGTH = 32


@dataclass(frozen=True)
class Placed:
    """A question in its place, as it reads now."""

    version: QuestionVersion
    points: int


@dataclass(frozen=True)
class Part:
    """A section of a made paper."""

    title: str
    points: int
    placed: Sequence[Placed]


@dataclass(frozen=True)
class Paper:
    """A made paper; sections without a question are left out."""

    parts: Sequence[Part]

    @property
    def placed(self) -> list[Placed]:
        """Return every question in order."""
        return [one for part in self.parts for one in part.placed]

    def sections(self) -> list[dict[str, Any]]:
        """Return the sections as an attempt's rules keep them."""
        return [
            {"title": part.title, "count": len(part.placed), "points": sum(one.points for one in part.placed)}
            for part in self.parts
        ]


def seed_for(quiz: QuizPage, member: Member, day: date | None = None) -> str:
    """Return the seed of a new paper: of the quiz for a group, of the day and the person for 每日一练, else chance.

    Seeds of the first two kinds are keyed with the site's secret, so that nobody can work out a paper beforehand.
    """
    if quiz.is_for_group:
        return group_seed(quiz, day)
    return _keyed(f"{quiz.pk}:{member.pk}:{day}") if day else get_random_string(SEED_LENGTH)


def group_seed(quiz: QuizPage, day: date | None = None) -> str:
    """Return the seed of the one paper everybody in a group gets (of that day)."""
    return _keyed(f"{quiz.pk}:{day}" if day else f"{quiz.pk}")


def _keyed(about: str) -> str:
    return salted_hmac("quizzes.papers", about, secret=settings.SECRET_KEY).hexdigest()[:SEED_LENGTH]


def met_before(member: Member) -> set[int]:
    """Return the ids of the questions in the member's earlier papers; one query."""
    mine = AttemptItem.objects.filter(attempt__member=member)
    return set(mine.values_list("version__question", flat=True))


def compose(quiz: QuizPage, plans: Sequence[Plan], *, seed: str, met: Collection[int] = ()) -> Paper:
    """Make the paper of `seed`; drawn questions not in `met` come before those that are.

    A chosen question that is not usable now is left out; a draw takes what there is in 每日一练, and is refused elsewhere.

    Raises:
        QuizNotOpen: nothing can be asked, or a draw cannot be served.
    """
    rules = [rule for plan in plans for rule in plan.draws]
    held_by = quiz.organization if rules else None
    requests = [
        Request(rule.count, _by_welcome(candidates(rule, held_by), seed, number, met))
        for number, rule in enumerate(rules)
    ]
    chosen = [row.question_id for plan in plans for row in plan.chosen]
    drawn = iter(draw(requests, taken=chosen))
    asked: set[int] = set()
    ids: list[list[tuple[int, int]]] = []
    for number, plan in enumerate(plans, 1):
        section = [(row.question_id, row.points or plan.points) for row in plan.chosen]
        for rule in plan.draws:
            got = next(drawn)
            if len(got) < rule.count and not quiz.is_daily:
                raise QuizNotOpen(f"{name_of(plan, number)}的题不够，暂时不能开始，请告诉组织测验的同志。")
            section += [(pk, plan.points) for pk in got]
        fresh = [one for one in dict(section).items() if one[0] not in asked]
        asked |= {pk for pk, _ in fresh}
        ids.append(_ordered(quiz, fresh, seed, number))
    return _paper(plans, ids)


def _by_welcome(pool: Sequence[int], seed: str, number: int, met: Collection[int]) -> list[int]:
    mixed = in_order_of(seed, pool, label=f"draw {number}")
    return [*(pk for pk in mixed if pk not in met), *(pk for pk in mixed if pk in met)]


def _ordered(quiz: QuizPage, section: list[tuple[int, int]], seed: str, number: int) -> list[tuple[int, int]]:
    if not quiz.shuffle_questions or quiz.is_for_group:
        return section
    place = {pk: at for at, pk in enumerate(in_order_of(seed, dict(section), label=f"section {number}"))}
    return sorted(section, key=lambda one: place[one[0]])


def _paper(plans: Sequence[Plan], ids: Sequence[Sequence[tuple[int, int]]]) -> Paper:
    wanted = [pk for section in ids for pk, _ in section]
    usable = Question.objects.usable().filter(pk__in=wanted).values("current")
    asked = QuestionVersion.objects.filter(pk__in=usable).select_related("question")
    versions = {version.question_id: version for version in asked}
    parts = [
        Part(
            plan.title,
            plan.points,
            [Placed(version, points) for pk, points in section if (version := versions.get(pk))],
        )
        for plan, section in zip(plans, ids, strict=True)
    ]
    paper = Paper([part for part in parts if part.placed])
    if not paper.parts:
        raise QuizNotOpen(NOTHING)
    return paper
