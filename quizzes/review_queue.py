"""今日复习 of one member: what may be asked now, how many today, and which comes next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone

from members.models import Member
from members.requests import is_number
from members.statements import Statement
from quizzes.models import Attempt, AttemptItem, QuizPage, ReviewCard, ReviewPlan
from quizzes.policies import attempt_policy, review_policy
from quizzes.querysets import ReviewCardQuerySet
from quizzes.review import key_is_open
from quizzes.reviewing import Load, Portion, portion

# The longest time limit, 600 minutes, with the most extra time, 300 %, and a day for the zone of a copied closing.
ALL_EXTRA_TIME = timedelta(days=2, hours=6)
STRICT = Q(rules__kind=QuizPage.Kind.EXAM) | Q(rules__feedback=QuizPage.Feedback.CLOSED)


@dataclass(frozen=True)
class TodaysReview:
    """Where one member stands today; `again` were forgotten today and are due once more.

    `before_exam` need another look before the exam; `next_at` is when the next question after those due now comes, None when there is none.
    """

    plan: ReviewPlan
    portion: Portion
    done: int
    again: int
    total: int
    before_exam: int
    next_at: datetime | None

    @property
    def count(self) -> int:
        """Return how many questions are to be answered now."""
        return self.portion.left + self.again


def withheld_attempts(member: Member, *, now: datetime) -> list[int]:
    """Return the ids of `member`'s attempts whose key may not be shown to them yet; one query.

    Their questions are asked in no review: its answer page would show what the paper's rules keep back.
    """
    return [one.pk for one in _closed(member, Q(submitted_at__isnull=True) | STRICT, now=now)]


def withheld_questions(member: Member, *, now: datetime, besides: Attempt) -> set[int]:
    """Return the ids of the questions whose key another paper of `member` keeps back; at most two queries.

    Only exams and papers with answers after closing count: in any other paper the key is there for the asking.
    """
    attempts = [one.pk for one in _closed(member, STRICT, now=now) if one.pk != besides.pk]
    if not attempts:
        return set()
    items = AttemptItem.objects.filter(attempt__in=attempts)
    return set(items.values_list("version__question", flat=True))


def kept_back_questions(member_id: int, *, now: datetime) -> QuerySet:
    """Return the ids of the questions of papers that are open, or whose key is still kept back, as a subquery.

    The rule is that of `key_is_open`, for queries that can afford none of their own. It errs on the side of keeping
    back: a closing counts two days later, which is more than the most extra time, whatever zone it was copied in.
    """
    over = now - ALL_EXTRA_TIME
    # SQLite tells JSON's null as a word; "" comes before every moment.
    copied_or_null = NullIf(KeyTextTransform("closes_at", "rules"), Value("null"), output_field=TextField())
    copied_closing = Coalesce(copied_or_null, Value(""), output_field=TextField())
    has_copied = ~Q(copied_closing="")
    is_over = (Q(quiz__closes_at__isnull=True) | Q(quiz__closes_at__lte=over)) & Q(
        copied_closing__lte=over.isoformat()
    )
    is_closed = is_over & (Q(quiz__closes_at__isnull=False) | has_copied)
    handed_in = Attempt.objects.filter(quiz=OuterRef("quiz"), member=member_id, submitted_at__isnull=False)
    count = handed_in.order_by().values("quiz").annotate(count=Count("pk")).values("count")
    copied_limit = Cast(KeyTextTransform("attempts_allowed", "rules"), IntegerField())
    is_last = Q(handed_in__gte=F("quiz__attempts_allowed")) & (
        Q(copied_limit__isnull=True) | Q(handed_in__gte=F("copied_limit"))
    )
    endless = Q(quiz__attempts_allowed__isnull=True, quiz__closes_at__isnull=True) & ~has_copied
    at_hand = ~Q(rules__feedback=QuizPage.Feedback.CLOSED) & (
        ~Q(rules__kind=QuizPage.Kind.EXAM) | is_last | endless
    )
    opened = Case(
        When(Q(submitted_at__isnull=False) & (at_hand | is_closed), then=True),
        default=False,
        output_field=BooleanField(),
    )
    papers = Attempt.objects.filter(member=member_id).annotate(
        handed_in=Subquery(count), copied_limit=copied_limit, copied_closing=copied_closing
    )
    items = AttemptItem.objects.filter(
        attempt__in=papers.annotate(opened=opened).filter(opened=False).values("pk")
    )
    return items.values("version__question")


def _closed(member: Member, which: Q, *, now: datetime) -> list[Attempt]:
    attempts = list(attempt_policy.visible_to(member).filter(which).select_related("quiz"))
    submitted: dict[int, int] = {}
    for attempt in attempts:
        submitted[attempt.quiz_id] = submitted.get(attempt.quiz_id, 0) + attempt.is_submitted
    return [one for one in attempts if not key_is_open(one, submitted=submitted[one.quiz_id], now=now)]


def askable(member: Member, *, now: datetime) -> ReviewCardQuerySet:
    """Return the cards of `member` whose question may be asked in a review at `now`; one query to build."""
    return review_policy.visible_to(member).usable().not_in(withheld_attempts(member, now=now))


def is_withheld(member: Member, card: ReviewCard, *, now: datetime) -> bool:
    """Tell whether the key of a card's question may not be shown to `member` at `now`."""
    mine = review_policy.visible_to(member).filter(pk=card.pk)
    return not mine.not_in(withheld_attempts(member, now=now)).exists()


