"""The rules as they are copied onto an attempt, and read from it.

Shapes of `Attempt.rules`: 1 was `{shape, kind, time_limit_minutes, pass_percent}`. 2 is `{shape, kind, feedback,
time_limit_minutes, extra_percent, large_print, pass_percent, closes_at, sections}`, where `closes_at` is an ISO moment
or null, and `sections` a list of `{title, count, points}` in the order of the paper's questions. 3 is 2 with `attempts_allowed`,
a number or null for as many as one likes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone

from members.models import Member
from quizzes.models import Accommodation, QuizPage

__all__ = [
    "RULES_SHAPE",
    "Allowance",
    "SectionScore",
    "allowance_of",
    "copy_rules",
    "deadline_of",
    "section_scores",
]

RULES_SHAPE = 3


@dataclass(frozen=True)
class Allowance:
    """What one member is given in one quiz."""

    extra_percent: int = 0
    large_print: bool = False


def allowance_of(member: Member, quiz: QuizPage) -> Allowance:
    """Return what `member` is given in `quiz`, the most of what is written for it and for all; one query."""
    mine = Accommodation.objects.filter(Q(quiz=quiz) | Q(quiz__isnull=True), member=member)
    rows = list(mine.values_list("extra_percent", "large_print"))
    return Allowance(max((extra for extra, _ in rows), default=0), any(large for _, large in rows))


def copy_rules(quiz: QuizPage, allowance: Allowance, sections: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what an attempt keeps of its quiz."""
    return {
        "shape": RULES_SHAPE,
        "kind": quiz.kind,
        "feedback": quiz.feedback,
        "time_limit_minutes": quiz.time_limit_minutes,
        "extra_percent": allowance.extra_percent,
        "large_print": allowance.large_print,
        "pass_percent": quiz.pass_percent,
        "attempts_allowed": quiz.attempts_allowed,
        "closes_at": quiz.closes_at.isoformat() if quiz.closes_at else None,
        "sections": list(sections),
    }


def deadline_of(quiz: QuizPage, allowance: Allowance, *, now: datetime) -> datetime | None:
    """Return until when a paper started at `now` can be answered.

    Extra time moves the end of the window too, or a short window would take it away again; a 每日一练 ends with its day.
    """
    limit = timedelta(minutes=quiz.time_limit_minutes or 0)
    extra = limit * allowance.extra_percent / 100
    ends = [quiz.closes_at + extra] if quiz.closes_at else []
    if limit:
        ends.append(now + limit + extra)
    if quiz.is_daily:
        tomorrow = timezone.localdate(now) + timedelta(days=1)
        ends.append(timezone.make_aware(datetime.combine(tomorrow, time.min)))
    return min(ends, default=None)


class Marked(Protocol):
    """What a marked question tells of itself."""

    score: Decimal | None
    points: int


@dataclass(frozen=True)
class SectionScore:
    """One section of a result; points."""

    title: str
    count: int
    score: Decimal
    max_score: int


def section_scores(rules: dict[str, Any], items: Sequence[Marked]) -> list[SectionScore]:
    """Return the score of each section; `items` stand in the order of the paper. A single section is not told apart."""
    found = []
    start = 0
    for number, section in enumerate(rules.get("sections", ()), 1):
        mine = items[start : start + section["count"]]
        start += section["count"]
        got = sum((item.score or Decimal(0) for item in mine), Decimal(0))
        title = section["title"] or f"第 {number} 部分"
        found.append(SectionScore(title, len(mine), got, sum(item.points for item in mine)))
    return found if len(found) > 1 else []
