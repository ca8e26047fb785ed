"""What other parts of the project put on 今日学习: each registers a card here.

A card costs every member's home page its queries, so it says how many it needs at most; together with the desk's own
they have to stay within 25 (a test adds them up). A card that has nothing to say returns None and takes no room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from members.models import Member


@dataclass(frozen=True)
class DeskCard:
    """A card of the desk.

    `lay` takes (member, now) and returns what `template` shows as `card`, or None. Cards stand in their `order`: below 50
    above the list of required readings, the others below it. `queries` is how many `lay` and the template need at most.
    """

    name: str
    order: int
    template: str
    lay: Callable[[Member, datetime], Any]
    queries: int = 1


@dataclass(frozen=True)
class LaidCard:
    """A card with what it shows to one member."""

    name: str
    template: str
    content: Any
    is_above: bool


_cards: dict[str, DeskCard] = {}


def register_card(card: DeskCard) -> None:
    """Put a card on everybody's desk; registering a name again replaces it."""
    _cards[card.name] = card


def registered_cards() -> list[DeskCard]:
    """Return the cards in their order."""
    return sorted(_cards.values(), key=lambda card: (card.order, card.name))


def lay_cards(member: Member, *, now: datetime) -> list[LaidCard]:
    """Return the cards that have something to say to `member`."""
    laid = ((card, card.lay(member, now)) for card in registered_cards())
    return [
        LaidCard(card.name, card.template, content, card.order < 50)
        for card, content in laid
        if content is not None
    ]
