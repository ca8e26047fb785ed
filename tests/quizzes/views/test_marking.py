import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, AttemptItem
from tests.people import People
from tests.quizzes.builders import SECRET, draft, give, hand_in, question, quiz, start

pytestmark = pytest.mark.django_db
ANSWER = "三种会，还有党课。"


@pytest.fixture
def items(people: People) -> list[AttemptItem]:
    """Two written answers of one branch to one question."""
    paper = quiz(question("essay"), points=4, title="简答卷")
    found = []
    for person in (people.me, people.secretary):
        running = start(person, paper)
        give(running, {1: f"{person.name}写的：{ANSWER}"})
        found.append(hand_in(running).items.get())
    return found


def body(client: Client, person: object, url: str) -> str:
    client.force_login(person)
    return client.get(url).content.decode()


def test_it_works(client: Client, people: People, items: list[AttemptItem]) -> None:
    text = body(client, people.superior, reverse("quizzes:marking"))
    assert "还有 2 份简答待阅" in text and "简答卷" in text
    url = reverse("quizzes:mark", args=[items[0].pk])
    text = body(client, people.superior, url)
    assert ANSWER in text and "写出三种会" in text and "满 3 分" in text
    answer = client.post(url, {"mark-1": "3", "mark-2": "0.5", "comment": "好"})
    assert answer["Location"] == reverse("quizzes:mark", args=[items[1].pk])
    assert Attempt.objects.get(member=people.me).score == 3.5


def test_nobody_is_named(client: Client, people: People, items: list[AttemptItem]) -> None:
    AttemptItem.objects.filter(pk=items[0].pk).update(answer=ANSWER)
    text = body(client, people.superior, reverse("quizzes:mark", args=[items[0].pk]))
    assert people.me.name not in text


def test_the_last_one_leads_back_to_the_desk(
    client: Client, people: People, items: list[AttemptItem]
) -> None:
    client.force_login(people.secretary)
    answer = client.post(reverse("quizzes:mark", args=[items[0].pk]), {"mark-1": "3", "mark-2": "1"})
    assert answer["Location"] == reverse("quizzes:marking")
    assert "都评完了" in client.get(answer["Location"]).content.decode()


def test_a_fault_is_said_and_what_was_typed_stays(
    client: Client, people: People, items: list[AttemptItem]
) -> None:
    client.force_login(people.superior)
    answer = client.post(
        reverse("quizzes:mark", args=[items[0].pk]), {"mark-1": "9", "mark-2": "1", "comment": "好"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "第 1 条应在 0 到 3 分之间" in text and 'value="9"' in text and ">好</textarea>" in text


def test_the_member_sees_that_it_waits_and_then_the_mark(
    client: Client, people: People, items: list[AttemptItem]
) -> None:
    url = reverse("quizzes:result", args=[items[0].attempt_id])
    assert "待阅" in body(client, people.me, url)
    client.force_login(people.superior)
    client.post(
        reverse("quizzes:mark", args=[items[0].pk]), {"mark-1": "2", "mark-2": "1", "comment": "漏了一种"}
    )
    text = body(client, people.me, url)
    assert "漏了一种" in text and "3/4 分" in text


def test_the_key_of_new_kinds_is_not_on_the_page_of_answering(client: Client, people: People) -> None:
    paper = quiz(question("ordering"), question("matching"), question("essay", explanation=SECRET))
    running = start(people.me, paper)
    text = body(client, people.me, reverse("quizzes:attempt", args=[running.pk]))
    assert "写出三种会" not in text and "支部委员会会议" not in text and SECRET not in text
    assert text.count("<select") == 7


def test_options_are_mixed_even_when_the_quiz_says_not_to(people: People) -> None:
    options = [f"第{number}步" for number in range(10)]
    one = question("ordering", options=options, answer=list(range(10)))
    running = start(people.me, quiz(one, shuffle_options=False, is_for_group=True))
    order = running.items.get().option_order
    assert sorted(order) == list(range(10)) and order != list(range(10))


def test_answers_come_from_a_plain_form(client: Client, people: People) -> None:
    paper = quiz(question("ordering"), question("matching"), question("essay"), points=4)
    running = start(people.me, paper)
    order, match, _essay = (item.option_order for item in running.items.order_by("position"))
    client.force_login(people.me)
    client.post(
        reverse("quizzes:submit", args=[running.pk]),
        {
            "q1": [str(order.index(step)) for step in range(4)],
            "q2": [str(match.index(place)) for place in (0, 1, 0)],
            "q3": "三种会。\r\n党课。",
            "confirmed": "1",
        },
    )
    first, second, third = Attempt.objects.get().items.order_by("position")
    assert (first.answer, first.score) == ([0, 1, 2, 3], 4)
    assert (second.answer, second.score) == ([0, 1, 0], 4)
    assert (third.answer, third.score) == ("三种会。\n党课。", None)


def test_half_an_answer_is_kept(client: Client, people: People) -> None:
    running = start(people.me, quiz(question("ordering")))
    client.force_login(people.me)
    order = running.items.get().option_order
    answer = client.post(
        reverse("quizzes:answer", args=[running.pk, 1]), {"q1": [str(order.index(0)), "", "", ""]}
    )
    assert answer.status_code == 200
    assert running.items.get().answer == [0, None, None, None]
    assert "selected" in client.get(reverse("quizzes:attempt", args=[running.pk])).content.decode()


def test_a_new_kind_can_be_drafted() -> None:
    draft("matching").check()
