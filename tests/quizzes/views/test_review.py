import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from quizzes.models import Question, QuestionVersion, ReviewCard, ReviewLog
from tests.people import People
from tests.quizzes.builders import (
    MINUTE,
    NOW,
    QUOTE,
    SECRET,
    cite,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    start,
)
from tests.quizzes.reviewing.builders import DAY, RIGHT, WRONG, card, met

pytestmark = pytest.mark.django_db
REVIEW = reverse("quizzes:review")
ANSWER = reverse("quizzes:review_answer")
KEY = "每月一次"
TODAY = NOW + DAY


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def note_in(html: str) -> str:
    found = re.search(r'name="note" value="([^"]+)"', html)
    assert found, html
    return found.group(1)


def place_of(html: str, text: str) -> str:
    """Return the place on the page of the option with this text."""
    found = re.search(rf'value="(\d)"[^>]*>\s*<span><b>.\.</b> {text}</span>', html)
    assert found, html
    return found.group(1)


def answered(me: Client, html: str, **fields: str) -> Any:
    return me.post(ANSWER, {"note": note_in(html)} | fields, follow=True)


def test_it_works(me: Client, people: People, clock: Any) -> None:
    edition = newest_edition(publish_regulation())
    met(people.me, WRONG, questions=[question(citations=(cite(edition),))])
    asked = me.get(REVIEW).text
    assert "今天还有 1 题" in asked
    result = answered(me, asked, q1=place_of(asked, "每周一次")).text
    assert "不对，看看原文" in result
    assert "每月一次" in result
    assert SECRET in result
    assert f"<mark>{QUOTE}</mark>" in result
    assert "《支部学习规定（示例）》第二条</a>" in result
    assert "下次复习：今天 09:10" in result


