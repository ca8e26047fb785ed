"""The quizzes of one member, grouped by what can be done with them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from members.models import Member
from quizzes.models import Attempt, QuizPage
from quizzes.policies import attempt_policy, quiz_policy


def is_open(quiz: QuizPage, now: datetime) -> bool:
    """Tell whether `now` is in the window of `quiz`."""
    begun = quiz.opens_at is None or quiz.opens_at <= now
    return begun and (quiz.closes_at is None or now < quiz.closes_at)


def attempts_left(quiz: QuizPage, used: int) -> int | None:
    """Return how many attempts are left of those allowed; None without a limit, as in 每日一练, which has one a day."""
    if quiz.is_daily or quiz.attempts_allowed is None:
        return None
    return max(0, quiz.attempts_allowed - used)


@dataclass(frozen=True)
class Row:
    """A quiz and where the member stands with it."""

    quiz: QuizPage
    running: Attempt | None
    best: Attempt | None
    used: int
    is_done_today: bool = False

    @property
    def is_to_do(self) -> bool:
        """Tell whether it waits for the member: not answered yet, or not today, or half answered."""
        if self.running:
            return True
        return not self.is_done_today if self.quiz.is_daily else self.best is None

    @property
    def is_used_up(self) -> bool:
        """Tell whether no attempt is left."""
        return attempts_left(self.quiz, self.used) == 0 and self.running is None


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
    to_do = [row for row in current if row.is_to_do]
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
    today = timezone.localdate(now)
    return [_row(quiz, attempts.get(quiz.pk, []), today) for quiz in quizzes]


def _row(quiz: QuizPage, attempts: list[Attempt], today: date) -> Row:
    done = [attempt for attempt in attempts if attempt.is_submitted]
    return Row(
        quiz=quiz,
        running=next((attempt for attempt in attempts if not attempt.is_submitted), None),
        best=max(done, key=lambda attempt: attempt.score or 0, default=None),
        used=len(attempts),
        is_done_today=quiz.is_daily and any(attempt.day == today for attempt in done),
    )
