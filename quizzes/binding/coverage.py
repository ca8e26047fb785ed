"""The coverage map of a regulation: which articles are asked about, how well, and which are not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.utils import timezone

from library.models import EditionPage, MaterialPage, Provision, RegulationPage
from quizzes.citing import text_meant
from quizzes.models import AttemptItem, Question, QuestionCitation, StaleCitation
from quizzes.statistics import Flag, Response, analyse

SHOWN = 60
# What an author has to look at, shorter than the sentences of the statistics page.
FLAG_WORDS = {
    Flag.NEGATIVE: "区分度为负",
    Flag.MAYBE_NEGATIVE: "区分度可能为负",
    Flag.NOBODY: "没有人得满分",
    Flag.EVERYBODY: "人人得满分",
    Flag.DISTRACTOR: "错误选项更多人选",
}
NONE, FEW, POOR, STALE, GOOD = "none", "few", "poor", "stale", "good"
LABELS = {NONE: "没有题", FEW: "没有可用的题", POOR: "有题要看", STALE: "有待复核", GOOD: "已覆盖"}


@dataclass
class AskedQuestion:
    """A question about an article, with what is wrong with it."""

    question: Question
    faults: list[str] = field(default_factory=list)

    @property
    def is_stale(self) -> bool:
        """Tell whether its article reads otherwise now."""
        return self.question.state == Question.State.STALE

    @property
    def is_usable(self) -> bool:
        """Tell whether a quiz may ask it."""
        return self.question.state == Question.State.READY


@dataclass
class ArticleRow:
    """One article with the questions about it."""

    address: str
    number: str
    opening: str
    questions: list[AskedQuestion] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many questions ask about it."""
        return len(self.questions)

    @property
    def stale(self) -> int:
        """Return how many of them are in doubt."""
        return sum(one.is_stale for one in self.questions)

    @property
    def faults(self) -> list[str]:
        """Return what is poor about its questions, each thing once."""
        said = [fault for one in self.questions for fault in one.faults]
        if self.count > 1 and len({one.question.kind for one in self.questions}) == 1:
            said.append(f"只有{self.questions[0].question.kind_label()}")
        return list(dict.fromkeys(said))

    @property
    def state(self) -> str:
        """Return the one word for it: the worst first."""
        if not self.questions:
            return NONE
        if self.stale:
            return STALE
        if not any(one.is_usable for one in self.questions):
            return FEW
        return POOR if self.faults else GOOD

    @property
    def label(self) -> str:
        """Return the state in words."""
        return LABELS[self.state]


@dataclass
class Chapter:
    """The articles under one heading."""

    heading: str
    articles: list[ArticleRow] = field(default_factory=list)

    @property
    def covered(self) -> int:
        """Return how many of its articles have a question."""
        return sum(1 for one in self.articles if one.questions)


@dataclass
class CoverageMap:
    """A work's text that holds now, article by article; `elsewhere` are questions about articles it no longer has."""

    work: MaterialPage
    text: MaterialPage | None
    chapters: list[Chapter] = field(default_factory=list)
    elsewhere: list[AskedQuestion] = field(default_factory=list)

    @property
    def articles(self) -> list[ArticleRow]:
        """Return all articles in order."""
        return [one for chapter in self.chapters for one in chapter.articles]

    @property
    def totals(self) -> list[tuple[str, str, int]]:
        """Return (state, label, number of articles) of each state."""
        states = [one.state for one in self.articles]
        return [(state, label, states.count(state)) for state, label in LABELS.items()]

    @property
    def covered(self) -> int:
        """Return how many articles have a question."""
        return sum(1 for one in self.articles if one.questions)


def coverage_of(work: MaterialPage) -> CoverageMap:
    """Return the map of `work`; the number of queries does not depend on how many articles or questions there are."""
    text = text_meant(work.specific)
    shown = CoverageMap(work, text)
    if text is None:
        return shown
    units = Provision.objects.filter(material=text, is_unit=True).order_by("position")
    rows: dict[str, ArticleRow] = {}
    for unit in units:
        row = rows[unit.address] = ArticleRow(
            unit.address, unit.number or unit.heading or "（段落）", _opening(unit)
        )
        heading = unit.context or "正文"
        if not shown.chapters or shown.chapters[-1].heading != heading:
            shown.chapters.append(Chapter(heading))
        shown.chapters[-1].articles.append(row)
    for address, asked in _asked(work, text):
        unit_row = rows.get(address) or rows.get(address.partition("/")[0])
        (unit_row.questions if unit_row else shown.elsewhere).append(asked)
    return shown


