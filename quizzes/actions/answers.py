"""Answers on their way in: saved one by one or together, and shown right or wrong where the rules allow it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from members.models import Member
from quizzes.actions.attempts import is_over
from quizzes.errors import (
    AnsweredElsewhere,
    AnswerStands,
    AttemptClosed,
    InvalidAnswer,
    NoSuchAttempt,
    NoSuchQuestion,
    NotAllowed,
)
from quizzes.grading import answer_fault, needs_person
from quizzes.models import Attempt, AttemptItem, QuizPage
from quizzes.policies import attempt_policy


@dataclass(frozen=True)
class Sent:
    """How an answer came: from which page, as its how-manieth change, and how long the page kept it before.

    `over` is the mark of an answer of another page that the member was shown and wants replaced.

    A form without script tells nothing of this.
    """

    device: str = ""
    turn: int = 0
    kept: timedelta = timedelta(0)
    over: str = ""


BY_FORM = Sent()
ANSWER_FIELDS = ("answer", "answered_at", "device", "turn")


@transaction.atomic
def save_given(
    *,
    member: Member,
    attempt_id: int,
    position: int,
    read: Callable[[AttemptItem], Any],
    now: datetime,
    sent: Sent = BY_FORM,
) -> None:
    """Store one answer as `read` finds it for its question, in as few queries as can be: this is what crowds call.

    Raises:
        NoSuchAttempt: there is none of that number, or it is somebody else's.
        NoSuchQuestion: the attempt has no question at `position`.
        As `save_answers` otherwise.
    """
    mine = attempt_policy.visible_to(member).select_for_update().only("submitted_at", "deadline")
    try:
        locked = mine.get(pk=attempt_id)
    except Attempt.DoesNotExist as error:
        raise NoSuchAttempt from error
    try:
        item = AttemptItem.objects.for_answering().get(attempt=attempt_id, position=position)
    except AttemptItem.DoesNotExist as error:
        raise NoSuchQuestion(position) from error
    _require_under_way(locked, now)
    if _answer(item, read(item), now, sent):
        item.save(update_fields=ANSWER_FIELDS)


def save_answer(
    *, member: Member, attempt: Attempt, position: int, answer: Any, now: datetime, sent: Sent = BY_FORM
) -> None:
    """Store the answer to question `position` of `attempt`; see `save_answers`."""
    save_answers(member=member, attempt=attempt, answers={position: answer}, now=now, sent=sent)


@transaction.atomic
def save_answers(
    *, member: Member, attempt: Attempt, answers: Mapping[int, Any], now: datetime, sent: Sent = BY_FORM
) -> None:
    """Store answers by position, all or none; `None` takes an answer back. Saving twice is saving once.

    An answer has the stored shape: indexes are those of the version's options, not places on a page. One that a page
    has changed since is acknowledged and changes nothing.

    Raises:
        NotAllowed: the attempt is somebody else's.
        AttemptClosed: handed in already, or time is up.
        AnswerStands: right and wrong were shown for the question, and the answer is another.
        AnsweredElsewhere: kept while there was no network, and another page has answered meanwhile.
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
    changed = []
    for position, answer in answers.items():
        if position not in items:
            raise NoSuchQuestion(position)
        if _answer(items[position], answer, now, sent):
            changed.append(items[position])
    AttemptItem.objects.bulk_update(changed, ANSWER_FIELDS)


def mark_of(item: AttemptItem) -> str:
    """Return what tells the stored answer from any that another page sends later."""
    return f"{item.device}.{item.turn}"


def _answer(item: AttemptItem, answer: Any, now: datetime, sent: Sent) -> bool:
    """Put an answer on its question; tell whether there is anything to store."""
    version = item.version
    kind = version.question.kind
    fault = answer_fault(kind, version.options, version.places(kind), answer)
    if fault:
        raise InvalidAnswer(f"第 {item.position} 题没有保存：{fault}")
    answer = sorted(answer) if kind == "multiple" and answer else answer
    is_same = answer == item.answer
    if item.checked_at and not is_same:
        raise AnswerStands(item.position)
    if sent.device and sent.device == item.device:
        if sent.turn <= item.turn:
            return False
    elif (
        sent.device
        and not is_same
        and item.answered_at
        and now - sent.kept < item.answered_at
        and sent.over != mark_of(item)
    ):
        raise AnsweredElsewhere(item.position)
    if not is_same:
        item.answered_at = now if answer is not None else None
    item.answer, item.device, item.turn = answer, sent.device, sent.turn
    return True


@transaction.atomic
def check_answer(*, member: Member, attempt: Attempt, position: int, now: datetime) -> AttemptItem:
    """Allow right and wrong to be shown of one answered question before handing in; its answer stands from then on.

    Checking twice is checking once.

    Raises:
        NotAllowed: the attempt is somebody else's, or its rules show nothing before handing in.
        AttemptClosed: handed in already, or time is up.
        InvalidAnswer: no such question, or one that is not answered.
    """
    if not attempt_policy.can_view(member, attempt):
        raise NotAllowed("这份答卷不是您的。")
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    _require_under_way(locked, now)
    if locked.rules.get("feedback") != QuizPage.Feedback.AT_ONCE:
        raise NotAllowed("这份卷子交卷以前不公布答案。")
    items = AttemptItem.objects.filter(attempt=locked, position=position).select_related("version__question")
    item = items.first()
    if item is None or item.answer is None:
        raise InvalidAnswer(f"第 {position} 题还没有答，先答了再看对错。")
    if needs_person(item.version.question.kind, item.answer):
        raise NotAllowed("简答题由阅卷的同志评分，交卷以后才知道得分。")
    if item.checked_at is None:
        item.checked_at = now
        item.save(update_fields=["checked_at"])
    return item


def _require_under_way(attempt: Attempt, now: datetime) -> None:
    if attempt.is_submitted:
        raise AttemptClosed("这份答卷已经交了，答案不能再改。")
    if is_over(attempt, now=now):
        raise AttemptClosed("答题时间已到，这个答案没有保存；此前保存的答案会自动交卷。")
