"""Bringing many questions in at once, from rows somebody else wrote.

A row is a JSON object: `kind` (a value of `Question.Kind`), `stem`, `options`, `prompts` (of a matching), `answer` (in
the shapes of `QuestionVersion`), and optionally `explanation`, `difficulty`, `tags` and `cites`: a list of `{material, edition,
address, quote}`, where `material` is a page's slug and `edition` the day a regulation's edition takes effect; without
it the edition in force is meant. Files in other formats become such rows in `quizzes.formats`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from library.models import EditionPage, MaterialPage, Provision
from members.models import Member
from quizzes.actions.questions import NO_SOURCE, create_questions
from quizzes.citing import edition_meant
from quizzes.drafts import Cited, QuestionDraft
from quizzes.errors import InvalidQuestion
from quizzes.grading import PLACED_KINDS, fingerprint, unready_fault
from quizzes.models import Question, QuestionBank
from quizzes.policies import question_policy
from quizzes.quoting import contains

MAX_TAG_CHARS = 100


@dataclass(frozen=True)
class RowError:
    """Why a row (counted from 1) was not taken."""

    row: int
    message: str


@dataclass
class LoadReport:
    """What came of a file of questions.

    `repeated` says of each duplicate which question it repeats; `elsewhere` of each one taken that another bank has it.
    """

    questions: int = 0
    created: int = 0
    duplicates: int = 0
    errors: list[RowError] = field(default_factory=list)
    repeated: list[RowError] = field(default_factory=list, compare=False)
    elsewhere: list[RowError] = field(default_factory=list, compare=False)


@dataclass(frozen=True)
class _Seen:
    """A question met before, in the bank or in the same file, and where."""

    where: str
    answer: Any


@transaction.atomic
def load_questions(
    *,
    author: Member | None,
    bank: QuestionBank,
    rows: Sequence[Any],
    state: str = Question.State.DRAFT,
    skip_bad: bool = False,
    numbers: Sequence[int] | None = None,
    faults: Sequence[RowError] = (),
    unit: str = "题",
) -> LoadReport:
    """Store the questions of `rows` in `bank`; a question the bank has already is counted and left alone.

    With one bad row nothing is stored, unless `skip_bad`. `numbers` are what a person calls the rows, counted in
    `unit`; `faults` are rows of the same file that could not even become one, and count as bad ones.
    """
    report = LoadReport(questions=len(rows) + len(faults), errors=list(faults))
    known = _known(Question.objects.filter(bank=bank), "题库里")
    others = _known(_within_sight(author).exclude(bank=bank), "别的题库里")
    texts = _Texts()
    drafts = []
    for number, row in zip(numbers or range(1, len(rows) + 1), rows, strict=True):
        try:
            draft = _draft(row, texts)
            if state == Question.State.READY:
                _require_ready(draft)
        except InvalidQuestion as error:
            report.errors.append(RowError(number, str(error)))
            continue
        mark = fingerprint(draft.kind, draft.stem, draft.options, draft.prompts)
        if mark in known:
            report.duplicates += 1
            report.repeated.append(RowError(number, _repeats(known[mark], draft)))
            continue
        known[mark] = _Seen(
            f"和第 {number} {unit}重复", _right(draft.kind, draft.options, draft.prompts, draft.answer)
        )
        drafts.append(draft)
        if mark in others:
            report.elsewhere.append(RowError(number, f"{others[mark].where}，照样放进这个题库。"))
    report.errors.sort(key=lambda error: error.row)
    if report.errors and not skip_bad:
        return report
    report.created = len(create_questions(author=author, bank=bank, drafts=drafts, state=state))
    return report


class _Texts:
    """The texts rows cite, each looked up once with its provisions."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], MaterialPage | None] = {}
        self._provisions: dict[int, dict[str, Provision]] = {}

    def page(self, slug: str, edition: str) -> MaterialPage | None:
        """Return the live text with this slug; of a regulation, the edition of that day."""
        key = (slug, edition)
        if key not in self._pages:
            self._pages[key] = self._find(slug, edition)
        return self._pages[key]

    def provision(self, page: MaterialPage, address: str) -> Provision | None:
        """Return the provision of `page` at `address`."""
        if page.pk not in self._provisions:
            provisions = Provision.objects.filter(material=page)
            self._provisions[page.pk] = {provision.address: provision for provision in provisions}
        return self._provisions[page.pk].get(address)

    @staticmethod
    def _find(slug: str, edition: str) -> MaterialPage | None:
        page = MaterialPage.objects.live().filter(slug=slug).exclude(kind=MaterialPage.Kind.EDITION).first()
        if page is None or page.kind != MaterialPage.Kind.REGULATION:
            return page
        if edition:
            return EditionPage.objects.child_of(page).live().filter(slug=edition).first()
        return edition_meant(page)


