"""Who may take which quiz, see which answers, and write questions.

An attempt, like a review, is its member's alone: secretaries and superiors will see results in reports of the branch,
never the answers; an editor sees questions and no one's answers; nor does an operator.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from members.models import Audience, Member, Organization
from members.policies import member_policy
from members.statements import Statement
from quizzes.models import (
    Attempt,
    AttemptItem,
    Question,
    QuestionBank,
    QuestionVersion,
    QuizPage,
    ReviewCard,
)
from quizzes.querysets import (
    AttemptItemQuerySet,
    AttemptQuerySet,
    QuestionQuerySet,
    QuizQuerySet,
    ReviewCardQuerySet,
)

User = Member | AnonymousUser

CLOSING_FIRST = (F("closes_at").asc(nulls_last=True), "title")
MOST_NEXT = 10


class QuizPolicy:
    """May this user see, and take, this quiz?"""

    def visible_to(self, user: User, *, now: datetime | None = None) -> QuizQuerySet:
        """Return published quizzes for everybody or for an audience `user` is in; at most three queries to build.

        Who is in an audience is `Audience.includes`, asked once per audience that any published quiz names.
        """
        if not isinstance(user, Member):
            return QuizPage.objects.none()
        return _published_for(self._audiences_of(user, now=now), now or timezone.now())

    def _audiences_of(self, user: Member, *, now: datetime | None) -> list[int]:
        """Return the ids of the audiences `user` is in, of those that published quizzes name."""
        posts: set[str] | None = None
        mine = []
        for audience in _AUDIENCES():
            if posts is None:
                posts = user.posts_on(timezone.localdate(now))
            if audience.includes(user, posts=posts):
                mine.append(audience.pk)
        return mine

    def open_to(self, user: User, *, now: datetime) -> QuizQuerySet:
        """Return the quizzes `user` may take at `now`, those that close first at the top."""
        return self.visible_to(user, now=now).open_at(now).order_by(*CLOSING_FIRST)

    def next_to_close(self, user: Member, *, now: datetime) -> list[QuizPage]:
        """Return the first of `open_to`, as everybody's home page shows them."""
        return _NEXT_TO_CLOSE(mine=self._audiences_of(user, now=now), now=now)

    def can_view(self, user: User, quiz: QuizPage) -> bool:
        """Tell whether `user` may see `quiz`."""
        return self.visible_to(user).filter(pk=quiz.pk).exists()

    def can_print(self, user: User, quiz: QuizPage) -> bool:
        """Tell whether `user` may print papers of `quiz` with their keys: who may see the bank's keys and edit the page."""
        may_see = user.has_perm("quizzes.view_question") or user.has_perm("quizzes.change_question")
        return may_see and bool(quiz.permissions_for_user(user).can_edit())

    def can_take(self, user: User, quiz: QuizPage, *, now: datetime) -> bool:
        """Tell whether `user` may start `quiz` at `now`, as far as audience and window go."""
        return self.open_to(user, now=now).filter(pk=quiz.pk).exists()


def _published_for(mine: list[int], now: datetime) -> QuizQuerySet:
    return QuizPage.objects.live_at(now).filter(Q(audience__isnull=True) | Q(audience__in=mine))


def _next_to_close(mine: list[int], now: datetime) -> QuizQuerySet:
    return _published_for(mine, now).open_at(now).order_by(*CLOSING_FIRST)[:MOST_NEXT]


_NEXT_TO_CLOSE = Statement(_next_to_close)
_AUDIENCES = Statement(
    lambda: Audience.objects.filter(quizzes__live=True).select_related("subtree").distinct()
)


class AttemptPolicy:
    """May this user see this attempt? Only their own."""

    def visible_to(self, user: User) -> AttemptQuerySet:
        """Return the user's own attempts."""
        if not isinstance(user, Member):
            return Attempt.objects.none()
        return Attempt.objects.filter(member=user)

    def can_view(self, user: User, attempt: Attempt) -> bool:
        """Tell whether `attempt` is the user's own."""
        return isinstance(user, Member) and attempt.member_id == user.pk


class BankPolicy:
    """May this user see and write the questions of this bank?

    It takes the right to write questions, and: a shared bank is everybody's who has it; an organisation's bank is of
    those who belong to it or to an organisation above it, or oversee it by a post.
    """

    def editable_by(self, user: User) -> QuerySet[QuestionBank]:
        """Return the banks `user` may write in; at most one query to build."""
        if not self._writes(user):
            return QuestionBank.objects.none()
        return self._within_reach(user)

    def visible_to(self, user: User) -> QuerySet[QuestionBank]:
        """Return the banks whose questions `user` may see, keys included."""
        if not self._writes(user) and not user.has_perm("quizzes.view_question"):
            return QuestionBank.objects.none()
        return self._within_reach(user)

    def can_edit(self, user: User, bank: QuestionBank) -> bool:
        """Tell whether `user` may write in `bank`."""
        return self.editable_by(user).filter(pk=bank.pk).exists()

    @staticmethod
    def _writes(user: User) -> bool:
        return user.has_perm("quizzes.change_question") or user.has_perm("quizzes.add_question")

    @staticmethod
    def _within_reach(user: User) -> QuerySet[QuestionBank]:
        if not isinstance(user, Member):
            return QuestionBank.objects.none()
        if user.is_superuser:
            return QuestionBank.objects.all()
        below = [Q(organization__path__startswith=place.path) for place in _places_of(user)]
        return QuestionBank.objects.filter(reduce(or_, below, Q(organization__isnull=True)))

    def owners_within_reach(self, user: User) -> QuerySet[Organization]:
        """Return the organisations whose banks, present and to come, `user` may see."""
        if not isinstance(user, Member):
            return Organization.objects.none()
        if user.is_superuser:
            return Organization.objects.all()
        below = [Q(path__startswith=place.path) for place in _places_of(user)]
        return Organization.objects.filter(reduce(or_, below, Q(pk__in=[])))


