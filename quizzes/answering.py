"""The page of an attempt under way: its parts and questions, and right and wrong of those already checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from members.requests import without_nul
from quizzes.actions import Sent
from quizzes.grading import grade
from quizzes.models import Attempt, AttemptItem, QuizPage
from quizzes.review import Reviewed, review_items
from quizzes.review_queue import withheld_questions
from quizzes.sheet import Line, lay_out

LONGEST_KEPT = timedelta(days=30)
DEVICE_LENGTH = 32


@dataclass(frozen=True)
class Row:
    """A question; `checked` is what is shown of one whose right and wrong were asked for."""

    line: Line
    checked: Reviewed | None = None


@dataclass(frozen=True)
class Part:
    """A section of the paper; points are the section's altogether."""

    title: str
    points: int
    rows: list[Row]


def checks_at_once(attempt: Attempt) -> bool:
    """Tell whether right and wrong of a question may be shown before handing in."""
    return bool(attempt.rules.get("feedback") == QuizPage.Feedback.AT_ONCE)


def hand_in_by(deadline: datetime, *, now: datetime) -> str:
    """Return until when a paper can be answered, as short as the day allows; midnight is the end of its day."""
    local, today = timezone.localtime(deadline), timezone.localdate(now)
    if (local.hour, local.minute) == (0, 0):
        day, clock = timezone.localdate(deadline - timedelta(minutes=1)), "24:00"
    else:
        day, clock = local.date(), f"{local:%H:%M}"
    if day == today:
        return f"今天 {clock}" if clock == "24:00" else clock
    return f"{day.month}月{day.day}日 {clock}"


def parts_of(attempt: Attempt, *, now: datetime) -> list[Part]:
    """Return the paper as its member sees it while answering.

    Nothing but stems, options and the member's answers is read, except of questions that were checked.
    """
    lines = lay_out(AttemptItem.objects.for_answering().filter(attempt=attempt).order_by("position"))
    checked = checked_in(attempt, now=now) if checks_at_once(attempt) else {}
    rows = [Row(line, checked.get(line.position)) for line in lines]
    parts, start = [], 0
    for section in attempt.rules["sections"]:
        end = start + section["count"]
        parts.append(Part(section["title"], section["points"], rows[start:end]))
        start = end
    return parts


def checked_in(attempt: Attempt, *, now: datetime, position: int | None = None) -> dict[int, Reviewed]:
    """Return what may be shown of the questions of `attempt` that were checked, or of one of them, by position.

    The key of a question that another open paper of the member keeps back stays back here too.
    """
    items = attempt.items.filter(checked_at__isnull=False)
    if position is not None:
        items = items.filter(position=position)
    found = list(items.for_review().order_by("position"))
    for item in found:
        item.score = _score(item)
    withheld = withheld_questions(attempt.member, now=now, besides=attempt) if found else set()
    shown = review_items(found, member=attempt.member, with_key=True, withheld=withheld)
    return {one.line.position: one for one in shown}


def _score(item: AttemptItem) -> Any:
    version = item.version
    return grade(version.question.kind, version.options, version.answer, item.answer, item.points).score


def sent_with(data: Mapping[str, str]) -> Sent:
    """Return what a page tells of an answer it sends; what cannot be read counts as not told."""
    device = without_nul(data.get("device", ""))[:DEVICE_LENGTH]
    turn, kept = (
        _number(data.get("turn", "")),
        timedelta(milliseconds=_number(data.get("client_age") or data.get("kept", ""))),
    )
    return Sent(device, turn, min(kept, LONGEST_KEPT), data.get("overwrite", "")[:60]) if device else Sent()


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0