def _require_ready(draft: QuestionDraft) -> None:
    fault = unready_fault(draft.kind, draft.answer) or ("" if draft.citations else NO_SOURCE)
    if fault:
        raise InvalidQuestion([fault])


def _draft(row: Any, texts: _Texts) -> QuestionDraft:
    if not isinstance(row, Mapping):
        raise InvalidQuestion(["这一行不是一道题，应为一个 JSON 对象。"])
    draft = QuestionDraft(
        kind=_words(row, "kind", "题型"),
        stem=_words(row, "stem", "题干"),
        answer=row.get("answer"),
        options=row.get("options") or [],
        prompts=row.get("prompts") or [],
        explanation=_words(row, "explanation", "解析"),
        difficulty=_difficulty(row),
        tags=_tags(row),
        citations=_citations(row, texts),
    )
    draft.check()
    return draft


def _words(row: Mapping[str, Any], key: str, label: str) -> str:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise InvalidQuestion([f"{label}应为文字，请改 {key} 这一项。"])
    return value or ""


def _difficulty(row: Mapping[str, Any]) -> int:
    value = row.get("difficulty")
    if value is None:
        return 2
    # In JSON true is not a number, in Python it is.
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidQuestion(["难度应为 1 到 5 的整数，请改 difficulty 这一项。"])
    return value


def _tags(row: Mapping[str, Any]) -> tuple[str, ...]:
    tags = row.get("tags") or []
    if not isinstance(tags, list) or not all(
        isinstance(tag, str) and len(tag) <= MAX_TAG_CHARS for tag in tags
    ):
        raise InvalidQuestion([f"标签应为几个词，每个不超过 {MAX_TAG_CHARS} 个字，请改 tags 这一项。"])
    return tuple(tag.strip() for tag in tags if tag.strip())


def _citations(row: Mapping[str, Any], texts: _Texts) -> tuple[Cited, ...]:
    cites = row.get("cites") or []
    if not isinstance(cites, list):
        raise InvalidQuestion(["出处应写明 material（资料地址名）和 address（条款地址），几处放在方括号里。"])
    return tuple(_cited(cite, texts) for cite in cites)


def _cited(cite: Any, texts: _Texts) -> Cited:
    if not isinstance(cite, Mapping):
        raise InvalidQuestion(["出处应写明 material（资料地址名）和 address（条款地址）。"])
    slug, edition, address = (str(cite.get(key) or "") for key in ("material", "edition", "address"))
    page = texts.page(slug, edition)
    if page is None:
        raise InvalidQuestion(
            [f"出处“{slug}{' ' if edition else ''}{edition}”不在资料库里，请先导入并发布。"]
        )
    quote = str(cite.get("quote") or "").strip()
    provision = texts.provision(page, address)
    if provision is None:
        raise InvalidQuestion([f"《{page.title}》没有地址为“{address}”的条款，请核对出处。"])
    if quote and not contains(provision.whole_text(), quote):
        raise InvalidQuestion([f"引的原句“{quote[:20]}…”不在《{page.title}》{provision.number}里，请核对。"])
    return Cited(material=page, address=address, quote=quote)


def _within_sight(author: Member | None) -> QuerySet[Question]:
    return Question.objects.all() if author is None else question_policy.visible_to(author)


def _known(questions: QuerySet[Question], where: str) -> dict[str, _Seen]:
    rows = questions.filter(current__isnull=False).select_related("current")
    return {
        fingerprint(one.kind, now.stem, now.options, now.prompts): _Seen(
            f"{where}已有这道题（编号 {one.pk}）",
            _right(one.kind, now.options, now.prompts, now.answer),
        )
        for one in rows
        if (now := one.current)
    }


def _repeats(seen: _Seen, draft: QuestionDraft) -> str:
    """Say which question a draft repeats, and warn when the two have different answers."""
    if seen.answer == _right(draft.kind, draft.options, draft.prompts, draft.answer):
        return f"{seen.where}，没有再导入。"
    return f"{seen.where}，但答案不同，没有导入；请核对哪一个对。"


def _right(kind: str, options: Sequence[str], prompts: Sequence[str], answer: Any) -> Any:
    """Return the right answer in words, so that shuffled options compare; of an essay nothing, any rubric will do."""
    if kind == "essay":
        return None
    if kind in PLACED_KINDS:
        said = ["".join(options[place].split()) for place in answer]
        return frozenset(zip(prompts, said, strict=True)) if kind == "matching" else tuple(said)
    if kind in ("single", "multiple"):
        chosen = answer if isinstance(answer, list | tuple) else [answer]
        return frozenset("".join(options[place].split()) for place in chosen)
    return answer
