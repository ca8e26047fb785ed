"""Correcting marks after a wrong key: first shown, then done, and kept on record for good.

Answers point at the version that was asked. When a later version of the same question has another key and the same
places to answer in, the answers can be read by that key. Nothing else about a paper changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from members.models import Member
from members.requests import without_nul
from quizzes.actions.marking import total_anew
from quizzes.errors import NotAllowed, NothingToRegrade
from quizzes.grading import fold, grade
from quizzes.models import Attempt, AttemptItem, Question, QuestionVersion, Regrade, RegradedItem
from quizzes.policies import question_policy

__all__ = ["Change", "can_be_read_by", "find_changes", "has_outdated_marks", "regrade_question"]

BATCH = 500
UNSEEN = "改过的答案还没有经另一位同志审核，不能由您自己按它重新评分；请先送审，通过以后再来。"


@dataclass(frozen=True)
class Change:
    """One answer whose mark another key changes: both marks, and both totals of its paper."""

    item: AttemptItem
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """Return how many points more, or fewer."""
        return self.after - self.before

    @property
    def total_before(self) -> Decimal:
        """Return the paper's points as they are."""
        return self.item.attempt.score or Decimal(0)

    @property
    def total_after(self) -> Decimal:
        """Return the paper's points as they would be."""
        return self.total_before + self.difference

    @property
    def passed_before(self) -> bool:
        """Tell whether the paper is passed as it is."""
        return self.item.attempt.is_passed_with(self.total_before)

    @property
    def passed_after(self) -> bool:
        """Tell whether it would be passed."""
        return self.item.attempt.is_passed_with(self.total_after)


def can_be_read_by(asked: QuestionVersion, key: QuestionVersion) -> bool:
    """Tell whether answers to `asked` mean the same under `key`: the same words asked, options, prompts and blanks."""
    if (asked.options, asked.prompts) != (key.options, key.prompts):
        return False
    # Under other words the same answer says something else, and the paper shows the words that were asked.
    if fold(asked.stem) != fold(key.stem):
        return False
    return asked.places(asked.question.kind) == key.places(key.question.kind)


def find_changes(question: Question) -> list[Change]:
    """Return the handed-in answers whose mark the current key would change, in the order they were handed in.

    An essay has no key a machine could read; it is marked again at the marking desk.
    """
    current = question.current
    if current is None or question.kind == Question.Kind.ESSAY:
        return []
    return list(_changes(_answered(question), current))


def has_outdated_marks(question: Question) -> bool:
    """Tell whether the current key would change the mark of any handed-in answer that it can read."""
    current = question.current
    if current is None or question.kind == Question.Kind.ESSAY:
        return False
    others = [one for one in question.versions.exclude(pk=current.pk) if one.answer != current.answer]
    marked_so = Q(marked_by_version__in=others) | Q(marked_by_version=None, version__in=others)
    return any(_changes(_answered(question).filter(marked_so), current))


def _changes(items: Iterable[AttemptItem], current: QuestionVersion) -> Iterator[Change]:
    for item in items:
        before = item.score or Decimal(0)
        if can_be_read_by(item.version, current) and (after := _score(item, current)) != before:
            yield Change(item, before, after)


@transaction.atomic
def regrade_question(
    *,
    member: Member,
    question: Question,
    expected: int,
    reason: str,
    now: datetime,
    shown: int | None = None,
) -> Regrade:
    """Mark every handed-in answer of `question` by its current key, and keep what changed on record.

    `expected` is how many changes the member was shown; when there are others by now nothing is done; nor when the key is not
    that of version `shown` any more.

    Raises:
        NotAllowed: the member may not publish questions of this bank, or wrote the key and nobody has approved it.
        NothingToRegrade: no mark would change, no reason was given, papers came in since, or the key is another by now.
    """
    if not question_policy.can_publish(member, question):
        raise NotAllowed("您没有重新评分的权限，请联系能审核这个题库的同志。")
    reason = without_nul(reason).strip()
    if not reason:
        raise NothingToRegrade("请写明为什么重新评分，答过题的人会看到。")
    # PostgreSQL locks no row that an outer join may leave out, and `current` is such a one.
    rows = Question.objects.select_for_update(of=("self",)).select_related("current", "bank")
    locked = rows.get(pk=question.pk)
    if not question_policy.can_regrade(member, locked):
        raise NotAllowed(UNSEEN)
    if shown is not None and shown != locked.current_id:
        raise NothingToRegrade("这道题刚刚又改过，名单按现在的答案重新列了，请看过再确认。")
    papers = AttemptItem.objects.filter(version__question=locked).values("attempt")
    attempts = {
        one.pk: one for one in Attempt.objects.select_for_update().filter(pk__in=papers).order_by("pk")
    }
    changes = find_changes(locked)
    if not changes:
        raise NothingToRegrade("按现在的答案，没有谁的得分会变，不用重新评分。")
    if len(changes) != expected:
        raise NothingToRegrade(f"又有人交了卷，现在有 {len(changes)} 份要改，请看过下面的名单再确认。")
    regrade = Regrade(question=locked, version=locked.current, reason=reason, made_by=member, made_at=now)
    regrade.save()
    _apply(regrade, changes, attempts)
    return regrade


def _apply(regrade: Regrade, changes: Iterable[Change], attempts: dict[int, Attempt]) -> None:
    rows = [
        RegradedItem(
            regrade=regrade,
            item=change.item,
            before=change.before,
            after=change.after,
            total_before=change.total_before,
            total_after=change.total_after,
        )
        for change in changes
    ]
    for change in changes:
        change.item.score, change.item.marked_by_version = change.after, regrade.version
    items = [change.item for change in changes]
    AttemptItem.objects.bulk_update(items, ["score", "marked_by_version"], batch_size=BATCH)
    RegradedItem.objects.bulk_create(rows, batch_size=BATCH)
    for pk in {item.attempt_id for item in items}:
        total_anew(attempts[pk])


def _answered(question: Question) -> Any:
    items = AttemptItem.objects.filter(version__question=question, attempt__submitted_at__isnull=False)
    related = ("version__question", "attempt__quiz", "attempt__member__organization", "marked_by_version")
    return items.select_related(*related).order_by("attempt__submitted_at", "pk")


def _score(item: AttemptItem, key: QuestionVersion) -> Decimal:
    return grade(key.question.kind, key.options, key.answer, item.answer, item.points).score
