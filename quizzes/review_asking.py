"""A review question on its way to a browser and back.

The page carries a signed note of what was asked and when, so that the server needs no row for a question shown, knows
how long the answer took by its own clock, and records an answer once. The order of the options follows from the note
and the server's secret; neither the order nor the key is in it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from django.core import signing
from django.utils.crypto import salted_hmac

from quizzes.errors import QuestionNotAskable
from quizzes.grading import PLACED_KINDS
from quizzes.models import AttemptItem, QuestionVersion, ReviewCard
from quizzes.papers.ordering import SPEAKS_OF_PLACES

SALT = "quizzes.review"
# What a page shows of a version. The key is not read, so that no template can leak it.
SHOWN = ("stem", "options", "prompts", "question__kind")


@dataclass(frozen=True)
class Asked:
    """What a page asked: which version of which card, when, and the page's own key."""

    card_id: int
    version_id: int
    shown_at: datetime
    key: str

    def note(self) -> str:
        """Return the signed note for the page's form."""
        return signing.dumps(
            [self.card_id, self.version_id, self.shown_at.timestamp(), self.key], salt=SALT, compress=True
        )

    def order(self, version: QuestionVersion) -> list[int]:
        """Return which option stands at each place: shuffled anew for each page, but where options speak of places.

        Those of an ordering or a matching are always shuffled, for their stored order is the key.
        """
        options = version.options
        places = list(range(len(options)))
        if version.question.kind not in PLACED_KINDS and any(
            SPEAKS_OF_PLACES.search(text) for text in options
        ):
            return places
        return sorted(places, key=lambda place: salted_hmac(SALT, f"{self.key}:{place}").digest())

    def item(self) -> AttemptItem:
        """Return the question as pages and forms know one; it is never stored."""
        version = QuestionVersion.objects.select_related("question").only(*SHOWN).get(pk=self.version_id)
        return AttemptItem(version=version, position=1, points=1, option_order=self.order(version))


def ask(card: ReviewCard, *, now: datetime) -> Asked:
    """Return a new page's question: the card's, as it reads now."""
    version_id = card.question.current_id
    if version_id is None:
        raise QuestionNotAskable("这道题还没有内容，暂时不能复习。")
    return Asked(card.pk, version_id, now, token_hex(16))


def read_note(note: str) -> Asked:
    """Return what the page with this note asked.

    Raises:
        QuestionNotAskable: the note was not made here, or was changed.
    """
    try:
        card_id, version_id, shown_at, key = signing.loads(note, salt=SALT)
    except signing.BadSignature as error:
        raise QuestionNotAskable("这一页已经失效，请从“今日复习”重新打开这道题。") from error
    return Asked(card_id, version_id, datetime.fromtimestamp(shown_at, tz=UTC), key)
