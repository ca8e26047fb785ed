"""What a marker sees: which questions have answers waiting, and one answer after the other, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Count, Min, Q

from members.models import Member
from quizzes.grading import rubric_of
from quizzes.models import AttemptItem, EssayMark
from quizzes.policies import marking_policy
from quizzes.querysets import AttemptItemQuerySet

__all__ = ["Criterion", "Pile", "criteria_of", "neighbours", "next_waiting", "piles_of", "read_marks"]


@dataclass(frozen=True)
class Pile:
    """The answers to one question of one quiz: how many wait, how many are marked, and the first that waits."""

    quiz: str
    stem: str
    waiting: int
    marked: int
    first: int | None


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric with what was given for it last; `value` is empty before."""

    number: int
    text: str
    points: int
    value: str

    @property
    def name(self) -> str:
        """Return the name of its field in the form."""
        return f"mark-{self.number}"


def piles_of(marker: Member) -> list[Pile]:
    """Return what `marker` may mark, what waits longest first; one query for the piles."""
    waiting = Q(score__isnull=True)
    rows = (
        marking_policy.visible_to(marker)
        .order_by()
        .values("attempt__quiz__title", "version__stem", "attempt__quiz", "version")
        .annotate(
            waiting=Count("pk", filter=waiting),
            all=Count("pk"),
            first=Min("pk", filter=waiting),
            some=Min("pk"),
            since=Min("attempt__submitted_at", filter=waiting),
        )
    )
    found = sorted(rows, key=lambda row: (row["since"] is None, row["since"] or 0, row["some"]))
    return [
        Pile(
            quiz=row["attempt__quiz__title"],
            stem=row["version__stem"],
            waiting=row["waiting"],
            marked=row["all"] - row["waiting"],
            first=row["first"] or row["some"],
        )
        for row in found
    ]


def next_waiting(marker: Member, after: AttemptItem) -> AttemptItem | None:
    """Return the next answer of the same pile that waits, from the front again at its end; None when none does."""
    waiting = _pile(marker, after).unmarked().exclude(pk=after.pk).order_by("pk")
    return waiting.filter(pk__gt=after.pk).first() or waiting.first()


def neighbours(marker: Member, item: AttemptItem) -> tuple[AttemptItem | None, AttemptItem | None]:
    """Return the answers before and behind `item` in its pile, marked or not."""
    pile = _pile(marker, item)
    before = pile.filter(pk__lt=item.pk).order_by("-pk").first()
    return before, pile.filter(pk__gt=item.pk).order_by("pk").first()


def _pile(marker: Member, item: AttemptItem) -> AttemptItemQuerySet:
    visible = marking_policy.visible_to(marker)
    return visible.filter(version=item.version_id, attempt__quiz=item.attempt.quiz_id)


def criteria_of(item: AttemptItem, typed: Sequence[str] | None = None) -> list[Criterion]:
    """Return the rubric of the answer's key with the points given last, or as they were just typed."""
    latest = EssayMark.objects.filter(item=item).order_by("-pk").first()
    values: Sequence[str] = typed if typed is not None else latest.marks if latest else ()
    return [
        Criterion(number, text, points, values[number - 1] if number <= len(values) else "")
        for number, (text, points) in enumerate(rubric_of(item.key.answer), 1)
    ]


def read_marks(typed: Sequence[str]) -> list[Decimal | None]:
    """Return what was typed as numbers; None for what is none."""
    return [_number(text) for text in typed]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None