def test_a_right_answer_says_so_and_when_it_comes_again(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    clock.shift(20)
    result = answered(me, asked, q1=place_of(asked, KEY)).text
    assert "答对了" in result
    assert re.search(r"下次复习：\s*7月\d+日", result)
    assert "今天的做完了" in result
    assert "今天的 1 题复习完了。" in me.get(REVIEW).text


def test_neither_key_nor_explanation_is_in_the_page_before_the_answer(
    me: Client, people: People, clock: Any
) -> None:
    edition = newest_edition(publish_regulation())
    asked = [
        question(kind, citations=(cite(edition),)) for kind in ("single", "multiple", "truefalse", "blank")
    ]
    met(people.me, None, None, None, None, questions=asked)
    for one in ReviewCard.objects.all():
        response = me.get(REVIEW, {"card": one.pk})
        for secret in (SECRET, QUOTE, "三会一课", "正确答案", "is_right", "checked"):
            assert secret not in response.text
        assert "no-store" in response["Cache-Control"]


def test_the_note_holds_neither_key_nor_order(me: Client, people: People, clock: Any) -> None:
    from django.core import signing

    met(people.me, WRONG)
    note = signing.loads(note_in(me.get(REVIEW).text), salt="quizzes.review")
    mine = card(people.me)
    assert note[:2] == [mine.pk, mine.question.current_id]
    assert len(note) == 4


def test_options_are_shuffled_anew_but_marked_as_stored(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    places = {place_of(me.get(REVIEW).text, KEY) for _ in range(30)}
    assert len(places) > 1
    asked = me.get(REVIEW).text
    answered(me, asked, q1=place_of(asked, KEY))
    assert ReviewLog.objects.latest("pk").answer == 1


def test_sent_twice_it_is_recorded_once(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    first = answered(me, asked, q1=place_of(asked, KEY))
    clock.shift(60)
    again = answered(me, asked, q1=place_of(asked, "每周一次"))
    assert again.redirect_chain == first.redirect_chain
    assert "答对了" in again.text
    assert ReviewLog.objects.filter(item=None).count() == 1


def test_without_an_answer_it_asks_again_and_keeps_the_page(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    response = me.post(ANSWER, {"note": note_in(asked)})
    assert response.status_code == 422
    assert "请先作答" in response.text
    assert note_in(response.text) == note_in(asked)
    assert SECRET not in response.text


def test_not_remembered_shows_the_answer(me: Client, people: People, clock: Any) -> None:
    met(people.me, RIGHT, now=NOW - 9 * DAY)
    result = answered(me, me.get(REVIEW).text, forgotten="1").text
    assert "再学一遍" in result
    assert KEY in result
    assert card(people.me).wrong_at == TODAY


def test_the_server_takes_the_time(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    clock.shift(42)
    answered(me, asked, q1=place_of(asked, KEY), seconds="1")
    assert ReviewLog.objects.latest("pk").seconds == 42


@pytest.mark.parametrize("broken", ["", "x", "abc:def:ghi"])
def test_a_forged_note_is_refused_in_words(me: Client, people: People, clock: Any, broken: str) -> None:
    met(people.me, WRONG)
    response = me.post(ANSWER, {"note": broken, "q1": "0"}, follow=True)
    assert "这一页已经失效" in response.text
    assert not ReviewLog.objects.filter(item=None).exists()


def test_anothers_note_is_of_no_use(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    stranger = Client()
    stranger.force_login(people.stranger)
    response = stranger.post(ANSWER, {"note": note_in(asked), "q1": "0"}, follow=True)
    assert "这道题现在不能复习" in response.text
    assert SECRET not in response.text


def test_a_paper_begun_meanwhile_keeps_the_key_back(me: Client, people: People, clock: Any) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    asked = me.get(REVIEW).text
    start(people.me, quiz(one, kind="exam"), now=TODAY)
    response = answered(me, asked, forgotten="1")
    assert "还没有公布答案的答卷" in response.text
    assert SECRET not in response.text


def test_an_old_explanation_is_closed_while_a_paper_asks_the_question(
    me: Client, people: People, clock: Any
) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    result = answered(me, me.get(REVIEW).text, forgotten="1").redirect_chain[-1][0]
    start(people.me, quiz(one, kind="exam"), now=TODAY)
    response = me.get(result, follow=True)
    assert SECRET not in response.text
    assert "公布以后才能看讲评" in response.text


def test_a_question_revised_meanwhile_is_marked_as_it_was_shown(
    me: Client, people: People, clock: Any
) -> None:
    one = question()
    met(people.me, WRONG, questions=[one])
    asked = me.get(REVIEW).text
    newer = QuestionVersion.objects.create(
        question=one, number=2, stem="新题干", options=["甲", "乙"], answer=0
    )
    Question.objects.update(current=newer)
    result = answered(me, asked, q1=place_of(asked, KEY)).text
    assert "答对了" in result
    assert "新题干" not in result


def test_the_rating_can_be_corrected(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    clock.shift(20)
    url = answered(me, asked, q1=place_of(asked, KEY)).redirect_chain[-1][0]
    before = card(people.me).due_at
    page = me.post(f"{url}rating/", {"rating": "4"}, follow=True).text
    assert card(people.me).due_at > before
    assert 'value="4" aria-pressed="true"' in page


def test_a_rating_that_is_none_changes_nothing(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    url = answered(me, asked, q1=place_of(asked, KEY)).redirect_chain[-1][0]
    assert "请从列出的几项里选一项" in me.post(f"{url}rating/", {"rating": "5"}, follow=True).text


def test_a_wrong_answer_cannot_be_called_known(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    response = answered(me, me.get(REVIEW).text, forgotten="1")
    assert "记得怎么样" not in response.text
    refused = me.post(f"{response.redirect_chain[-1][0]}rating/", {"rating": "4"}, follow=True)
    assert "只有最近一次答对的题可以改" in refused.text


def test_blanks_are_answered_too(me: Client, people: People, clock: Any) -> None:
    met(people.me, None, questions=[question("blank")])
    asked = me.get(REVIEW).text
    result = me.post(ANSWER, {"note": note_in(asked), "q1": ["三会一课", "補課"]}, follow=True)
    assert "答对了" in result.text


def test_without_a_quiz_it_says_what_to_do(me: Client, clock: Any) -> None:
    assert "还没有要复习的题" in me.get(REVIEW).text


def test_nothing_due_says_when_the_next_comes(me: Client, people: People, clock: Any) -> None:
    met(people.me, RIGHT, now=TODAY)
    html = me.get(REVIEW).text
    assert "今天没有到期的题" in html
    assert re.search(r"下一题：7月4日", html)


def test_a_paper_nobody_learnt_from_is_learnt_from_here(me: Client, people: People, clock: Any) -> None:
    from tests.quizzes.builders import hand_in

    hand_in(start(people.me, quiz(question()), now=NOW), now=NOW)
    assert "今天还有 1 题" in me.get(REVIEW).text


def test_the_plan_is_the_members_own(me: Client, people: People, clock: Any) -> None:
    met(people.me, *[WRONG] * 8)
    plan = reverse("quizzes:review_plan")
    assert "每天最多几题" in me.get(plan).text
    page = me.post(plan, {"daily_limit": "3", "exam_on": ""}, follow=True).text
    assert "已保存 09:00" in page
    assert "今天还有 3 题" in page
    exam_on = (TODAY + 4 * DAY).date().isoformat()
    page = me.post(plan, {"daily_limit": "3", "exam_on": exam_on}, follow=True).text
    assert "今天还有 2 题；离考试还有 4 天，考前要再看 8 题" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"daily_limit": "0"}, "大于或等于"),
        ({"daily_limit": "201"}, "小于或等于"),
        ({"daily_limit": "5", "exam_on": "2026-07-02"}, "考试日期要在今天以后"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    me: Client, clock: Any, fields: dict[str, str], said: str
) -> None:
    assert said in me.post(reverse("quizzes:review_plan"), fields).text


def test_script_is_shown_as_text(me: Client, people: People, clock: Any) -> None:
    script = "<script>alert(1)</script>"
    met(people.me, WRONG, questions=[question(stem=script, options=[script, "乙"], explanation=script)])
    asked = me.get(REVIEW).text
    result = answered(me, asked, forgotten="1").text
    assert "<script>alert" not in asked + result + me.get(reverse("quizzes:wrong")).text


def test_the_number_of_queries_does_not_grow(
    me: Client, people: People, clock: Any, django_assert_max_num_queries: Any
) -> None:
    met(people.me, *[WRONG] * 40)
    me.get(REVIEW)
    with django_assert_max_num_queries(12):
        me.get(REVIEW)


def test_no_word_presses_anybody(me: Client, people: People, clock: Any) -> None:
    met(people.me, *[WRONG] * 3)
    asked = me.get(REVIEW).text
    pages = asked + answered(me, asked, forgotten="1").text + me.get(reverse("quizzes:wrong")).text
    for word in ("打卡", "连续打", "排名", "坚持了", "用时"):
        assert word not in pages


def test_yesterdays_page_is_still_marked(me: Client, people: People, clock: Any) -> None:
    met(people.me, WRONG)
    asked = me.get(REVIEW).text
    clock.move_to(TODAY + timedelta(hours=20))
    assert "答对了" in answered(me, asked, q1=place_of(asked, KEY)).text
    assert ReviewLog.objects.latest("pk").seconds == 10 * MINUTE.total_seconds()


@pytest.mark.parametrize("slug", ["review", "wrong", "attempts"])
def test_no_quiz_takes_the_address_of_a_page(slug: str) -> None:
    with pytest.raises(ValidationError, match="已经留给别的页面"):
        quiz(slug=slug).full_clean()
