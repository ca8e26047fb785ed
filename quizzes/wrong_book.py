"""错题本 as its member sees it: each question with the last wrong answer, and no key.

The key stays out because these are the very questions the next reviews ask; the explanation is one press away, on the
result it was shown on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from members.models import Member
from quizzes.models import AttemptItem, Question, ReviewCard, ReviewLog
from quizzes.policies import review_policy
from quizzes.review import said
from quizzes.review_queue import askable, withheld_attempts
from quizzes.reviewing import WrongBook
from quizzes.sheet import StemPart, line

PAGE_SIZE = 20


@dataclass(frozen=True)
class WrongRow:
    """One question in 错题本; `url` leads to the explanation, empty when there is none to go to."""

    card: ReviewCard
    stem: list[StemPart]
    kind_label: str
    given: str
    where: str
    url: str
    days_left: int
    is_askable: bool
    is_usable: bool


def wrong_page(member: Member, *, number: str, now: datetime) -> tuple[Page, list[WrongRow]]:
    """Return one page of `member`'s wrong questions, the latest first; seven queries whatever their number.

    What went wrong in a paper whose key is kept back stays out until then: that it stands here would tell.
    """
    last = ReviewLog.objects.filter(card=OuterRef("pk"), rating=1).order_by("-answered_at", "-pk")
    withheld = withheld_attempts(member, now=now)
    cards = (
        review_policy.visible_to(member)
        .wrong()
        .exclude(question__state=Question.State.RETIRED)
        .annotate(
            last_wrong=Subquery(last.values("pk")[:1]),
            last_paper=Coalesce(
                Subquery(last.values("item__attempt_id")[:1]), 0, output_field=BigIntegerField()
            ),
        )
        .exclude(last_paper__in=withheld)
        .select_related("question")
        .order_by("-wrong_at", "-pk")
    )
    page = Paginator(cards, PAGE_SIZE).get_page(number)
    logs = _logs([card.last_wrong for card in page])
    ids = [card.pk for card in page]
    open_now = set(askable(member, now=now).filter(pk__in=ids).values_list("pk", flat=True))
    return page, [
        _row(card, logs[card.last_wrong], is_askable=card.pk in open_now)
        for card in page
        if card.last_wrong in logs
    ]


def _logs(ids: Iterable[int]) -> dict[int, ReviewLog]:
    shown = ReviewLog.objects.select_related("version__question", "item__attempt__quiz")
    # What the row does not show is not read: the key and the explanation.
    return shown.defer("version__answer", "version__explanation").in_bulk(list(ids))


def _row(card: ReviewCard, log: ReviewLog, *, is_askable: bool) -> WrongRow:
    item, question = log.item, log.version.question
    shown = item or AttemptItem(position=1, points=1, option_order=log.option_order, answer=log.answer)
    shown.version = log.version
    if item is not None:
        where, url = f"《{item.attempt.quiz.title}》", _result_url(item)
    else:
        where, url = "复习", reverse("quizzes:review_result", args=[log.pk])
    return WrongRow(
        card=card,
        stem=line(shown).stem,
        kind_label=question.kind_label(),
        given=said(shown, shown.answer) if shown.answer is not None else _silence(item),
        where=where,
        url=url,
        days_left=WrongBook(card.wrong_at, card.right_on).days_left,
        is_askable=is_askable,
        is_usable=question.state == Question.State.READY,
    )


def _silence(item: AttemptItem | None) -> str:
    return "没有作答" if item is not None else "不记得了"


def _result_url(item: AttemptItem) -> str:
    return f"{reverse('quizzes:result', args=[item.attempt_id])}#q{item.position}"
