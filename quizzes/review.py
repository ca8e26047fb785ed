"""A result as its member sees it: every question with its mark and the sentence it came from; the key when allowed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.utils import timezone

from library.models import Provision
from library.policies import closed_paths
from members.models import Member
from quizzes.actions.attempts import GRACE
from quizzes.grading import needs_person
from quizzes.models import (
    Accommodation,
    Attempt,
    AttemptItem,
    EssayMark,
    Question,
    QuestionCitation,
    RegradedItem,
)
from quizzes.quoting import Piece, split_at
from quizzes.sheet import LETTERS, Line, line
from quizzes.wording import in_words

# A browser's address line; the mark is only a help.
MARK_LENGTH = 120


@dataclass(frozen=True)
class Source:
    """The cited provision with the deciding sentence marked, and the address that opens it there."""

    title: str
    number: str
    pieces: list[Piece]
    url: str


@dataclass(frozen=True)
class Reviewed:
    """One question of a result; only when `is_open` may anything but `line` and `given` be shown.

    `corrections` say how and why the mark was corrected since.
    """

    line: Line
    score: str
    is_right: bool
    is_open: bool
    given: str
    right: str
    explanation: str
    sources: list[Source]
    is_pending: bool = False
    comment: str = ""
    corrections: Sequence[str] = ()


def key_is_open(attempt: Attempt, *, submitted: int, now: datetime) -> bool:
    """Tell whether right answers and explanations of the whole paper may be shown to the attempt's member.

    By the rules that held when it started: once handed in, or once nobody can answer any more. In an exam of several
    attempts “once handed in” means the last one, or the closing: with one to come the key would still help. A number of
    attempts raised later counts, one lowered does not; where neither a number nor a closing was set nothing is to come
    that one could wait for. `submitted` counts the attempts the member handed in.
    """
    if not attempt.is_submitted:
        return False
    quiz, rules = attempt.quiz, attempt.rules
    opens_at = key_opens_at(attempt)
    if rules["feedback"] != quiz.Feedback.CLOSED:
        allowed = (quiz.attempts_allowed, rules.get("attempts_allowed", quiz.attempts_allowed))
        is_last = opens_at is None if None in allowed else submitted >= max(filter(None, allowed), default=0)
        if rules["kind"] != quiz.Kind.EXAM or is_last:
            return True
    return opens_at is not None and now >= opens_at


def key_opens_at(attempt: Attempt) -> datetime | None:
    """Return when the last paper of a quiz ends, whoever has extra time; None for one that does not close.

    A closing put off later counts, one brought forward does not.
    """
    copied = attempt.rules["closes_at"]
    closings = [datetime.fromisoformat(copied)] if copied else []
    if attempt.quiz.closes_at:
        closings.append(attempt.quiz.closes_at)
    if not closings:
        return None
    limit = timedelta(minutes=attempt.rules["time_limit_minutes"] or 0)
    extra = Accommodation.objects.aggregate(most=Max("extra_percent"))["most"] if limit else 0
    return max(closings) + limit * (extra or 0) / 100 + GRACE


def review_items(
    items: Sequence[AttemptItem], *, member: Member, with_key: bool, withheld: Collection[int] = ()
) -> list[Reviewed]:
    """Return marked questions as a result shows them to `member`; their citations are loaded by `for_review`.

    Without the key there is the member's own answer and nothing else: the cited sentence would tell it, and so would a
    mark where only one other answer is left. That goes for all, or for the questions with the ids `withheld`. A text
    that is closed to the member is not quoted.
    """
    shown = [item for item in items if with_key and item.version.question_id not in withheld]
    closed = tuple(closed_paths(member)) if shown else ()
    cited = [one for item in shown for one in item.version.citations.all()]
    sources = _sources([one for one in cited if not one.material.path.startswith(closed)])
    open_ids = {id(item) for item in shown}
    comments = _comments([item.pk for item in shown if item.version.question.kind == Question.Kind.ESSAY])
    corrections = _corrections([item.pk for item in shown if item.marked_by_version_id])
    return [
        replace(
            _reviewed(item, sources, with_key=id(item) in open_ids),
            comment=comments.get(item.pk, ""),
            corrections=corrections.get(item.pk, ()),
        )
        for item in items
    ]


def _comments(items: Sequence[int]) -> dict[int, str]:
    """Return what the last marker of each written answer remarked; one query when there is any."""
    if not items:
        return {}
    marks = EssayMark.objects.filter(item__in=items).order_by("pk").values_list("item", "comment")
    return dict(marks)


def _corrections(items: Sequence[int]) -> dict[int, list[str]]:
    """Return how the marks of answers were corrected, in words; one query when any was."""
    if not items:
        return {}
    found: dict[int, list[str]] = {}
    rows = RegradedItem.objects.filter(item__in=items).select_related("regrade").order_by("pk")
    for row in rows:
        day = timezone.localtime(row.regrade.made_at)
        said = f"{day.year}年{day.month}月{day.day}日更正：得分由 {row.before.normalize():f} 分改为 {row.after.normalize():f} 分。"
        found.setdefault(row.item_id, []).append(said + row.regrade.reason)
    return found


def _reviewed(item: AttemptItem, sources: dict[int, Source], *, with_key: bool) -> Reviewed:
    version = item.version
    cited = [sources[one.pk] for one in version.citations.all() if one.pk in sources]
    return Reviewed(
        line=line(item),
        score=f"{item.score.normalize():f}" if item.score is not None else "0",
        is_right=item.is_right,
        is_open=with_key,
        given=said(item, item.answer) if item.answer is not None else "没有作答",
        right=said(item, item.key.answer) if with_key else "",
        explanation=item.key.explanation if with_key else "",
        sources=cited,
        is_pending=item.score is None and needs_person(version.question.kind, item.answer),
    )


def said(item: AttemptItem, answer: Any) -> str:
    """Return an answer in words, options by the letter and text they had on this member's page."""
    kind = item.version.question.kind
    if kind == Question.Kind.TRUE_FALSE:
        return "对" if answer else "错"
    if kind in (Question.Kind.ORDERING, Question.Kind.MATCHING, Question.Kind.ESSAY):
        letters = {index: LETTERS[place] for place, index in enumerate(item.option_order)}
        options = [f"{letters[index]}. {text}" for index, text in enumerate(item.version.options)]
        return in_words(kind, item.version.prompts, options, answer)
    if kind == Question.Kind.BLANK:
        return "；".join(one[0] if isinstance(one, list) else one or "（空）" for one in answer)
    chosen = set(answer if isinstance(answer, list) else [answer])
    return "；".join(
        f"{LETTERS[place]}. {item.version.options[index]}"
        for place, index in enumerate(item.option_order)
        if index in chosen
    )


