"""Whom the demo recommends what: audiences, required and advised readings, with windows around today."""

from dataclasses import dataclass
from datetime import date, timedelta

from library.models import MaterialPage
from members.models import Audience, Member, Organization, Post
from quizzes.models import QuizPage
from study.models import Recommendation

Field, Category, Strength = Organization.Field, Member.Category, Recommendation.Strength


@dataclass(frozen=True)
class Advice:
    """One recommendation of the demo; `target` is a material's slug, or a quiz's with `quiz:` before it."""

    audience: str
    target: str
    strength: str = Strength.ADVISED
    due_in_days: int | None = None
    reason: str = ""


def make_audiences(places: dict[str, Organization]) -> dict[str, Audience]:
    """Create the audiences of the demo; return them by name."""
    wanted = [
        Audience(name="全体党员（示例）"),
        Audience(name="党支部书记（示例）", posts=[Post.BRANCH_SECRETARY]),
        Audience(name="农村党支部书记（示例）", posts=[Post.BRANCH_SECRETARY], fields=[Field.RURAL]),
        Audience(name="党员领导干部（示例）", posts=[Post.LEADING_CADRE, Post.CENTRAL_GROUP]),
        Audience(name="支委成员（示例）", posts=[Post.ORGANIZATION_MEMBER, Post.PUBLICITY_MEMBER]),
        Audience(name="预备党员和积极分子（示例）", categories=[Category.PROBATIONARY, Category.ACTIVIST]),
        Audience(name="流动党员（示例）", mobile_only=True),
        Audience(name="农村党员（示例）", fields=[Field.RURAL]),
        Audience(name="窗口行业党员（示例）", fields=[Field.SERVICE_WINDOW]),
        Audience(name="国企党员（示例）", fields=[Field.STATE_ENTERPRISE, Field.KEY_PROJECT]),
        Audience(name="青禾镇全体（示例）", subtree=places["青禾镇党委"]),
    ]
    for audience in wanted:
        audience.full_clean()
        audience.save()
    return {audience.name.removesuffix("（示例）"): audience for audience in wanted}


def recommend(
    advice: list[Advice],
    *,
    audiences: dict[str, Audience],
    by: Organization,
    today: date,
) -> list[Recommendation]:
    """Create the demo's recommendations as given by organisation `by`."""
    materials = {page.slug: page for page in MaterialPage.objects.listed()}
    quizzes = {quiz.slug: quiz for quiz in QuizPage.objects.all()}
    made = []
    for one in advice:
        is_quiz = one.target.startswith("quiz:")
        recommendation = Recommendation(
            audience=audiences[one.audience],
            material=None if is_quiz else materials[one.target],
            quiz=quizzes[one.target.removeprefix("quiz:")] if is_quiz else None,
            strength=one.strength,
            organization=by,
            reason=one.reason,
            starts_on=today - timedelta(days=14),
            due_on=today + timedelta(days=one.due_in_days) if one.due_in_days is not None else None,
        )
        recommendation.full_clean()
        made.append(recommendation)
    return Recommendation.objects.bulk_create(made)
