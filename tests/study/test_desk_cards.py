"""What other parts put on 今日学习."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from members.models import Member
from study import desk_cards
from study.desk_cards import DeskCard, register_card, registered_cards
from tests.people import People

HOME_QUERIES = 25
# What the desk itself and the page around it need at most; measured by test_views.
OWN_QUERIES = 18


@pytest.fixture(autouse=True)
def cards_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a test registers."""
    monkeypatch.setattr(desk_cards, "_cards", dict(desk_cards._cards))


def card(name: str, order: int, says: Any) -> DeskCard:
    def lay(member: Member, now: datetime) -> Any:
        return says

    return DeskCard(name, order, "study/notes/news_card.html", lay)


def test_a_card_is_shown_and_an_empty_one_takes_no_room(client: Client, people: People) -> None:
    register_card(card("full", 60, {"doubts": 7}))
    register_card(card("empty", 61, None))
    client.force_login(people.me)
    page = client.get("/").content.decode()
    assert page.count("7 条笔记待确认") == 1


def test_cards_stand_in_their_order_above_and_below_the_lists(people: People) -> None:
    for name, order in (("late", 90), ("early", 5)):
        register_card(card(name, order, {"doubts": 1}))
    laid = desk_cards.lay_cards(people.me, now=datetime.now().astimezone())
    places = {one.name: one.is_above for one in laid}
    assert places == {"early": True, "late": False}


def test_all_cards_together_stay_within_the_queries_of_the_page() -> None:
    assert sum(one.queries for one in registered_cards()) <= HOME_QUERIES - OWN_QUERIES
