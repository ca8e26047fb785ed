"""Which recommendations reach a person, in which order, and the reason each gives.

The rule, the same for everybody:

1. A recommendation applies when its audience includes the person and its window has begun.
2. Of several that name the same material or quiz, 必学 beats 推荐; then the nearest organisation (the deepest in the
   tree that gave one) beats the more general one.
3. What is finished leaves the list.
4. Order: 必学 before 推荐; then the earlier due date, those without one last; then the nearer organisation; then the
   order in which they were made.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from members.models import Audience, Member, Organization, Post
from study.models import Recommendation


@dataclass(frozen=True)
class Suggestion:
    """One thing a person is asked or advised to study, with its reason."""

    recommendation: Recommendation
    reason: str
    is_overdue: bool

    @property
    def is_required(self) -> bool:
        """Tell whether it is 必学."""
        return self.recommendation.strength == Recommendation.Strength.REQUIRED

    @property
    def is_quiz(self) -> bool:
        """Tell whether it is a quiz rather than a text."""
        return self.recommendation.quiz is not None

    @property
    def title(self) -> str:
        """Return the title of what is suggested."""
        return str(self.recommendation.quiz or self.recommendation.material)

    @property
    def summary(self) -> str:
        """Return the one line under the title, "" where there is none."""
        material = self.recommendation.material
        return material.summary if material else ""

    @property
    def minutes(self) -> int:
        """Return how many minutes it takes, 0 where that is not known."""
        quiz, material = self.recommendation.quiz, self.recommendation.material
        return (quiz.time_limit_minutes or 0) if quiz else (material.reading_minutes if material else 0)

    @property
    def url(self) -> str:
        """Return where it stands within the site."""
        quiz, material = self.recommendation.quiz, self.recommendation.material
        if quiz:
            return reverse("quizzes:quiz", args=[quiz.slug])
        return (material.url if material else "") or "/"


def explain(audience: Audience, *, member: Member, posts: set[str]) -> str:
    """Return why `audience` includes `member`, e.g. “因为您是党支部书记”; the most personal condition speaks."""
    held = [str(Post(code).label) for code in audience.posts if code in posts]
    if held:
        return f"因为您是{held[0]}"
    if audience.mobile_only:
        return "因为您是流动党员"
    if audience.categories:
        return f"因为您是{Member.Category(member.category).label}"
    if audience.fields and member.organization:
        return f"因为您所在的是{Organization.Field(member.organization.field).label}党组织"
    if audience.subtree:
        return f"{audience.subtree.label}请所属党员都学"
    return "全体党员共同学习的内容"


def suggest(
    recommendations: Iterable[Recommendation],
    *,
    member: Member,
    posts: set[str],
    done: Collection[tuple[str, int]],
    today: date,
) -> list[Suggestion]:
    """Return what reaches `member`, ordered; `done` holds ("material" | "quiz", id) of what is finished.

    Reads related audience, subtree and organisation, so the caller loads them with the recommendations.
    """
    chosen: dict[tuple[str, int], Recommendation] = {}
    for recommendation in recommendations:
        target = _target(recommendation)
        if target in done or not recommendation.audience.includes(member, posts=posts):
            continue
        rival = chosen.get(target)
        if rival is None or _precedence(recommendation) < _precedence(rival):
            chosen[target] = recommendation
    return [
        Suggestion(
            recommendation=one,
            reason=one.reason or explain(one.audience, member=member, posts=posts),
            is_overdue=one.due_on is not None and one.due_on < today,
        )
        for one in sorted(chosen.values(), key=_rank)
    ]


def _target(recommendation: Recommendation) -> tuple[str, int]:
    if recommendation.material_id is not None:
        return "material", recommendation.material_id
    return "quiz", recommendation.quiz_id or 0


def _is_advice(recommendation: Recommendation) -> bool:
    return recommendation.strength != Recommendation.Strength.REQUIRED


def _precedence(recommendation: Recommendation) -> tuple[bool, int]:
    return _is_advice(recommendation), -recommendation.organization.depth


def _rank(recommendation: Recommendation) -> tuple[bool, date, int, int]:
    due = recommendation.due_on or date.max
    return _is_advice(recommendation), due, -recommendation.organization.depth, recommendation.pk
