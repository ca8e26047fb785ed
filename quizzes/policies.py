"""Who may take which quiz, see which answers, and write questions.

An attempt, like a review, is its member's alone: secretaries and superiors will see results in reports of the branch,
never the answers; an editor sees questions and no one's answers; nor does an operator.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.utils import timezone

from members.models import Audience, Member
from quizzes.models import Attempt, Question, QuizPage, ReviewCard
from quizzes.querysets import AttemptQuerySet, QuestionQuerySet, QuizQuerySet, ReviewCardQuerySet

User = Member | AnonymousUser


class QuizPolicy:
    """May this user see, and take, this quiz?"""

    def visible_to(self, user: User, *, now: datetime | None = None) -> QuizQuerySet:
        """Return published quizzes for everybody or for an audience `user` is in; at most three queries to build.

        Who is in an audience is `Audience.includes`, asked once per audience that any published quiz names.
        """
        if not isinstance(user, Member):
            return QuizPage.objects.none()
        published = QuizPage.objects.live()
        audiences = Audience.objects.filter(quizzes__live=True).select_related("subtree").distinct()
        posts: set[str] | None = None
        mine = []
        for audience in audiences:
            if posts is None:
                posts = user.posts_on(timezone.localdate(now))
            if audience.includes(user, posts=posts):
                mine.append(audience.pk)
        return published.filter(Q(audience__isnull=True) | Q(audience__in=mine))

    def open_to(self, user: User, *, now: datetime) -> QuizQuerySet:
        """Return the quizzes `user` may take at `now`, those that close first at the top."""
        first = F("closes_at").asc(nulls_last=True)
        return self.visible_to(user, now=now).open_at(now).order_by(first, "title")

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


class QuestionPolicy:
    """May this user read and write the bank, keys included?"""

    def visible_to(self, user: User) -> QuestionQuerySet:
        """Return the questions `user` may see with their keys: all for those who write questions, else none."""
        if user.has_perm("quizzes.change_question") or user.has_perm("quizzes.view_question"):
            return Question.objects.all()
        return Question.objects.none()

    def can_add(self, user: User) -> bool:
        """Tell whether `user` may write new questions."""
        return user.has_perm("quizzes.add_question")

    def can_change(self, user: User) -> bool:
        """Tell whether `user` may revise questions."""
        return user.has_perm("quizzes.change_question")

    def can_publish(self, user: User) -> bool:
        """Tell whether `user` may declare a question fit for quizzes."""
        return user.has_perm("quizzes.publish_question")


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
question_policy = QuestionPolicy()
review_policy = ReviewPolicy()