def _opening(unit: Provision) -> str:
    words = " ".join(unit.full_text.removeprefix(unit.number).split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _asked(work: MaterialPage, text: MaterialPage) -> list[tuple[str, AskedQuestion]]:
    """Return (address, question) for each question in use that cites the work, with its faults."""
    texts = [work.pk]
    if isinstance(work.specific, RegulationPage):
        texts += EditionPage.objects.child_of(work).values_list("pk", flat=True)
    citations = (
        QuestionCitation.objects.filter(material_id__in=texts, version=F("version__question__current"))
        .exclude(version__question__state=Question.State.RETIRED)
        .select_related("version__question__current")
        .order_by("version__question_id", "pk")
    )
    # A doubted question stands where its article most likely is now, not where another one took its number.
    doubts = StaleCitation.objects.filter(citation__in=citations, settled_at=None, material=text)
    moved = dict(doubts.exclude(address="").values_list("citation_id", "address"))
    found: dict[tuple[str, int], AskedQuestion] = {}
    faults = _faults([one.version_id for one in citations])
    for one in citations:
        said = list(faults.get(one.version_id, ()))
        if not one.version.explanation:
            said.append("没有解析")
        address = moved.get(one.pk, one.address)
        found.setdefault((address, one.version.question_id), AskedQuestion(one.version.question, said))
    return [(at, asked) for (at, _question), asked in found.items()]


def _faults(versions: Sequence[int]) -> dict[int, list[str]]:
    """Return what first attempts show of each version, nothing where they are too few."""
    items = AttemptItem.objects.filter(
        version_id__in=versions, attempt__number=1, attempt__submitted_at__isnull=False
    ).select_related("attempt")
    by_version: dict[int, list[AttemptItem]] = {}
    for item in items:
        by_version.setdefault(item.version_id, []).append(item)
    return {pk: _flags(answered) for pk, answered in by_version.items()}


def _flags(items: Iterable[AttemptItem]) -> list[str]:
    responses = [
        Response(
            score=float(item.score or 0),
            points=float(item.points),
            total=float(item.attempt.score or 0),
            max_total=float(item.attempt.max_score),
            is_answered=item.answer is not None,
        )
        for item in items
    ]
    return [FLAG_WORDS[flag] for flag in analyse(responses, option_count=0, key=frozenset()).flags]


@dataclass(frozen=True)
class WorkRow:
    """A work in the list of maps."""

    work: MaterialPage
    articles: int
    covered: int
    questions: int
    stale: int

    @property
    def percent(self) -> int:
        """Return the share of articles with a question, 0 to 100."""
        return round(100 * self.covered / self.articles) if self.articles else 0


def works_covered() -> list[WorkRow]:
    """Return every regulation with how much of it is asked about; a fixed number of queries."""
    works = {one.path: one for one in RegulationPage.objects.live().order_by("title").defer("body")}
    step = RegulationPage.steplen
    editions = list(
        EditionPage.objects.live().order_by("effective_from").values_list("pk", "path", "effective_from")
    )
    holding, of_edition = _holding(editions, step)
    units: dict[int, set[str]] = {}
    for material, address in Provision.objects.filter(
        is_unit=True, kind="article", material_id__in=holding.values()
    ).values_list("material_id", "address"):
        units.setdefault(material, set()).add(address)
    asked: dict[str, list[tuple[str, int, str]]] = {}
    citations = QuestionCitation.objects.filter(
        material_id__in=of_edition, version=F("version__question__current")
    ).exclude(version__question__state=Question.State.RETIRED)
    doubts = StaleCitation.objects.filter(settled_at=None).exclude(address="")
    moved = dict(doubts.values_list("citation_id", "address"))
    for pk, material, address, question, state in citations.values_list(
        "pk", "material_id", "address", "version__question_id", "version__question__state"
    ):
        article = moved.get(pk, address).partition("/")[0]
        asked.setdefault(of_edition[material], []).append((article, question, state))
    return [
        _work_row(work, units.get(holding.get(path, 0), set()), asked.get(path, []))
        for path, work in works.items()
    ]


def _holding(editions: Iterable[tuple[int, str, date]], step: int) -> tuple[dict[str, int], dict[int, str]]:
    """Return the edition that holds now of each work, by the work's path, and the work of each edition."""
    today = timezone.localdate()
    holding: dict[str, int] = {}
    of_edition: dict[int, str] = {}
    for pk, path, begins in editions:
        work = path[:-step]
        of_edition[pk] = work
        # In order of their days: the first stands until one has begun after it.
        if work not in holding or begins <= today:
            holding[work] = pk
    return holding, of_edition


def _work_row(work: MaterialPage, articles: set[str], asked: Sequence[tuple[str, int, str]]) -> WorkRow:
    return WorkRow(
        work=work,
        articles=len(articles),
        covered=len(articles & {address for address, _q, _s in asked}),
        questions=len({question for _a, question, _s in asked}),
        stale=len({question for _a, question, state in asked if state == Question.State.STALE}),
    )
