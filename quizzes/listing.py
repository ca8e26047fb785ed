"""The quizzes of one member, grouped by what can be done with them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from members.models import Member
from quizzes.models import Attempt, QuizPage
from quizzes.policies import attempt_policy, quiz_policy


@dataclass(frozen=True)
class Row:
    """A quiz and where the member stands with it."""

    quiz: QuizPage
    running: Attempt | None
    best: Attempt | None
    used: int

    @property
    def is_used_up(self) -> bool:
        """Tell whether no attempt is left."""
        allowed = self.quiz.attempts_allowed
        return allowed is not None and self.used >= allowed and self.running is None


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `empty` is said when there are none."""

    name: str
    title: str
    rows: list[Row]
    empty: str = ""


def group_by_state(member: Member, *, now: datetime) -> list[Group]:
    """Return open, coming and past quizzes of `member`, the most pressing first."""
    rows = _rows(member, now=now)
    coming = [row for row in rows if row.quiz.opens_at and row.quiz.opens_at > now]
    past = [row for row in rows if row.quiz.closes_at and row.quiz.closes_at <= now]
    behind = {row.quiz.pk for row in [*coming, *past]}
    current = [row for row in rows if row.quiz.pk not in behind]
    to_do = [row for row in current if row.best is None or row.running]
    again = [row for row in current if row not in to_do]
    groups = [
        Group("open", "可以参加", to_do, "现在没有要参加的测验。读一份资料，过几天再来看看。"),
        Group("coming", "即将开始", coming),
        Group("done", "已经答过", again),
        Group("past", "已经截止", past),
    ]
    return [group for group in groups if group.rows or group.empty]


def _rows(member: Member, *, now: datetime) -> list[Row]:
    first = F("closes_at").asc(nulls_last=True)
    quizzes = quiz_policy.visible_to(member, now=now).with_size().order_by(first, "title")
    attempts: dict[int, list[Attempt]] = {}
    for attempt in attempt_policy.visible_to(member).order_by("number"):
        attempts.setdefault(attempt.quiz_id, []).append(attempt)
    return [_row(quiz, attempts.get(quiz.pk, [])) for quiz in quizzes]


def _row(quiz: QuizPage, attempts: list[Attempt]) -> Row:
    done = [attempt for attempt in attempts if attempt.is_submitted]
    return Row(
        quiz=quiz,
        running=next((attempt for attempt in attempts if not attempt.is_submitted), None),
        best=max(done, key=lambda attempt: attempt.score or 0, default=None),
        used=len(attempts),
    )
