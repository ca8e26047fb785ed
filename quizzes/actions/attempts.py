"""Taking a quiz: start and hand in; the answers between stand in `answers.py`.

The server's clock decides; `now` is passed in so that tests and a late request mean the same. Answers are marked here
and nowhere else, once, by the pure functions of `quizzes.grading`.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from members.models import Member
from quizzes.errors import NoAttemptsLeft, NotAllowed, NotOffered, QuizNotOpen
from quizzes.grading import grade, needs_person
from quizzes.models import Attempt, AttemptItem, QuizPage
from quizzes.papers.composing import compose, met_before, seed_for
from quizzes.papers.ordering import option_order
from quizzes.papers.plans import plans_of
from quizzes.papers.rules import allowance_of, copy_rules, deadline_of
from quizzes.policies import attempt_policy, quiz_policy
from quizzes.querysets import Frozen
from quizzes.signals import attempt_submitted

# An answer sent in the last second is still under way when time is up.
GRACE = timedelta(seconds=5)


def start_attempt(*, member: Member, quiz: QuizPage, now: datetime) -> Attempt:
    """Start an attempt on the questions as they read now, or return the one under way.

    An attempt whose time ran out is handed in first.

    Raises:
        NotOffered: not published, or not for this member.
        QuizNotOpen: outside its window, without a usable question, or with a draw that cannot be served.
        NoAttemptsLeft: every allowed attempt is used; of 每日一练, today's.
    """
    with transaction.atomic():
        # One lock per member: two taps on “开始答题” wait for each other instead of colliding.
        Member.objects.select_for_update().only("pk").get(pk=member.pk)
        running = Attempt.objects.under_way().filter(quiz=quiz, member=member).first()
        if running and is_over(running, now=now):
            submit_attempt(member=member, attempt=running, now=now)
            running = None
        if running:
            return running
        _require_open(member, quiz, now)
        mine = Attempt.objects.filter(quiz=quiz, member=member)
        day = timezone.localdate(now) if quiz.is_daily else None
        if day and mine.filter(day=day).exists():
            raise NoAttemptsLeft(1, "今天的练习已经做过了，明天再来。")
        used = mine.aggregate(last=Max("number"))["last"] or 0
        if not day and quiz.attempts_allowed is not None and used >= quiz.attempts_allowed:
            raise NoAttemptsLeft(quiz.attempts_allowed)
        return _freeze(member, quiz, number=used + 1, day=day, now=now)


def is_over(attempt: Attempt, *, now: datetime) -> bool:
    """Tell whether the time of `attempt` is up at `now`, the moments of grace included."""
    return attempt.deadline is not None and now >= attempt.deadline + GRACE


@transaction.atomic
def submit_attempt(*, member: Member, attempt: Attempt, now: datetime) -> Attempt:
    """Hand in `attempt` and mark it, exactly once; handing in again returns the same result.

    After the deadline what was saved by then is handed in, dated at the deadline.

    Raises:
        NotAllowed: the attempt is somebody else's.
    """
    if not attempt_policy.can_view(member, attempt):
        raise NotAllowed("这份答卷不是您的。")
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt.pk)
    if locked.is_submitted:
        return locked
    submitted_at = min(now, locked.deadline) if locked.deadline else now
    score, awaiting = _mark(locked)
    # The condition makes the second of two simultaneous submissions a no-op where rows cannot be locked.
    changed = (
        Attempt.objects.under_way()
        .filter(pk=locked.pk)
        .update(submitted_at=submitted_at, score=score, awaiting=awaiting)
    )
    locked.refresh_from_db(fields=["submitted_at", "score", "awaiting"])
    if changed:
        # Whoever listens may fail, and the failure is logged; the paper is handed in all the same.
        transaction.on_commit(lambda: attempt_submitted.send(sender=Attempt, attempt=locked), robust=True)
    return locked


def submit_overdue_attempts(*, member: Member, now: datetime) -> list[Attempt]:
    """Hand in every attempt of `member` whose time ran out; one query when there is none."""
    overdue = Attempt.objects.filter(member=member).overdue(now - GRACE)
    return [submit_attempt(member=member, attempt=attempt, now=now) for attempt in overdue]


def submit_all_overdue_attempts(*, now: datetime) -> int:
    """Hand in every attempt whose time ran out, whoever's it is and whether they come back or not; return how many."""
    overdue = Attempt.objects.overdue(now - GRACE).select_related("member").order_by("pk")
    return len([submit_attempt(member=attempt.member, attempt=attempt, now=now) for attempt in overdue])


def _require_open(member: Member, quiz: QuizPage, now: datetime) -> None:
    if not quiz_policy.can_view(member, quiz):
        raise NotOffered
    if quiz.opens_at and now < quiz.opens_at:
        raise QuizNotOpen(f"这次测验 {_said(quiz.opens_at)}开始，到时再来。")
    if quiz.closes_at and now >= quiz.closes_at:
        raise QuizNotOpen(f"这次测验已于 {_said(quiz.closes_at)}截止。")


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M} "


def _freeze(member: Member, quiz: QuizPage, *, number: int, day: date | None, now: datetime) -> Attempt:
    seed = seed_for(quiz, member, day)
    met = set() if quiz.is_for_group else met_before(member)
    paper = compose(quiz, plans_of(quiz, only_to_ask=True), seed=seed, met=met)
    allowance = allowance_of(member, quiz)
    attempt = Attempt.objects.create(
        quiz=quiz,
        member=member,
        number=number,
        rules=copy_rules(quiz, allowance, paper.sections()),
        seed=seed,
        day=day,
        started_at=now,
        deadline=deadline_of(quiz, allowance, now=now),
        max_score=Decimal(sum(one.points for one in paper.placed)),
    )
    shuffle = quiz.shuffle_options and not quiz.is_for_group
    AttemptItem.objects.freeze(
        attempt.pk,
        [
            Frozen(
                one.version.pk,
                one.points,
                option_order(
                    one.version.question.kind,
                    one.version.options,
                    seed=f"{seed}:{one.version.pk}",
                    shuffle=shuffle,
                ),
            )
            for one in paper.placed
        ],
    )
    return attempt


def _mark(attempt: Attempt) -> tuple[Decimal, int]:
    """Mark what needs no person; return the points so far and how many answers wait for one."""
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        version, kind = item.version, item.version.question.kind
        waits = needs_person(kind, item.answer)
        item.score = (
            None if waits else grade(kind, version.options, version.answer, item.answer, item.points).score
        )
    AttemptItem.objects.bulk_update(items, ["score"])
    scores = [item.score for item in items if item.score is not None]
    return sum(scores, Decimal(0)), len(items) - len(scores)
