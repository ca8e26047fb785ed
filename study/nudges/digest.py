"""The digest of one member: what 今日学习 says, as a plain letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from quizzes.models import QuizPage
from study.desk import Desk, lay_out
from study.models import NudgeSetting, StudySession
from study.plans.cards import DueCard
from study.recommending.suggesting import Suggestion

__all__ = ["Digest", "Line", "compose"]

MOST_ADVISED = 3


@dataclass(frozen=True)
class Line:
    """One thing to study: its title, why or until when, and its full address."""

    title: str
    why: str
    url: str


@dataclass(frozen=True)
class Digest:
    """A letter; `off_url` turns them off with one click."""

    subject: str
    text: str
    off_url: str


def compose(setting: NudgeSetting, *, now: datetime) -> Digest | None:
    """Return the letter for a member at `now`, None when there is nothing to say: an empty letter is a nuisance."""
    desk = lay_out(member=setting.member, now=now)
    parts = [(heading, list(lines)) for heading, lines in _parts(desk)]
    parts = [(heading, lines) for heading, lines in parts if lines]
    if not parts:
        return None
    off_url = _full(reverse("study:nudges_off", args=[setting.token]))
    context = {
        "member": setting.member,
        "parts": parts,
        "home_url": _full("/"),
        "settings_url": _full(reverse("study:nudges")),
        "off_url": off_url,
    }
    text = render_to_string("study/nudges/digest.txt", context)
    first = parts[0][1][0].title
    count = sum(len(lines) for _, lines in parts)
    subject = f"学习提要：{first}" + (f"等 {count} 项" if count > 1 else "")
    return Digest(" ".join(subject.split()), text, off_url)


def _parts(desk: Desk) -> Iterator[tuple[str, Iterator[Line]]]:
    required = [*([desk.first] if desk.first else []), *desk.required]
    yield "必学", (_of(one) for one in required)
    for card in desk.cards:
        if card.name == "plan":
            yield "计划里该学的", _of_plan(card.content)
        elif card.name == "sessions":
            yield "最近的学习活动", (_of_session(one) for one in card.content)
    yield "可以答的测验", (_of_quiz(quiz) for quiz in desk.quizzes)
    if desk.review and desk.review.count:
        url = _full(reverse("quizzes:review"))
        yield "今日复习", iter([Line(f"{desk.review.count} 道题该复习了", "", url)])
    yield "推荐", (_of(one) for one in desk.advised[:MOST_ADVISED])


def _of(one: Suggestion) -> Line:
    until = f"，{one.due_on.month}月{one.due_on.day}日前" if one.due_on else ""
    return Line(one.title, f"{one.reason}{until}", _full(one.url))


def _of_plan(card: DueCard) -> Iterator[Line]:
    for line in card.lines:
        due = line.item.due_on
        yield Line(
            line.item.title,
            f"{due.month}月{due.day}日前" if due else "",
            _full(line.url or card.plan.get_absolute_url()),
        )


def _of_session(session: StudySession) -> Line:
    held = session.held_on
    waits = "，等您登记到会" if getattr(session, "waits_for_roll", False) else ""
    return Line(session.title, f"{held.month}月{held.day}日{waits}", _full(session.get_absolute_url()))


def _of_quiz(quiz: QuizPage) -> Line:
    return Line(str(quiz.title), "", _full(reverse("quizzes:quiz", args=[quiz.slug])))


def _full(path: str) -> str:
    return path if path.startswith("http") else settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
