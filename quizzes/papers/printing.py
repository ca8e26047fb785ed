"""A paper for print, and its key: the same number gives the same paper as long as the bank stays the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

from quizzes.models import AttemptItem, Question, QuestionCitation, QuizPage
from quizzes.papers.composing import Paper, compose, group_seed
from quizzes.papers.ordering import option_order
from quizzes.papers.plans import plans_of
from quizzes.review import article_numbers, said
from quizzes.sheet import Line, line

__all__ = ["Printed", "Sheet", "sheet_of"]

ROOM = "__________"
ESSAY_LINES = 8


@dataclass(frozen=True)
class Printed:
    """One question on paper; `key` and what follows are empty on a paper without them."""

    line: Line
    question_id: int
    key: str = ""
    explanation: str = ""
    sources: Sequence[str] = ()

    @property
    def rooms(self) -> list[str]:
        """Return where an arranged answer is written: one line for an order, a bracket for each left side."""
        if self.line.kind == Question.Kind.ORDERING:
            return [f"正确的先后：{ROOM}"]
        return [f"{place.prompt}（　　）" for place in self.line.places]

    @property
    def lines(self) -> range:
        """Return how many empty lines a written answer gets."""
        return range(ESSAY_LINES if self.line.is_essay else 0)

    @property
    def stem(self) -> str:
        """Return the stem with room to write in its blanks."""
        return "".join(ROOM if part.is_blank else part.text for part in self.line.stem)


@dataclass(frozen=True)
class PrintedPart:
    """One section on paper; points are the section's altogether."""

    title: str
    points: int
    questions: Sequence[Printed]


@dataclass(frozen=True)
class Sheet:
    """A paper, or a paper's key. `code` tells that a key belongs to a paper: it stands on both."""

    quiz: QuizPage
    number: int
    code: str
    with_key: bool
    parts: Sequence[PrintedPart]

    @property
    def points(self) -> int:
        """Return what the whole paper is worth."""
        return sum(part.points for part in self.parts)

    @property
    def count(self) -> int:
        """Return how many questions it asks."""
        return sum(len(part.questions) for part in self.parts)

    @property
    def questions(self) -> set[int]:
        """Return the ids of what it asks."""
        return {one.question_id for part in self.parts for one in part.questions}

    @property
    def told(self) -> str:
        """Return the line below the title."""
        minutes = self.quiz.time_limit_minutes
        time = f"，时间 {minutes} 分钟" if minutes else ""
        return f"共 {self.count} 题，满分 {self.points} 分{time}　　第 {self.number} 号卷　校验码 {self.code}"


def sheet_of(quiz: QuizPage, *, number: int, with_key: bool) -> Sheet:
    """Return paper `number` of the published `quiz`; of a quiz for a group every number is the group's one paper.

    Raises:
        QuizNotOpen: nothing can be asked, or a draw cannot be served.
    """
    seed = group_seed(quiz) if quiz.is_for_group else _seed(quiz, number)
    paper = compose(quiz, plans_of(quiz), seed=seed)
    items = _items(quiz, paper, seed)
    sources = _sources(items) if with_key else {}
    printed = iter([_printed(item, sources, with_key=with_key) for item in items])
    parts = [
        PrintedPart(part.title, sum(one.points for one in part.placed), [next(printed) for _ in part.placed])
        for part in paper.parts
    ]
    return Sheet(quiz, 1 if quiz.is_for_group else number, _code(items), with_key, parts)


def _seed(quiz: QuizPage, number: int) -> str:
    about = f"{quiz.pk}:paper {number}"
    return salted_hmac("quizzes.papers", about, secret=settings.SECRET_KEY).hexdigest()


def _items(quiz: QuizPage, paper: Paper, seed: str) -> list[AttemptItem]:
    shuffle = quiz.shuffle_options and not quiz.is_for_group
    return [
        AttemptItem(
            version=one.version,
            position=position,
            points=one.points,
            option_order=option_order(
                one.version.question.kind,
                one.version.options,
                seed=f"{seed}:{one.version.pk}",
                shuffle=shuffle,
            ),
        )
        for position, one in enumerate(paper.placed, 1)
    ]


def _code(items: Sequence[AttemptItem]) -> str:
    """Return four signs that change with any question, its wording or the order of anything."""
    told = [f"{item.version_id}:{item.points}:{item.option_order}" for item in items]
    return sha256("\n".join(told).encode()).hexdigest()[:4].upper()


def _printed(item: AttemptItem, sources: dict[int, list[str]], *, with_key: bool) -> Printed:
    version = item.version
    if not with_key:
        return Printed(line(item), version.question_id)
    key = said(item, version.answer)
    return Printed(line(item), version.question_id, key, version.explanation, sources.get(version.pk, []))


def _sources(items: Sequence[AttemptItem]) -> dict[int, list[str]]:
    """Return, by version, what each cites in words: “《支部学习规定》第二条：……”; two queries."""
    cited = QuestionCitation.objects.filter(version__in=[item.version_id for item in items])
    rows = list(cited.select_related("material").order_by("pk"))
    numbers = article_numbers(rows)
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append("".join(_words(row, numbers)))
    return found


def _words(row: QuestionCitation, numbers: dict[int, str]) -> Iterator[str]:
    yield f"《{row.material.title}》{numbers.get(row.pk, '')}"
    if row.quote:
        yield f"：{row.quote}"
