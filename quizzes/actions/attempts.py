"""Taking a quiz: start, answer, hand in.

The server's clock decides; `now` is passed in so that tests and a late request mean the same. Answers are marked here
and nowhere else, once, by the pure functions of `quizzes.grading`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from secrets import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from members.models import Member
from quizzes.errors import AttemptClosed, InvalidAnswer, NoAttemptsLeft, NotAllowed, QuizNotOpen
from quizzes.grading import answer_fault, blank_count, grade
from quizzes.models import Attempt, AttemptItem, Quiz, QuizQuestion
from quizzes.policies import attempt_policy, quiz_policy
from quizzes.signals import attempt_submitted

RULES_SHAPE = 1
# An answer sent in the last second is still under way when time is up.
GRACE = timedelta(seconds=5)
# “以上都对” and “A 和 B” speak about places, so such options stay where the editor put them.
SPEAKS_OF_PLACES = re.compile(r"^(以上|上述|前述)|[A-HＡ-Ｈ]\s*[、,，和与及]\s*[A-HＡ-Ｈ]")


def start_attempt(*, member: Member, quiz: Quiz, now: datetime) -> Attempt:
    """Start an attempt on the questions as they read now, or return the one under way.

    An attempt whose time ran out is handed in first.

    Raises:
        QuizNotOpen: not published, not for this member, outside its window, or without a usable question.
        NoAttemptsLeft: every allowed attempt is used.
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
        used = Attempt.objects.filter(quiz=quiz, member=member).aggregate(last=Max("number"))["last"] or 0
        if quiz.attempts_allowed is not None and used >= quiz.attempts_allowed:
            raise NoAttemptsLeft(quiz.attempts_allowed)
        return _freeze(member, quiz, number=used + 1, now=now)


def is_over(attempt: Attempt, *, now: datetime) -> bool:
    """Tell whether the time of `attempt` is up at `now`, the moments of grace included."""
    return attempt.deadline is not None and now >= attempt.deadline + GRACE


def save_answer(*, member: Member, attempt: Attempt, position: int, answer: Any, now: datetime) -> None:
    """Store the answer to question `position` of `attempt`; see `save_answers`."""
    save_answers(member=member, attempt=attempt, answers={position: answer}, now=now)


@transaction.atomic
def save_answers(*, member: Member, attempt: Attempt, answers: Mapping[int, Any], now: datetime) -> None:
    """Store answers by position, all or none; `None` takes an answer back. Saving twice is saving once.

    An answer has the stored shape: indexes are those of the version's options, not places on a page.

    Raises:
        NotAllowed: the attempt is somebody else's.
        AttemptClosed: handed in already, or time is up.
        InvalidAnswer: no such question, or an answer it cannot have.
    """
    if not attempt_policy.can_view(member, attempt):
        raise NotAllowed("这份答卷不是您的。")
    locked = Attempt.objects.select_for_update().only("submitted_at", "deadline").get(pk=attempt.pk)
    _require_under_way(locked, now)
    items = {
        item.position: item
        for item in AttemptItem.objects.for_answering().filter(attempt=locked, position__in=list(answers))
    }
    for position, answer in answers.items():
        if position not in items:
            raise InvalidAnswer(f"这份答卷没有第 {position} 题，请刷新页面。")
        _answer(items[position], answer, now)
    AttemptItem.objects.bulk_update(items.values(), ["answer", "answered_at"])


def _answer(item: AttemptItem, answer: Any, now: datetime) -> None:
    version = item.version
    kind = version.question.kind
    fault = answer_fault(kind, version.options, blank_count(version.stem), answer)
    if fault:
        raise InvalidAnswer(f"第 {item.position} 题没有保存：{fault}")
    answer = sorted(answer) if kind == "multiple" and answer else answer
    if answer != item.answer:
        item.answered_at = now if answer is not None else None
    item.answer = answer


