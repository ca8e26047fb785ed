"""The demo's texts, questions and quizzes, brought in by the same doors an editor uses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from library.extraction import extract_file
from library.importing import ImportRun, import_document, save_source
from library.models import LibraryIndexPage, MaterialPage, TopicPage
from library.particulars import gather
from library.publishing import publishing_together
from library.structure import parse
from members.models import Audience, Member
from quizzes.actions import load_questions
from quizzes.models import (
    Question,
    QuestionBank,
    QuizDraw,
    QuizIndexPage,
    QuizPage,
    QuizQuestion,
    QuizSection,
)
from quizzes.papers.checking import faults_of
from quizzes.papers.plans import plans_of

HERE = Path(__file__).parent
BANK = "示例题库"


@dataclass(frozen=True)
class Topic:
    """One topic of the demo."""

    slug: str
    title: str
    summary: str


TOPICS = [
    Topic("guizhang", "党章党规", "规矩写在条文里：一条一条读，一条一条记。"),
    Topic("xuexi", "学习教育", "学什么、怎么学、学得怎么样，这里有通知、讲话和办法。"),
    Topic("zuzhi", "组织生活", "三会一课、主题党日、流动党员管理的规定和做法。"),
    Topic("lianjie", "廉洁纪律", "从身边的小事看纪律：礼品、宴请、公物、信息。"),
    Topic("fuwu", "服务群众", "联系群众的办法，窗口一线的经验，集中行动的安排。"),
    Topic("jiceng", "基层治理", "村和社区的党务公开、减负和值守。"),
]


def plant_topics(*, by: Member) -> None:
    """Create the topics."""
    library = LibraryIndexPage.objects.get()
    for topic in TOPICS:
        page = TopicPage(title=topic.title, slug=topic.slug, summary=topic.summary, show_in_menus=True)
        library.add_child(instance=page)
        page.save_revision(user=by).publish(user=by)


def material_files() -> list[Path]:
    """Return the texts in the order they are brought in: of a regulation, the newest edition describes the work."""
    files = (HERE / "materials").rglob("*.md")
    return sorted(files, key=lambda path: (path.parent.name, path.name), reverse=True)


def load_materials(*, by: Member) -> Iterator[str]:
    """Import and publish every text; yields the title of each as it is done."""
    run = ImportRun(by=by, publish=True)
    with publishing_together():
        for path in material_files():
            yield _load_material(path, run).title


def _load_material(path: Path, run: ImportRun) -> MaterialPage:
    extracted = extract_file(path)
    document = parse(extracted.text)
    kind = extracted.metadata.get("kind", "")
    particulars = gather(extracted, document, name=path.name, kind=kind)
    source = save_source(data=path.read_bytes(), name=path.name, extracted=extracted, kind=kind, by=run.by)
    return import_document(source=source, text=extracted.text, particulars=particulars, run=run).page


def load_bank(*, by: Member) -> int:
    """Load every question as usable; return how many there are.

    Raises:
        ValueError: a question of ours is wrong, which a test would have caught.
    """
    bank = QuestionBank.objects.create(name=BANK)
    created = 0
    for path in sorted((HERE / "questions").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        report = load_questions(author=None, bank=bank, rows=rows, state=Question.State.READY)
        if report.errors:
            raise ValueError(f"{path.name}: {report.errors[0].row}: {report.errors[0].message}")
        created += report.created
    return created


def set_quizzes(*, audiences: dict[str, Audience], now: datetime) -> list[QuizPage]:
    """Create and publish the quizzes, each with questions on the texts it names.

    Raises:
        ValueError: a paper of ours cannot be made, which a test would have caught.
    """
    quizzes = []
    for entry in json.loads((HERE / "quizzes.json").read_text(encoding="utf-8")):
        quizzes.append(_set_quiz(entry, audiences, now))
    return quizzes


def _set_quiz(entry: dict[str, Any], audiences: dict[str, Audience], now: datetime) -> QuizPage:
    same = ("title", "intro", "kind", "feedback", "time_limit_minutes", "pass_percent", "attempts_allowed")
    mixed = ("shuffle_questions", "shuffle_options", "is_for_group")
    quiz = QuizPage(
        **{name: entry[name] for name in (*same, *mixed)},
        slug=slugify(entry["slug"]),
        topic=TopicPage.objects.filter(slug=entry["topic"]).first(),
        audience=audiences[entry["audience"]] if entry["audience"] else None,
        opens_at=_in_days(entry["opens_in_days"], now, hour=8),
        closes_at=_in_days(entry["closes_in_days"], now, hour=20),
        live=False,
    )
    quiz.sections = [_section(one, place) for place, one in enumerate(entry["sections"])]
    QuizIndexPage.objects.get().add_child(instance=quiz)
    quiz.save_revision().publish()
    faults = faults_of(plans_of(quiz), quiz.organization)
    if faults:
        raise ValueError(f"{quiz.slug}: {faults[0]}")
    return quiz


def _section(entry: dict[str, Any], place: int) -> QuizSection:
    section = QuizSection(title=entry["title"], points=entry["points"], sort_order=place)
    chosen = list(_questions_on(entry["materials"]))[: entry["count"]]
    section.questions = [
        QuizQuestion(question=question, sort_order=order) for order, question in enumerate(chosen)
    ]
    section.draws = [_draw(one, order) for order, one in enumerate(entry["draws"])]
    return section


def _draw(entry: dict[str, Any], place: int) -> QuizDraw:
    works = MaterialPage.objects.exclude(kind=MaterialPage.Kind.EDITION)
    material = works.get(slug=entry["material"]) if entry["material"] else None
    same = {name: entry[name] for name in ("count", "kind", "place", "difficulty")}
    return QuizDraw(material=material, sort_order=place, **same)


def _questions_on(slugs: list[str]) -> Iterator[Question]:
    """Yield questions on the named texts, one of each in turn, so that a short quiz touches them all."""
    works = MaterialPage.objects.filter(slug__in=slugs).exclude(kind=MaterialPage.Kind.EDITION)
    piles = []
    for work in works.order_by("slug"):
        cited = Question.objects.filter(current__citations__material__path__startswith=work.path)
        piles.append(list(cited.distinct().order_by("pk")))
    for turn in range(max((len(pile) for pile in piles), default=0)):
        yield from (pile[turn] for pile in piles if turn < len(pile))


def _in_days(days: int | None, now: datetime, *, hour: int) -> datetime | None:
    if days is None:
        return None
    day = timezone.localtime(now) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)
