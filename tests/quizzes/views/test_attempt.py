"""Answering and handing in, as a browser does it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from tests.people import People
from tests.quizzes.builders import (
    MINUTE,
    NOW,
    QUOTE,
    SECRET,
    cite,
    form,
    give,
    hand_in,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    start,
    stored,
)

pytestmark = pytest.mark.django_db
# What a page made before any answer notes beside its fields.
FRESH = {"q1-shown": "", "q2-shown": "", "q3-shown": "", "q4-shown": "|"}
ALL = form({1: ["1"], 2: ["0", "2"], 3: ["1"], 4: ["三会一课", "补课"]})


def page(attempt: Attempt) -> str:
    return reverse("quizzes:attempt", args=[attempt.pk])


def submit(attempt: Attempt) -> str:
    return reverse("quizzes:submit", args=[attempt.pk])


def result(attempt: Attempt) -> str:
    return reverse("quizzes:result", args=[attempt.pk])


def answer(attempt: Attempt, position: int) -> str:
    return reverse("quizzes:answer", args=[attempt.pk, position])


def test_it_works(me: Client, people: People) -> None:
    attempt = start(people.me)
    assert me.post(answer(attempt, 1), form({1: ["1"]})).json()["saved"] is True
    response = me.post(submit(attempt), ALL | FRESH, follow=True)
    assert response.redirect_chain == [(result(attempt), 302)]
    assert "全部答对了" in response.text
    attempt.refresh_from_db()
    assert attempt.score == attempt.max_score


def test_the_page_shows_every_question_and_nothing_of_the_key(me: Client, people: People) -> None:
    edition = newest_edition(publish_regulation())
    fields = {"explanation": SECRET, "citations": (cite(edition),)}
    kinds = [question("single", **fields), question("multiple", **fields), question("truefalse", **fields)]
    blank = question("blank", answer=[["只有答案里才有的词"], ["另一个只有答案里的词"]], **fields)
    attempt = start(people.me, quiz(*kinds, blank, shuffle_options=True))
    html = me.get(page(attempt)).text
    assert html.count("<fieldset") == 4
    for hidden in (SECRET, QUOTE, "只有答案里", "right", "explanation", "option_order", "art_2", "checked"):
        assert hidden not in html


def test_two_keys_give_the_same_page(me: Client, people: People) -> None:
    pages = []
    for key in (0, 3):
        attempt = start(people.me, quiz(question(answer=key), title="同一份", slug=f"same-{key}"))
        html = me.get(page(attempt)).text
        for told in (f"attempts/{attempt.pk}/", f'data-attempt="{attempt.pk}"', f"same-{key}"):
            html = html.replace(told, "")
        pages.append(html)
    strip = [[line for line in html.splitlines() if "csrfmiddlewaretoken" not in line] for html in pages]
    assert strip[0] == strip[1]


def test_options_stand_in_the_order_of_this_attempt(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(question(options=["甲项", "乙项", "丙项"], answer=0)))
    attempt.items.update(option_order=[2, 0, 1])
    html = me.get(page(attempt)).text
    assert html.index("丙项") < html.index("甲项") < html.index("乙项")
    me.post(answer(attempt, 1), form({1: ["0"]}))
    assert stored(attempt) == [2]


def test_what_was_answered_is_there_again(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, {1: 2, 4: ["三会一课", ""]})
    html = me.get(page(attempt)).text
    assert 'name="q1" value="2" checked' in html
    assert html.count(" checked") == 1
    assert 'name="q4" value="三会一课"' in html
    assert "已答 <b data-answered>2</b> 题" in html


def test_script_in_a_question_is_shown_as_text(me: Client, people: People) -> None:
    script = "<script>alert(1)</script>"
    one = question(stem=script, options=[script, "<b>乙</b>"], answer=0)
    two = question("blank", stem=f"{script} ____", answer=[["甲"]])
    attempt = start(people.me, quiz(one, two))
    give(attempt, {2: ['"><img src=x>']})
    html = me.get(page(attempt)).text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;b&gt;乙&lt;/b&gt;" in html


def test_the_page_is_kept_by_no_cache(me: Client, people: People) -> None:
    assert "no-store" in me.get(page(start(people.me)))["Cache-Control"]


def test_the_clock_shows_what_is_left(me: Client, people: People) -> None:
    with time_machine.travel(NOW, tick=False):
        attempt = start(people.me, quiz(time_limit_minutes=30), now=NOW)
        html = me.get(page(attempt)).text
    assert 'data-seconds="1800"' in html
    assert "09:30 前交卷" in html


def test_without_a_limit_there_is_no_clock(me: Client, people: People) -> None:
    assert "quiz-clock" not in me.get(page(start(people.me))).text


def test_each_answer_is_saved_with_its_time(me: Client, people: People) -> None:
    attempt = start(people.me)
    with time_machine.travel(NOW, tick=False):
        response = me.post(answer(attempt, 2), form({2: ["0", "3"]}))
    assert (response.status_code, response.json()) == (200, {"saved": True, "at": "09:00"})
    assert stored(attempt) == [None, [0, 3], None, None]


def test_an_answer_tells_nothing_of_right_and_wrong(me: Client, people: People) -> None:
    attempt = start(people.me)
    replies = [me.post(answer(attempt, 1), form({1: [str(place)]})).json() for place in range(4)]
    assert {tuple(reply) for reply in replies} == {("saved", "at")}


def late(position: int, place: str, device: str, turn: int, kept_ms: int = 0) -> dict[str, object]:
    return form({position: [place]}) | {"device": device, "turn": str(turn), "kept": str(kept_ms)}


def test_an_answer_that_was_overtaken_on_its_way_changes_nothing(me: Client, people: People) -> None:
    attempt = start(people.me)
    for place, turn in (("2", 2), ("0", 1), ("2", 2)):
        assert me.post(answer(attempt, 1), late(1, place, "phone", turn)).json()["saved"] is True
    assert stored(attempt)[0] == 2


def test_a_kept_answer_yields_to_a_later_one_from_elsewhere(me: Client, people: People) -> None:
    attempt = start(people.me)
    me.post(answer(attempt, 1), late(1, "3", "desk", 1))
    response = me.post(answer(attempt, 1), late(1, "0", "phone", 1, kept_ms=60_000))
    assert response.status_code == 409
    assert response.json()["values"] == ["3"]
    assert "每年一次" in response.json()["theirs"]
    assert "别处改过" in response.json()["error"]
    assert stored(attempt)[0] == 3


def test_a_member_who_was_shown_the_later_answer_may_replace_it(me: Client, people: People) -> None:
    attempt = start(people.me)
    me.post(answer(attempt, 1), late(1, "3", "desk", 1))
    kept = late(1, "0", "phone", 1, kept_ms=60_000)
    version = me.post(answer(attempt, 1), kept).json()["version"]
    assert me.post(answer(attempt, 1), kept | {"overwrite": version}).status_code == 200
    assert stored(attempt)[0] == 0


def test_what_was_not_shown_is_not_replaced(me: Client, people: People) -> None:
    attempt = start(people.me)
    me.post(answer(attempt, 1), late(1, "3", "desk", 1))
    kept = late(1, "0", "phone", 1, kept_ms=60_000)
    version = me.post(answer(attempt, 1), kept).json()["version"]
    me.post(answer(attempt, 1), late(1, "2", "desk", 2))
    assert me.post(answer(attempt, 1), kept | {"overwrite": version}).status_code == 409
    assert stored(attempt)[0] == 2


def test_a_kept_answer_later_than_the_one_from_elsewhere_is_saved(me: Client, people: People) -> None:
    attempt = start(people.me)
    with time_machine.travel(NOW, tick=False):
        give(attempt, {1: 3}, now=NOW - MINUTE)
        assert me.post(answer(attempt, 1), late(1, "0", "phone", 1, kept_ms=30_000)).status_code == 200
    assert stored(attempt)[0] == 0


def test_a_kept_answer_that_says_the_same_is_welcome(me: Client, people: People) -> None:
    attempt = start(people.me)
    me.post(answer(attempt, 1), late(1, "3", "desk", 1))
    assert me.post(answer(attempt, 1), late(1, "3", "phone", 1, kept_ms=60_000)).status_code == 200


@pytest.mark.parametrize("told", [{"turn": "x"}, {"kept": "-5"}, {"kept": "9" * 40}, {"device": "长" * 500}])
def test_whatever_a_page_tells_of_itself_the_answer_is_saved(
    me: Client, people: People, told: dict[str, str]
) -> None:
    attempt = start(people.me)
    assert me.post(answer(attempt, 1), late(1, "0", "phone", 1) | told).status_code == 200
    assert stored(attempt)[0] == 0


def test_an_answer_can_be_taken_back(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, {2: [0]})
    assert me.post(answer(attempt, 2), {}).status_code == 200
    assert stored(attempt)[1] is None


def test_an_answer_nobody_can_give_is_refused_in_words(me: Client, people: People) -> None:
    attempt = start(people.me)
    response = me.post(answer(attempt, 1), form({1: ["99"]}))
    assert response.status_code == 409
    assert response.json() == {"error": "第 1 题没有保存：单选题请选一个列出的选项。", "closed": False}


def test_a_question_that_is_not_there_is_said_so(me: Client, people: People) -> None:
    response = me.post(answer(start(people.me), 9), form({9: ["0"]}))
    assert response.status_code == 404
    assert response.json() == {"error": "这份答卷没有第 9 题，请刷新页面。"}


def test_after_handing_in_an_answer_is_refused_and_the_page_is_told(me: Client, people: People) -> None:
    attempt = hand_in(start(people.me))
    response = me.post(answer(attempt, 1), form({1: ["0"]}))
    assert response.status_code == 409
    assert response.json() == {"error": "这份答卷已经交了，答案不能再改。", "closed": True}


def test_after_the_deadline_an_answer_is_refused_and_the_page_is_told(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=5), now=NOW)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        response = me.post(answer(attempt, 1), form({1: ["0"]}))
    assert (response.status_code, response.json()["closed"]) == (409, True)
    assert stored(attempt)[0] is None


def test_handing_in_with_something_missing_asks_once_more(me: Client, people: People) -> None:
    attempt = start(people.me)
    response = me.post(submit(attempt), form({1: ["1"], 4: ["", ""]}) | FRESH)
    assert response.status_code == 200
    assert "还有 3 道题没有答" in response.text
    assert 'href="#q2"' in response.text
    assert "不答了，就这样交卷" in response.text
    assert stored(attempt) == [1, None, None, None]
    attempt.refresh_from_db()
    assert not attempt.is_submitted


def test_confirmed_it_is_handed_in_as_it_is(me: Client, people: People) -> None:
    attempt = start(people.me)
    response = me.post(submit(attempt), form({1: ["1"]}) | FRESH | {"confirmed": "1"})
    assert response.url == result(attempt)
    attempt.refresh_from_db()
    assert attempt.score == 2


def test_without_script_the_form_saves_for_later(me: Client, people: People) -> None:
    attempt = start(people.me)
    response = me.post(submit(attempt), form({1: ["3"], 3: ["0"]}) | FRESH | {"save": "1"}, follow=True)
    assert response.redirect_chain == [(page(attempt), 302)]
    assert "可以过一会儿再接着答" in response.text
    assert stored(attempt) == [3, None, False, None]


def test_the_return_key_saves_and_does_not_hand_in(me: Client, people: People) -> None:
    attempt = start(people.me)
    html = me.post(submit(attempt), FRESH).text
    first_button = html[html.index('type="submit" form="answers"') :]
    assert first_button.startswith('type="submit" form="answers" name="save"')
    assert html.index('name="save"') < html.index('name="confirmed"')


def test_an_old_page_takes_nothing_back_that_another_device_answered(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, {1: 3, 2: [1], 4: ["三会一课", "补课"]})
    me.post(submit(attempt), form({3: ["1"], 4: ["", ""]}) | FRESH)
    assert stored(attempt) == [3, [1], True, ["三会一课", "补课"]]


def test_handing_in_an_old_page_counts_what_another_device_answered(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, {2: [0, 2], 3: True, 4: ["三会一课", "补课"]})
    assert me.post(submit(attempt), form({1: ["1"], 4: ["", ""]}) | FRESH).url == result(attempt)
    attempt.refresh_from_db()
    assert attempt.score == attempt.max_score


def test_a_choice_taken_back_in_the_form_is_taken_back(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, {2: [0, 1], 4: ["三会一课", ""]})
    shown = FRESH | {"q2-shown": "0|1", "q4-shown": "三会一课|"}
    me.post(submit(attempt), form({4: ["", ""]}) | shown | {"save": "1"})
    assert stored(attempt) == [None] * 4


def test_an_empty_post_takes_nothing_back(me: Client, people: People) -> None:
    attempt = start(people.me)
    give(attempt, {1: 3})
    me.post(submit(attempt), {})
    assert stored(attempt) == [3, None, None, None]


def test_a_bad_field_in_the_form_saves_nothing_and_hands_nothing_in(me: Client, people: People) -> None:
    attempt = start(people.me)
    response = me.post(submit(attempt), ALL | form({1: ["7"]}), follow=True)
    assert response.redirect_chain == [(page(attempt), 302)]
    assert "第 1 题没有保存" in response.text
    assert stored(attempt) == [None] * 4


def test_a_double_click_hands_in_once(me: Client, people: People) -> None:
    attempt = start(people.me)
    assert me.post(submit(attempt), ALL).url == result(attempt)
    first = Attempt.objects.get()
    assert me.post(submit(attempt), form({1: ["0"]}) | {"confirmed": "1"}).url == result(attempt)
    again = Attempt.objects.get()
    assert (again.score, again.submitted_at) == (first.score, first.submitted_at)


def test_opening_the_page_after_time_is_up_hands_in(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=5), now=NOW)
    give(attempt, {1: 1}, now=NOW + MINUTE)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        response = me.get(page(attempt), follow=True)
    assert response.redirect_chain == [(result(attempt), 302)]
    assert "答题时间已到，已按保存的答案自动交卷。" in response.text
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.score) == (NOW + 5 * MINUTE, 2)


def test_handing_in_after_time_is_up_counts_what_was_saved_in_time(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=5), now=NOW)
    give(attempt, {3: True}, now=NOW + MINUTE)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert me.post(submit(attempt), ALL).url == result(attempt)
    attempt.refresh_from_db()
    assert attempt.score == 2


def test_a_handed_in_attempt_has_no_page_of_answering(me: Client, people: People) -> None:
    attempt = hand_in(start(people.me))
    assert me.get(page(attempt)).url == result(attempt)


def test_the_number_of_queries_does_not_grow(
    me: Client, people: People, django_assert_num_queries: pytest.fixture
) -> None:
    attempt = start(people.me, quiz(*[question(stem=f"第{number}题") for number in range(30)]))
    me.get(page(attempt))
    with django_assert_num_queries(4):
        assert me.get(page(attempt)).text.count("<fieldset") == 30


def test_saving_an_answer_takes_few_queries(
    me: Client, people: People, django_assert_num_queries: pytest.fixture
) -> None:
    attempt = start(people.me)
    with django_assert_num_queries(7):
        me.post(answer(attempt, 1), form({1: ["1"]}))