def _sources(citations: Sequence[QuestionCitation]) -> dict[int, Source]:
    """Return what each citation points at, by its id; a provision that is gone is shown by its quote alone."""
    if not citations:
        return {}
    # With every provision comes the article it stands in, which has the number people know it by.
    wanted = {(one.material_id, address) for one in citations for address in (one.address, _article(one))}
    asked = reduce(or_, (Q(material_id=material, address=address) for material, address in wanted))
    provisions = {(one.material_id, one.address): one for one in Provision.objects.filter(asked)}
    texts = _whole_texts([found for one in citations if (found := provisions.get(_key(one)))])
    numbers = {key: one.number for key, one in provisions.items() if one.kind == "article"}
    return {
        one.pk: _source(
            one,
            text=texts.get(_key(one)),
            number=numbers.get((one.material_id, _article(one)), ""),
        )
        for one in citations
    }


def article_numbers(citations: Sequence[QuestionCitation]) -> dict[int, str]:
    """Return “第二条” by the id of each citation that stands in a numbered article; one query."""
    if not citations:
        return {}
    asked = reduce(or_, (Q(material_id=one.material_id, address=_article(one)) for one in citations))
    rows = Provision.objects.filter(asked, kind="article").values_list("material_id", "address", "number")
    numbers = {(material, address): number for material, address, number in rows}
    return {one.pk: numbers.get((one.material_id, _article(one)), "") for one in citations}


def _key(cited: QuestionCitation) -> tuple[int, str]:
    return (cited.material_id, cited.address)


def _article(cited: QuestionCitation) -> str:
    return cited.address.partition("/")[0]


def _whole_texts(provisions: Sequence[Provision]) -> dict[tuple[int, str], str]:
    """Return what `Provision.whole_text` says of each; one query for all that do not carry their whole text."""
    short = [one for one in provisions if not one.full_text]
    below: list[Provision] = []
    if short:
        asked = reduce(or_, (Q(material_id=one.material_id, eid__startswith=f"{one.eid}__") for one in short))
        below = list(Provision.objects.filter(asked).order_by("position"))
    texts = {}
    for one in provisions:
        parts = [
            f"{part.number}{part.text}"
            for part in below
            if part.material_id == one.material_id and part.eid.startswith(f"{one.eid}__")
        ]
        texts[(one.material_id, one.address)] = one.full_text or "\n".join([one.text, *parts]).strip()
    return texts


def _source(cited: QuestionCitation, *, text: str | None, number: str) -> Source:
    """Return the source; without `text` the provision is gone and the quote alone is shown."""
    base = cited.material.url or "/"
    mark = urlencode({"mark": cited.quote[:MARK_LENGTH]}) if cited.quote else ""
    if text is None:
        return Source(cited.material.title, "", split_at(cited.quote, cited.quote), base)
    url = f"{base}{'?' if mark else ''}{mark}#{cited.address}"
    return Source(cited.material.title, number, split_at(text, cited.quote), url)
