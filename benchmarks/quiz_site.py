"""The site the benchmark of quizzes runs on, and the questions put to its database afterwards.

`python benchmarks/quiz_site.py build 500` makes members with sessions, a bank and two quizzes, and writes JSON;
`… verify FILE` compares acknowledged answers with what is stored and every score with a recomputation.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django

QUESTIONS = 60
SESSION_SECONDS = 86_400
KINDS = ("single", "multiple", "truefalse", "blank")


def build(members: int) -> dict[str, Any]:
    """Make the site; return session keys and the slugs of the quizzes."""
    from cms.setup import set_up_site
    from quizzes.actions import create_questions
    from quizzes.models import Question, QuestionBank

    set_up_site(host="127.0.0.1")
    bank = QuestionBank.objects.create(name="压测题库（示例）")
    drafts = [_draft(number) for number in range(QUESTIONS)]
    create_questions(author=None, bank=bank, drafts=drafts, state=Question.State.READY)
    _quiz("bench-20", (6, 6, 4, 4))
    _quiz("bench-50", (14, 13, 12, 11))
    return {"sessions": _sessions(members), "quiz": "bench-20", "long_quiz": "bench-50"}


def _draft(number: int) -> Any:
    from quizzes.drafts import QuestionDraft

    kind = KINDS[number % len(KINDS)]
    stem = f"第{number}题：支部组织集中学习，应当怎样安排时间、记录出勤，并给因事不能参加的同志补课？"
    options = ["提前两日告知时间和地点", "当场临时通知就可以", "由书记一个人决定", "在一个月以内补课"]
    answers: dict[str, Any] = {"single": 0, "multiple": [0, 3], "truefalse": True, "blank": [["补课"]]}
    return QuestionDraft(
        kind=kind,
        stem=f"{stem}____" if kind == "blank" else stem,
        options=options if kind in ("single", "multiple") else [],
        answer=answers[kind],
        explanation="按规定提前告知，缺席的同志在一个月以内补课。",
    )


def _quiz(slug: str, counts: tuple[int, ...]) -> None:
    from quizzes.models import QuizDraw, QuizIndexPage, QuizPage, QuizSection

    page = QuizPage(title=f"压测 {slug}（示例）", slug=slug, kind="practice", shuffle_questions=True)
    sections = []
    for place, (kind, count) in enumerate(zip(KINDS, counts, strict=True)):
        section = QuizSection(title=f"第{place + 1}部分", points=2, sort_order=place)
        section.draws = [QuizDraw(count=count, kind=kind, sort_order=0)]
        sections.append(section)
    page.sections = sections
    QuizIndexPage.objects.get().add_child(instance=page)


def _sessions(count: int) -> list[str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from members.models import Member

    made = []
    for number in range(count):
        member = Member(username=f"bench{number}", name=f"压测{number}")
        member.set_unusable_password()
        member.save()
        session = SessionStore()
        session[SESSION_KEY] = str(member.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.set_expiry(SESSION_SECONDS)
        session.create()
        made.append(str(session.session_key))
    return made


def verify(path: str) -> dict[str, Any]:
    """Compare what was acknowledged with what is stored, and scores with a recomputation."""
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    return {
        "lost_answers": _lost(told["acknowledged"]),
        "not_submitted": _not_submitted(told["submitted"]),
        **_recomputed(),
    }


def _lost(acknowledged: list[list[Any]]) -> int:
    from django.http import QueryDict

    from quizzes.models import AttemptItem
    from quizzes.sheet import read_answer

    items = {
        (item.attempt_id, item.position): item
        for item in AttemptItem.objects.select_related("version__question").iterator()
    }
    lost = 0
    for attempt, position, values in acknowledged:
        form = QueryDict(mutable=True)
        form.setlist(f"q{position}", values)
        item = items.get((attempt, position))
        wanted = read_answer(item, form) if item else None
        wanted = sorted(wanted) if item and item.version.question.kind == "multiple" else wanted
        lost += item is None or item.answer != wanted
    return lost


def _not_submitted(numbers: list[int]) -> int:
    from quizzes.models import Attempt

    return len(set(numbers)) - Attempt.objects.submitted().filter(pk__in=numbers).count()


def _recomputed() -> dict[str, int]:
    from quizzes.grading import grade
    from quizzes.models import Attempt

    wrong = checked = 0
    for attempt in Attempt.objects.submitted().prefetch_related("items__version__question"):
        score = Decimal(0)
        for item in attempt.items.all():
            version = item.version
            score += grade(
                version.question.kind, version.options, version.answer, item.answer, item.points
            ).score
        checked += 1
        wrong += score != attempt.score
    return {"scores_checked": checked, "scores_wrong": wrong}


def main() -> None:
    """Do what the arguments say and write JSON."""
    django.setup()
    act, told = sys.argv[1:3]
    sys.stdout.write(json.dumps(build(int(told)) if act == "build" else verify(told)) + "\n")


if __name__ == "__main__":
    main()
