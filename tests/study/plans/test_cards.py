from typing import Any

from study.desk import lay_out
from study.plans.cards import due_of_plan, needed_next
from study.recommending.suggesting import advice_for
from tests.people import People
from tests.study.builders import NOW, long_guide
from tests.study.plans.builders import act, later, plan, read, reading


def test_it_works(people: People) -> None:
    text = long_guide()
    mine = plan(people.me)
    reading(mine, text)
    act(mine)
    card = due_of_plan(people.me, later(days=5))
    assert card is not None
    assert [line.item.title for line in card.lines] == [text.title, "走访结对户"]
    assert due_of_plan(people.stranger, NOW) is None


def test_what_is_done_leaves_the_card(people: People) -> None:
    text = long_guide()
    reading(plan(people.me), text)
    read(people.me, text)
    assert due_of_plan(people.me, later(days=5)) is None


def test_the_card_is_on_the_desk(people: People) -> None:
    act(plan(people.me))
    desk = lay_out(member=people.me, now=later(days=5))
    assert "plan" in {card.name for card in desk.cards}


def test_the_card_says_truly_how_many_queries_it_needs(
    people: People, django_assert_max_num_queries: Any
) -> None:
    mine = plan(people.me, weekly_minutes=600)
    for number in range(6):
        reading(mine, long_guide(slug=f"guide-{number}", title=f"导读{number}（示例）"))
    with django_assert_max_num_queries(1):
        due_of_plan(people.me, later(days=5))


def test_what_begins_soon_is_a_candidate_and_an_act_is_not(people: People) -> None:
    text = long_guide()
    mine = plan(people.me)
    act(mine)
    reading(mine, text)
    act(mine)
    assert [row[1] for row in needed_next(people.me.pk, NOW)] == [text.pk]
    assert list(needed_next(people.stranger.pk, NOW)) == []


def test_the_plan_is_a_reason_among_the_suggestions(people: People) -> None:
    mine = plan(people.me)
    act(mine)
    reading(mine, long_guide())
    said = [one.reason for one in advice_for(people.me, now=NOW).computed]
    assert "您的自学计划里近期要学" in said
