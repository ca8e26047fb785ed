"""Makers of what reviews start from."""

from datetime import datetime, timedelta
from typing import Any

from members.models import Member
from quizzes.actions import Given, learn_from_attempt, rate_card
from quizzes.models import Attempt, Question, ReviewCard, ReviewLog
from tests.quizzes.builders import NOW, give, hand_in, question, quiz, start

DAY = timedelta(days=1)
RIGHT, WRONG = 1, 0


def met(
    member: Member, *answers: Any, now: datetime = NOW, questions: list[Question] | None = None, **rules: Any
) -> Attempt:
    """Let `member` take a quiz with these answers to single-choice questions, and learn from it."""
    asked = questions or [question(stem=f"第{number}道题（　）") for number in range(len(answers))]
    attempt = start(member, quiz(*asked, **rules), now=now)
    give(attempt, dict(enumerate(answers, 1)), now=now)
    attempt = hand_in(attempt, now=now)
    learn_from_attempt(attempt=attempt)
    return attempt


def card(member: Member, question: Question | None = None) -> ReviewCard:
    """Return the member's card of the question, or their only one."""
    cards = ReviewCard.objects.filter(member=member)
    return cards.get(question=question) if question else cards.get()


def answer(
    card: ReviewCard,
    given: Any,
    *,
    now: datetime,
    key: str = "",
    seconds: float = 20,
    member: Member | None = None,
    **how: Any,
) -> ReviewLog:
    """Answer the card's question in a review at `now`, after `seconds`."""
    version = card.question.current
    assert version is not None
    order = list(range(len(version.options)))
    page = Given(version, order, given, now - timedelta(seconds=seconds), key or f"{now.timestamp()}")
    return rate_card(member=member or card.member, card=card, given=page, now=now, **how)
