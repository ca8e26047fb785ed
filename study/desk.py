"""今日学习: everything one member's home page shows, read in a fixed number of queries.

What stands here itself: the one thing to do, required and advised readings with their reasons, what was begun, quizzes
that are open, today's review. Everything else comes as a card (`study.desk_cards`).
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from members.models import Member
from members.statements import Statement
from quizzes.models import QuizPage
from quizzes.policies import quiz_policy
from quizzes.review_queue import TodaysReview, todays_review
from study.desk_cards import LaidCard, lay_cards
from study.models import Dismissal, Progress
from study.recommending.suggesting import Suggestion, advice_for
from study.sessions.policies import RECORDERS

CONTINUE_SHOWN = 3
SUGGESTIONS_SHOWN = 8
QUIZZES_SHOWN = 4


@dataclass(frozen=True)
class Desk:
    """One member's study desk at one moment; `records` tells whether they record sessions of some organisation."""

    first: Suggestion | None
    reading: list[Progress]
    required: list[Suggestion]
    advised: list[Suggestion]
    computed: list[Suggestion]
    quizzes: list[QuizPage]
    review: TodaysReview | None = None
    cards: list[LaidCard] = field(default_factory=list)
    records: bool = False

    @property
    def above(self) -> list[LaidCard]:
        """Return the cards that stand above the lists."""
        return [card for card in self.cards if card.is_above]

    @property
    def below(self) -> list[LaidCard]:
        """Return the cards that stand below the lists."""
        return [card for card in self.cards if not card.is_above]

    @property
    def dismissal_reasons(self) -> list[tuple[str, str]]:
        """Return the reasons one can put a suggestion away for."""
        return list(Dismissal.Reason.choices)


def lay_out(*, member: Member, now: datetime) -> Desk:
    """Return the desk of `member` at `now`.

    The first required suggestion is the one thing to do now; without one, the text last open is.
    """
    advice = advice_for(member, now=now)
    return Desk(
        first=advice.required[0] if advice.required else None,
        reading=_READING(member=member.pk),
        required=advice.required[1:],
        advised=advice.advised[:SUGGESTIONS_SHOWN],
        computed=advice.computed[:SUGGESTIONS_SHOWN],
        quizzes=quiz_policy.next_to_close(member, now=now)[:QUIZZES_SHOWN],
        review=todays_review(member, now=now),
        cards=lay_cards(member, now=now),
        records=not RECORDERS.isdisjoint(advice.posts),
    )


def _reading(member: int) -> QuerySet:
    begun = Progress.objects.filter(member=member, material__live=True).unfinished()
    return begun.select_related("material").defer("material__body")[:CONTINUE_SHOWN]


_READING = Statement(_reading)