@transaction.atomic
def submit_attempt(*, member: Member, attempt: Attempt, now: datetime) -> Attempt:
    """Hand in `attempt` and mark it, exactly once; handing in again returns the same result.

    After the deadline what was saved by then is handed in, dated at the deadline.

    Raises:
        NotAllowed: the attempt is somebody else's.
    """
    if not attempt_policy.can_view(member, attempt):
        raise NotAllowed("这份答卷不是您的。")
    locked = Attempt.objects.select_for_update().select_related("quiz").get(pk=attempt.pk)
    if locked.is_submitted:
        return locked
    submitted_at = min(now, locked.deadline) if locked.deadline else now
    score = _mark(locked)
    # The condition makes the second of two simultaneous submissions a no-op where rows cannot be locked.
    changed = Attempt.objects.under_way().filter(pk=locked.pk).update(submitted_at=submitted_at, score=score)
    locked.refresh_from_db(fields=["submitted_at", "score"])
    if changed:
        # Whoever listens may fail, and the failure is logged; the paper is handed in all the same.
        transaction.on_commit(lambda: attempt_submitted.send(sender=Attempt, attempt=locked), robust=True)
    return locked


def submit_overdue_attempts(*, member: Member, now: datetime) -> list[Attempt]:
    """Hand in every attempt of `member` whose time ran out; one query when there is none."""
    overdue = Attempt.objects.filter(member=member).overdue(now - GRACE)
    return [submit_attempt(member=member, attempt=attempt, now=now) for attempt in overdue]


def _require_open(member: Member, quiz: Quiz, now: datetime) -> None:
    if not quiz_policy.can_view(member, quiz):
        raise QuizNotOpen("这次测验没有向您开放。")
    if quiz.opens_at and now < quiz.opens_at:
        raise QuizNotOpen(f"这次测验 {_said(quiz.opens_at)}开始，到时再来。")
    if quiz.closes_at and now >= quiz.closes_at:
        raise QuizNotOpen(f"这次测验已于 {_said(quiz.closes_at)}截止。")


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M} "


def _require_under_way(attempt: Attempt, now: datetime) -> None:
    if attempt.is_submitted:
        raise AttemptClosed("这份答卷已经交了，答案不能再改。")
    if is_over(attempt, now=now):
        raise AttemptClosed("答题时间已到，这个答案没有保存；此前保存的答案会自动交卷。")


def _freeze(member: Member, quiz: Quiz, *, number: int, now: datetime) -> Attempt:
    entries = list(
        QuizQuestion.objects.filter(quiz=quiz, question__state="ready", question__current__isnull=False)
        .select_related("question__current")
        .order_by("sort_order", "pk")
    )
    if not entries:
        raise QuizNotOpen("这次测验还没有可用的题目，请稍后再来，或告诉组织测验的同志。")
    attempt = Attempt.objects.create(
        quiz=quiz,
        member=member,
        number=number,
        rules=_rules(quiz),
        started_at=now,
        deadline=_deadline(quiz, now),
        max_score=Decimal(sum(entry.points for entry in entries)),
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            version=version,
            position=position,
            points=entry.points,
            option_order=_order(version.options, shuffle=quiz.shuffle_options),
        )
        for position, entry in enumerate(entries, 1)
        if (version := entry.question.current)
    )
    return attempt


def _rules(quiz: Quiz) -> dict[str, Any]:
    return {
        "shape": RULES_SHAPE,
        "kind": quiz.kind,
        "time_limit_minutes": quiz.time_limit_minutes,
        "pass_percent": quiz.pass_percent,
    }


def _deadline(quiz: Quiz, now: datetime) -> datetime | None:
    ends = [quiz.closes_at] if quiz.closes_at else []
    if quiz.time_limit_minutes:
        ends.append(now + timedelta(minutes=quiz.time_limit_minutes))
    return min(ends, default=None)


def _order(options: Sequence[str], *, shuffle: bool) -> list[int]:
    order = list(range(len(options)))
    if shuffle and not any(SPEAKS_OF_PLACES.search(text) for text in options):
        SystemRandom().shuffle(order)
    return order


def _mark(attempt: Attempt) -> Decimal:
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        version = item.version
        item.score = grade(
            version.question.kind, version.options, version.answer, item.answer, item.points
        ).score
    AttemptItem.objects.bulk_update(items, ["score"])
    return sum((item.score or Decimal(0) for item in items), Decimal(0))
