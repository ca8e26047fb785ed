"""今日学习: everything one member's home page shows, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from library.models import MaterialPage
from members.models import Member
from quizzes.models import Attempt, QuizPage
from quizzes.policies import quiz_policy
from quizzes.review_queue import TodaysReview, todays_review
from study.models import Progress, Recommendation
from study.recommending import Suggestion, suggest

CONTINUE_SHOWN = 3
SUGGESTIONS_SHOWN = 8
QUIZZES_SHOWN = 4


@dataclass(frozen=True)
class Desk:
    """One member's study desk at one moment."""

    first: Suggestion | None
    reading: list[Progress]
    required: list[Suggestion]
    advised: list[Suggestion]
    quizzes: list[QuizPage]
    review: TodaysReview | None = None


def finished_targets(member: Member) -> set[tuple[str, int]]:
    """Return ("material" | "quiz", id) of what `member` finished; at most three queries.

    Reading any edition of a regulation to its end counts for the regulation, which is the edition's parent page.
    """
    finished = Progress.objects.filter(member=member, finished_at__isnull=False)
    pages = list(finished.values_list("material_id", "material__path", "material__kind"))
    done = {("material", pk) for pk, _, _ in pages}
    regulations = [
        path[: -MaterialPage.steplen] for _, path, kind in pages if kind == MaterialPage.Kind.EDITION
    ]
    if regulations:
        parents = MaterialPage.objects.filter(path__in=regulations).values_list("pk", flat=True)
        done |= {("material", pk) for pk in parents}
    attempts = Attempt.objects.filter(member=member).submitted().values_list("quiz_id", flat=True)
    return done | {("quiz", pk) for pk in attempts}


def suggestions_for(member: Member, *, now: datetime) -> list[Suggestion]:
    """Return what is recommended to `member`, ordered; five queries whatever the number of rules."""
    today = timezone.localdate(now)
    recommendations = (
        Recommendation.objects.begun_by(today)
        .exclude(material__live=False)
        .exclude(quiz__live=False)
        .select_related("audience__subtree", "organization", "material", "quiz")
    )
    return suggest(
        recommendations,
        member=member,
        posts=member.posts_on(today),
        done=finished_targets(member),
        today=today,
    )


def lay_out(*, member: Member, now: datetime) -> Desk:
    """Return the desk of `member` at `now`.

    The first required suggestion is the one thing to do now; without one, the text last open is.
    """
    suggestions = suggestions_for(member, now=now)
    required = [one for one in suggestions if one.is_required]
    advised = [one for one in suggestions if not one.is_required]
    reading = list(
        Progress.objects.filter(member=member, material__live=True).unfinished().select_related("material")
    )
    first = required[0] if required else None
    return Desk(
        first=first,
        reading=reading[:CONTINUE_SHOWN],
        required=required[1:],
        advised=advised[:SUGGESTIONS_SHOWN],
        quizzes=list(quiz_policy.open_to(member, now=now)[:QUIZZES_SHOWN]),
        review=todays_review(member, now=now),
    )