def _places_of(user: Member) -> list[Organization]:
    places = member_policy.overseen_by(user)
    return [*places, user.organization] if user.organization else places


class QuestionPolicy:
    """May this user read and write the bank, keys included?"""

    def visible_to(self, user: User) -> QuestionQuerySet:
        """Return the questions `user` may see with their keys: those of the banks within reach of who writes questions."""
        return Question.objects.filter(bank__in=bank_policy.visible_to(user))

    def can_add(self, user: User, bank: QuestionBank | None = None) -> bool:
        """Tell whether `user` may write new questions, in `bank` if one is named."""
        return user.has_perm("quizzes.add_question") and (bank is None or bank_policy.can_edit(user, bank))

    def can_change(self, user: User, question: Question | None = None) -> bool:
        """Tell whether `user` may revise questions, or this one."""
        allowed = user.has_perm("quizzes.change_question")
        return allowed and (question is None or bank_policy.can_edit(user, question.bank))

    def can_publish(self, user: User, question: Question | None = None) -> bool:
        """Tell whether `user` may declare questions, or this one, fit for quizzes; not their own words: `can_approve`."""
        allowed = user.has_perm("quizzes.publish_question")
        return allowed and (question is None or bank_policy.can_edit(user, question.bank))

    def can_approve(self, user: User, question: Question) -> bool:
        """Tell whether `user` may approve the question as it reads now: a second pair of eyes, never its own writer's.

        Its writer is who first stored these words and this key; who only mended the explanation since is not.
        """
        return self.can_approve_all(user, [question])

    def can_approve_all(self, user: User, questions: Sequence[Question]) -> bool:
        """Tell whether `user` may approve each of them; the same few queries whatever their number."""
        if not self.can_publish(user):
            return False
        if not {one.bank_id for one in questions} <= set(
            bank_policy.editable_by(user).values_list("pk", flat=True)
        ):
            return False
        return user.pk not in self._writers(questions).values()

    def can_regrade(self, user: User, question: Question) -> bool:
        """Tell whether `user` may mark papers again by the key as it reads now: one that a second pair of eyes has seen."""
        if question.state == Question.State.READY:
            return self.can_publish(user, question)
        return self.can_approve(user, question)

    @staticmethod
    def _writers(questions: Sequence[Question]) -> dict[int, int | None]:
        """Return by question the id of who wrote what is asked now; None for the system itself."""
        rows = QuestionVersion.objects.filter(question__in=[one.pk for one in questions])
        told = ("question_id", "created_by", "stem", "options", "prompts", "answer")
        writers: dict[int, int | None] = {}
        words: dict[int, Any] = {}
        done = set()
        for row in rows.order_by("question_id", "-number").values(*told):
            pk, author = row["question_id"], row.pop("created_by")
            if words.setdefault(pk, row) != row:
                done.add(pk)
            if pk not in done:
                writers[pk] = author
        return writers


class MarkingPolicy:
    """May this user mark this written answer? Whoever does sees the answer, and not whose it is.

    Markers (the right `mark_essay`) mark everybody's; secretaries and committees those of the members they oversee.
    Nobody marks their own, and an editor as such marks nobody's.
    """

    def visible_to(self, user: User) -> AttemptItemQuerySet:
        """Return the written answers of handed-in papers that `user` may mark, marked ones included."""
        if not isinstance(user, Member):
            return AttemptItem.objects.none()
        answers = AttemptItem.objects.written().exclude(attempt__member=user)
        if user.has_perm("quizzes.mark_essay"):
            return answers
        return answers.filter(attempt__member__in=member_policy.visible_to(user))

    def can_mark(self, user: User, item: AttemptItem) -> bool:
        """Tell whether `user` may mark `item`."""
        return self.visible_to(user).filter(pk=item.pk).exists()

    def is_marker(self, user: User) -> bool:
        """Tell whether the desk is this user's to enter: a marker, or somebody who oversees members."""
        if not isinstance(user, Member):
            return False
        return user.has_perm("quizzes.mark_essay") or bool(member_policy.overseen_by(user))


class ReviewPolicy:
    """May this user see this review card? Only their own."""

    def visible_to(self, user: User) -> ReviewCardQuerySet:
        """Return the user's own cards."""
        if not isinstance(user, Member):
            return ReviewCard.objects.none()
        return ReviewCard.objects.filter(member=user)

    def can_view(self, user: User, card: ReviewCard) -> bool:
        """Tell whether `card` is the user's own."""
        return isinstance(user, Member) and card.member_id == user.pk


quiz_policy = QuizPolicy()
attempt_policy = AttemptPolicy()
bank_policy = BankPolicy()
marking_policy = MarkingPolicy()
question_policy = QuestionPolicy()
review_policy = ReviewPolicy()
