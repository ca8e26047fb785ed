"""Makers of texts, questions, quizzes and attempts; each asks only for what its test is about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from library.models import EditionPage, GuidePage, LibraryIndexPage, MaterialPage, RegulationPage
from members.models import Member, Organization
from quizzes.actions import create_question, save_answers, start_attempt, submit_attempt
from quizzes.drafts import Cited, QuestionDraft
from quizzes.models import (
    Attempt,
    AttemptItem,
    Question,
    QuestionBank,
    QuizDraw,
    QuizIndexPage,
    QuizPage,
    QuizQuestion,
    QuizSection,
)
from tests.replaying import once_in_fixtures
from tests.site import a_site

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)
OLD_DAY, NEW_DAY = date(2020, 1, 1), date(2024, 9, 1)
QUOTE = "党员每月至少参加一次集中学习"
REGULATION_BODY = f"""支部学习规定（示例）

第一章　总则

第一条　为了把学习落到实处，制定本规定。

第二条　支部每月安排学习。{QUOTE}，因事不能参加的应当补课。

第二章　附则

第三条　补课应当在一个月内完成：
（一）读完原文；
（二）向小组长说一说体会。
"""
OLD_BODY = REGULATION_BODY.replace("每月至少参加一次", "每季度至少参加一次")
SECRET = "只有讲评里才有的一句解析"
OPTIONS = ["每周一次", "每月一次", "每季度一次", "每年一次"]
KEYS: dict[str, Any] = {
    "single": 1,
    "multiple": [0, 2],
    "truefalse": True,
    "blank": [["三会一课", "“三会一课”制度"], ["补课"]],
}
STEMS = {
    "single": "党员参加集中学习，至少应当（　）。",
    "multiple": "下列哪些说法符合规定？",
    "truefalse": "因事不能参加集中学习的，应当补课。",
    "blank": "党支部要落实 ____ 制度，缺席的同志要 ____。",
}
# The kinds whose answers are arranged or written; a quiz of every kind does not ask them unless told.
FURTHER_KEYS: dict[str, Any] = {
    "ordering": [0, 1, 2, 3],
    "matching": [0, 1, 0],
    "essay": {
        "model": "支部党员大会、支部委员会会议、党小组会和党课。",
        "rubric": [{"text": "写出三种会", "points": 3}, {"text": "写出党课", "points": 1}],
    },
}
FURTHER_STEMS = {
    "ordering": "把补课的步骤按先后排好。",
    "matching": "把会议和多久开一次连起来。",
    "essay": "“三会一课”指什么？",
}
FURTHER_PARTS: dict[str, dict[str, list[str]]] = {
    "ordering": {"options": ["登记", "通知", "补课", "销号"]},
    "matching": {"prompts": ["党小组会", "党员大会", "党课"], "options": ["每月", "每季度", "每年"]},
    "essay": {},
}
_numbers = count(1)


def publish(page: MaterialPage, *, below: Any = None) -> Any:
    """Put `page` into the library and publish it, so that it has provisions."""
    parent = below or LibraryIndexPage.objects.first()
    if parent is None:
        a_site()
        parent = LibraryIndexPage.objects.get()
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@once_in_fixtures
def publish_regulation(slug: str = "study-rules", **fields: Any) -> RegulationPage:
    """Publish a regulation with two editions; only the newer one has `QUOTE`."""
    work = publish(RegulationPage(title="支部学习规定（示例）", slug=slug, **fields))
    for day, body in ((OLD_DAY, OLD_BODY), (NEW_DAY, REGULATION_BODY)):
        edition = EditionPage(title=work.title, slug=day.isoformat(), effective_from=day, body=body)
        publish(edition, below=work)
    return work


def newest_edition(work: RegulationPage) -> EditionPage:
    """Return the edition that has `QUOTE`."""
    return EditionPage.objects.child_of(work).get(effective_from=NEW_DAY)


@once_in_fixtures
def publish_guide(body: str = "一、为什么学\n\n学习是为了把事情办好。", **fields: Any) -> GuidePage:
    """Publish a guide."""
    return publish(GuidePage(**{"title": "怎样学（示例）", "slug": "how-to-study", "body": body} | fields))


def draft(kind: str = "single", **fields: Any) -> QuestionDraft:
    """Return a sound draft of `kind`."""
    if kind in FURTHER_KEYS:
        parts = {"stem": FURTHER_STEMS[kind], "answer": FURTHER_KEYS[kind], **FURTHER_PARTS[kind]}
        return QuestionDraft(kind=kind, **{"explanation": SECRET, **parts, **fields})
    options = OPTIONS if kind in ("single", "multiple") else []
    sound = {"stem": STEMS[kind], "options": options, "answer": KEYS[kind], "explanation": SECRET}
    return QuestionDraft(kind=kind, **sound | fields)


def cite(edition: MaterialPage, address: str = "art_2", quote: str = QUOTE) -> Cited:
    """Return a citation."""
    return Cited(material=edition, address=address, quote=quote)


def source() -> tuple[Cited, ...]:
    """Return the citation a question needs before it may be approved, of the one regulation there is."""
    return (cite(newest_edition(RegulationPage.objects.first() or publish_regulation())),)


def bank(name: str = "示例题库", organization: Organization | None = None) -> QuestionBank:
    """Return the bank of that name, shared unless it is made for an organisation."""
    return QuestionBank.objects.get_or_create(name=name, defaults={"organization": organization})[0]


def question(
    kind: str = "single",
    *,
    state: str = "ready",
    bank_name: str = "示例题库",
    organization: Organization | None = None,
    **fields: Any,
) -> Question:
    """Store a question; usable unless told otherwise."""
    kept_in = bank(bank_name, organization)
    return create_question(author=None, bank=kept_in, draft=draft(kind, **fields), state=state)


def quiz(*questions: Question, points: int = 2, draws: Sequence[QuizDraw] = (), **fields: Any) -> QuizPage:
    """Store a live quiz of one section: `questions` (one of each kind when nothing is given), options in their order."""
    asked = questions or ([] if draws else [question(kind) for kind in KEYS])
    return quiz_of(section(*asked, points=points, draws=draws), **fields)


def section(
    *questions: Question, points: int = 2, draws: Sequence[QuizDraw] = (), **fields: Any
) -> QuizSection:
    """Return a section, not stored yet."""
    made = QuizSection(points=points, **fields)
    made.questions = [QuizQuestion(question=one, sort_order=place) for place, one in enumerate(questions)]
    made.draws = list(draws)
    return made


def quiz_of(*sections: QuizSection, **fields: Any) -> QuizPage:
    """Store a live quiz of these sections."""
    number = next(_numbers)
    rules = {"title": f"测验{number}", "slug": f"quiz-{number}", "shuffle_options": False}
    made = QuizPage(**rules | fields)
    for place, one in enumerate(sections):
        one.sort_order = place
    made.sections = list(sections)
    quiz_index().add_child(instance=made)
    return made


def quiz_index() -> QuizIndexPage:
    """Return the place of the quizzes."""
    found = QuizIndexPage.objects.first()
    if found is None:
        a_site()
        found = QuizIndexPage.objects.get()
    return found


def start(member: Member, paper: QuizPage | None = None, *, now: datetime | None = None) -> Attempt:
    """Start an attempt at `paper`, or at a new quiz of every kind."""
    return start_attempt(member=member, quiz=paper or quiz(), now=now or timezone.now())


def give(attempt: Attempt, answers: dict[int, Any], *, now: datetime | None = None) -> None:
    """Save answers by position, in the stored shape, as the attempt's own member."""
    save_answers(member=attempt.member, attempt=attempt, answers=answers, now=now or timezone.now())


def hand_in(attempt: Attempt, *, now: datetime | None = None) -> Attempt:
    """Hand the attempt in as its own member."""
    return submit_attempt(member=attempt.member, attempt=attempt, now=now or timezone.now())


def right_answers(attempt: Attempt) -> dict[int, Any]:
    """Return an answer worth full marks for every question."""
    return {item.position: _right(item) for item in attempt.items.select_related("version__question")}


def _right(item: AttemptItem) -> Any:
    key = item.version.answer
    return [accepted[0] for accepted in key] if item.version.question.kind == "blank" else key


def stored(attempt: Attempt) -> list[Any]:
    """Return the stored answers in order."""
    return list(attempt.items.order_by("position").values_list("answer", flat=True))


def form(values: dict[int, Sequence[str]]) -> dict[str, list[str]]:
    """Return what a browser sends for these fields."""
    return {f"q{position}": list(texts) for position, texts in values.items()}
