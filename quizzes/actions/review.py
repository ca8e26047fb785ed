"""Remembering: what a handed-in paper and an answer in a review change on a member's cards.

A card's memory changes only here, once an answer: a paper is learnt from once, an answer in a review is recorded once
by the key its page was made with. `now` is passed in; days are those of the site's time zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.models import Member
from quizzes.errors import InvalidAnswer, NotAllowed, QuestionNotAskable
from quizzes.grading import answer_fault, grade
from quizzes.models import (
    Attempt,
    AttemptItem,
    Question,
    QuestionVersion,
    ReviewCard,
    ReviewLog,
    ReviewPlan,
)
from quizzes.policies import attempt_policy, review_policy
from quizzes.reviewing import Memory, Rating, WrongBook, after_answer, infer_rating, schedule
from quizzes.statistics import MOST_SECONDS, answer_seconds

BEFORE_SHAPE = 1


@dataclass(frozen=True)
class Given:
    """An answer in a review: the version shown, its options' order on the page, and what was answered.

    `answer` None is “不记得了”. `key` is the page's own, so that sending it twice is answering once; `shown_at` is when
    the server made the page.
    """

    version: QuestionVersion
    option_order: Sequence[int]
    answer: Any
    shown_at: datetime
    key: str


def learn_from_attempt(*, attempt: Attempt) -> int:
    """Give the member a card for every question of a handed-in attempt; return how many answers were learnt from.

    The answers count as a first review (or one more), dated at the handing in, rated by right or wrong and speed. A
    question left open counts as wrong, as it did in the mark. Learning twice from one attempt changes nothing.
    """
    if attempt.submitted_at is None:
        return 0
    with transaction.atomic():
        Member.objects.select_for_update().only("pk").get(pk=attempt.member_id)
        if ReviewLog.objects.filter(item__attempt=attempt).exists():
            return 0
        # A machine cannot tell whether a written answer was right, so 简答 is not asked again in reviews.
        met = attempt.items.exclude(version__question__kind=Question.Kind.ESSAY)
        items = list(met.select_related("version__question").order_by("position"))
        cards = _cards(attempt, items)
        seconds = answer_seconds(attempt.started_at, {item.position: item.answered_at for item in items})
        logs = [
            _learn(cards[item.version.question_id], item, seconds.get(item.position), attempt.submitted_at)
            for item in items
        ]
        changed = [card for card in cards.values() if card.pk]
        ReviewCard.objects.bulk_update(changed, ["memory", "due_at", "wrong_at", "right_on"])
        ReviewCard.objects.bulk_create([card for card in cards.values() if not card.pk])
        for log in logs:
            # Its id is known only since it was stored.
            log.card_id = log.card.pk
        ReviewLog.objects.bulk_create(logs)
        return len(logs)


def learn_from_missed_attempts(*, member: Member) -> int:
    """Learn from every attempt nobody learnt from yet; one query when there is none.

    There are some after an upgrade, and when the process died between the handing in and the learning.
    """
    learnt = ReviewLog.objects.filter(item__attempt=OuterRef("pk"))
    askable = AttemptItem.objects.filter(attempt=OuterRef("pk")).exclude(
        version__question__kind=Question.Kind.ESSAY
    )
    mine = attempt_policy.visible_to(member).submitted()
    missed = mine.filter(~Exists(learnt), Exists(askable)).order_by("submitted_at")
    return sum(learn_from_attempt(attempt=attempt) for attempt in missed)


@transaction.atomic
def rate_card(
    *, member: Member, card: ReviewCard, given: Given, now: datetime, rating: Rating | None = None
) -> ReviewLog:
    """Record an answer in a review, mark it, and set when the question comes again; return the record.

    The rating is inferred from right or wrong and the seconds since the page was made; of a right answer `rating`
    may say it instead.
    Recording the same key again returns the first record.

    Raises:
        NotAllowed: the card is somebody else's.
        InvalidAnswer: an answer this question cannot have.
        QuestionNotAskable: the card was answered elsewhere since this page was made.
    """
    _require_own(member, card)
    locked = ReviewCard.objects.select_for_update().get(pk=card.pk)
    stored = ReviewLog.objects.filter(card=locked, client_key=given.key).first()
    if stored:
        return stored
    _require_answerable(locked, given)
    version = given.version
    kind = version.question.kind
    is_right = grade(kind, version.options, version.answer, given.answer, 1).is_right
    said = rating if is_right else None
    seconds = min((now - given.shown_at).total_seconds(), MOST_SECONDS)
    log = ReviewLog(
        version=version,
        option_order=list(given.option_order),
        answer=sorted(given.answer) if kind == "multiple" and given.answer else given.answer,
        is_right=is_right,
        seconds=max(0, round(seconds)),
        rating=said or infer_rating(is_right, seconds, characters_of(version)),
        is_given=said is not None,
        client_key=given.key,
        before=_before(locked),
        answered_at=now,
    )
    return _record(locked, log, now)


@transaction.atomic
def correct_rating(*, member: Member, log: ReviewLog, rating: Rating, now: datetime) -> ReviewLog:
    """Replace the rating of the member's last right answer to a question, and reschedule it from where it was.

    AGAIN says that it was a guess: the question then counts as answered wrongly. Choosing the same again changes
    nothing. The answer keeps its date; the first record is kept.

    Raises:
        NotAllowed: the record is somebody else's, a wrong answer's, or not the last of its question.
    """
    _require_own(member, log.card)
    locked = ReviewCard.objects.select_for_update().get(pk=log.card_id)
    latest = ReviewLog.objects.filter(card=locked).order_by("-pk").first()
    if latest != log or not log.is_right or log.item_id is not None:
        raise NotAllowed("只有最近一次答对的题可以改记忆程度；这道题后来又答过，或者当时没有答对。")
    if log.rating == rating:
        return log
    _restore(locked, log.before)
    copied = ("version", "option_order", "answer", "is_right", "seconds", "before", "answered_at")
    again = ReviewLog(
        **{name: getattr(log, name) for name in copied},
        rating=rating,
        is_given=True,
        client_key=f"corrects-{log.pk}",
        replaces=log,
    )
    return _record(locked, again, log.answered_at)


@transaction.atomic
def plan_review(*, member: Member, daily_limit: int, exam_on: date | None) -> ReviewPlan:
    """Store how many questions a day `member` wants at most, and the exam to be ready for."""
    plan, _ = ReviewPlan.objects.update_or_create(
        member=member, defaults={"daily_limit": daily_limit, "exam_on": exam_on}
    )
    return plan


def _require_own(member: Member, card: ReviewCard) -> None:
    if not review_policy.can_view(member, card):
        raise NotAllowed("这道题不在您的复习里。")


def _require_answerable(card: ReviewCard, given: Given) -> None:
    version = given.version
    if version.question_id != card.question_id:
        raise InvalidAnswer("答案和题目对不上，请刷新页面再答。")
    if ReviewLog.objects.filter(card=card, answered_at__gt=given.shown_at).exists():
        raise QuestionNotAskable("这道题刚才已经在另一个页面答过了，这次没有重复记录。")
    fault = answer_fault(
        version.question.kind, version.options, version.places(version.question.kind), given.answer
    )
    if fault:
        raise InvalidAnswer(fault)


def _cards(attempt: Attempt, items: Sequence[AttemptItem]) -> dict[int, ReviewCard]:
    """Return the member's card of every question, by the question's id, with new ones where there are none."""
    asked = [item.version.question_id for item in items]
    cards = {
        card.question_id: card
        for card in ReviewCard.objects.filter(member_id=attempt.member_id, question__in=asked)
    }
    for question_id in asked:
        cards.setdefault(question_id, ReviewCard(member_id=attempt.member_id, question_id=question_id))
    return cards


def _learn(card: ReviewCard, item: AttemptItem, seconds: float | None, moment: datetime) -> ReviewLog:
    rating = infer_rating(item.is_right, seconds, characters_of(item.version))
    apply_rating(card, rating, moment)
    return ReviewLog(
        card=card,
        version=item.version,
        item=item,
        is_right=item.is_right,
        seconds=round(seconds) if seconds is not None else None,
        rating=rating,
        due_at=card.due_at,
        client_key=f"attempt-{item.attempt_id}-{item.position}",
        answered_at=moment,
    )


def _record(card: ReviewCard, log: ReviewLog, moment: datetime) -> ReviewLog:
    apply_rating(card, Rating(log.rating), moment)
    card.reviewed_on = timezone.localdate(moment)
    card.save()
    log.card, log.due_at = card, card.due_at
    log.save()
    return log


def apply_rating(card: ReviewCard, rating: Rating, moment: datetime) -> None:
    """Set what `card` remembers, and whether it is in 错题本, after an answer at `moment`; saves nothing."""
    local = timezone.localtime(moment)
    scheduled = schedule(Memory.read(card.memory), rating, now=local)
    place = WrongBook(card.wrong_at, card.right_on)
    if card.wrong_at is None or moment >= card.wrong_at:
        place = after_answer(place, is_right=rating != Rating.AGAIN, now=local)
    card.memory, card.due_at = scheduled.memory.stored(), scheduled.due_at
    card.wrong_at, card.right_on = place.wrong_at, place.right_on


def _before(card: ReviewCard) -> dict[str, Any]:
    return {
        "shape": BEFORE_SHAPE,
        "memory": card.memory,
        "wrong_at": card.wrong_at.isoformat() if card.wrong_at else None,
        "right_on": card.right_on.isoformat() if card.right_on else None,
    }


def _restore(card: ReviewCard, before: dict[str, Any]) -> None:
    wrong_at, right_on = before["wrong_at"], before["right_on"]
    card.memory = before["memory"]
    card.wrong_at = datetime.fromisoformat(wrong_at) if wrong_at else None
    card.right_on = date.fromisoformat(right_on) if right_on else None


def characters_of(version: QuestionVersion) -> int:
    """Return how much there was to read before answering."""
    return len(version.stem) + sum(len(option) for option in version.options)