def todays_review(member: Member, *, now: datetime) -> TodaysReview | None:
    """Return where `member` stands today, None before the first quiz; three queries."""
    plan = _plan(member)
    return _stand(plan, askable(member, now=now), now) if plan else None


def next_card(
    member: Member, *, now: datetime, chosen: str = ""
) -> tuple[ReviewCard | None, TodaysReview | None]:
    """Return the card to ask next, if any, and where `member` stands.

    `chosen` is the id of a card the member wants asked now, due or not.
    """
    plan = _plan(member)
    if plan is None:
        return None, None
    cards = askable(member, now=now)
    stand = _stand(plan, cards, now)
    if is_number(chosen):
        return cards.filter(pk=chosen).first(), stand
    today = timezone.localdate(now)
    waiting = Q(due_at__lte=now, reviewed_on=today)
    if stand.portion.left:
        waiting |= _due(stand.plan, today, now) & ~Q(reviewed_on=today)
    return cards.filter(waiting).most_pressing_first().first(), stand


def _due(plan: ReviewPlan, today: date, now: datetime) -> Q:
    exam_on = plan.exam_after(today)
    return Q(due_at__lt=_midnight(exam_on)) if exam_on else Q(due_at__lte=now)


def _plan(member: Member) -> ReviewPlan | None:
    """Return how `member` wants to review, None as long as there is nothing to review; one query for both."""
    found = _PLAN(member=member.pk)
    if not found:
        return None
    limit, exam_on = found[0]
    return ReviewPlan(member=member, exam_on=exam_on, **({"daily_limit": limit} if limit else {}))


def _planned(member: int) -> QuerySet:
    cards = review_policy.visible_to(Member(pk=member)).order_by()
    return cards.values_list("member__review_plan__daily_limit", "member__review_plan__exam_on")[:1]


_PLAN = Statement(_planned)


def _stand(plan: ReviewPlan, cards: ReviewCardQuerySet, now: datetime) -> TodaysReview:
    today = timezone.localdate(now)
    fresh = ~Q(reviewed_on=today)
    counts = cards.aggregate(
        total=Count("pk"),
        due=Count("pk", filter=Q(due_at__lte=now) & fresh),
        again=Count("pk", filter=Q(due_at__lte=now, reviewed_on=today)),
        done=Count("pk", filter=Q(reviewed_on=today)),
        before_exam=Count("pk", filter=_due(plan, today, now) & fresh),
        next_at=Min("due_at", filter=Q(due_at__gt=now)),
    )
    load = Load(due=counts["due"], done=counts["done"], before_exam=counts["before_exam"])
    return TodaysReview(
        plan=plan,
        portion=portion(load, limit=plan.daily_limit, today=today, exam_on=plan.exam_on),
        done=counts["done"],
        again=counts["again"],
        total=counts["total"],
        before_exam=counts["before_exam"] if plan.exam_after(today) else 0,
        next_at=counts["next_at"],
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
