"""Some weeks of the demo's past: texts read and quizzes taken, by the same verbs members use."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from library.models import EditionPage, MaterialPage
from members.models import Member
from quizzes.actions import save_answers, start_attempt, submit_attempt
from quizzes.models import Attempt, AttemptItem, Question, QuizPage
from quizzes.policies import quiz_policy
from study.models import Progress

WEEKS = 8
READERS = 150
QUIZ_TAKERS = 36
SEED = 20260701


def write_history(*, now: datetime) -> Iterator[str]:
    """Write the past of everybody, ending yesterday; yields what was done."""
    chance = random.Random(SEED)
    read = _read_texts(chance, now)
    yield f"{read} 条阅读记录"
    yield f"{_take_quizzes(chance, now)} 份答卷"


def _texts() -> list[MaterialPage]:
    newest = EditionPage.objects.filter(status=MaterialPage.Status.IN_FORCE)
    others = MaterialPage.objects.live().exclude(
        kind__in=[MaterialPage.Kind.EDITION, MaterialPage.Kind.REGULATION]
    )
    return [*newest, *others.order_by("pk")]


def _read_texts(chance: random.Random, now: datetime) -> int:
    texts = _texts()
    people = list(Member.objects.exclude(username="admin").order_by("pk")[:READERS])
    rows = []
    for person in people:
        for text in chance.sample(texts, k=chance.randint(1, 6)):
            rows.append(_progress(chance, person, text, now))
    Progress.objects.bulk_create(rows)
    return len(rows)


def _progress(chance: random.Random, person: Member, text: MaterialPage, now: datetime) -> Progress:
    started = now - timedelta(days=chance.randint(1, WEEKS * 7), minutes=chance.randint(0, 600))
    is_finished = chance.random() < 0.55
    percent = 100 if is_finished else chance.randint(8, 80)
    ended = started + timedelta(minutes=max(1, text.reading_minutes) * percent / 100 + 1)
    return Progress(
        member=person,
        material=MaterialPage(pk=text.pk),
        started_at=started,
        last_read_at=ended,
        finished_at=ended if is_finished else None,
        percent=percent,
        address=_address_at(text, percent),
    )


def _address_at(text: MaterialPage, percent: int) -> str:
    addresses = list(
        text.provisions.filter(is_unit=True).order_by("position").values_list("address", flat=True)
    )
    return addresses[min(len(addresses) - 1, len(addresses) * percent // 100)] if addresses else ""


def _take_quizzes(chance: random.Random, now: datetime) -> int:
    """Let some members take quizzes on past days, most answers right, as they are."""
    crowd = list(Member.objects.filter(username__startswith="demo").order_by("pk")[:QUIZ_TAKERS])
    known = list(Member.objects.filter(username__in=["member", "secretary", "cadre"]))
    taken = 0
    for person in [*known, *crowd]:
        moment = now - timedelta(days=chance.randint(2, 20), minutes=chance.randint(0, 300))
        open_then = list(quiz_policy.open_to(person, now=moment))
        chosen = chance.sample(open_then, k=min(len(open_then), chance.randint(1, 2)))
        for quiz in chosen:
            _take(chance, person, quiz, moment)
            taken += 1
    return taken


def _take(chance: random.Random, person: Member, quiz: QuizPage, moment: datetime) -> Attempt:
    attempt = start_attempt(member=person, quiz=quiz, now=moment)
    items = AttemptItem.objects.filter(attempt=attempt).select_related("version__question")
    answers = {item.position: _answer(chance, item) for item in items}
    minutes = chance.randint(4, 14)
    done = moment + timedelta(minutes=minutes)
    if attempt.deadline:
        done = min(done, attempt.deadline)
    save_answers(member=person, attempt=attempt, answers=answers, now=done)
    return submit_attempt(member=person, attempt=attempt, now=done)


def _answer(chance: random.Random, item: AttemptItem) -> Any:
    version, kind = item.version, item.version.question.kind
    is_right = chance.random() < 0.78 and kind != Question.Kind.ESSAY
    if kind == Question.Kind.BLANK:
        return [accepted[0] if is_right else "不记得了" for accepted in version.answer]
    if is_right:
        return version.answer
    if kind == Question.Kind.TRUE_FALSE:
        return not version.answer
    if kind == Question.Kind.MULTIPLE:
        return version.answer[:-1]
    if kind in (Question.Kind.ORDERING, Question.Kind.MATCHING):
        return version.answer[::-1]
    if kind == Question.Kind.ESSAY:
        return None
    return (version.answer + 1) % len(version.options)
