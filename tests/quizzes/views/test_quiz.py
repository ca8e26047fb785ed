"""The list of quizzes, and the page of one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from members.models import Audience, Post
from quizzes.grading import RULES
from quizzes.models import Attempt
from tests.library import builders
from tests.people import People
from tests.quizzes.builders import (
    MINUTE,
    NOW,
    STEMS,
    give,
    hand_in,
    question,
    quiz,
    right_answers,
    start,
)
from tests.site import a_site

pytestmark = pytest.mark.django_db
LIST = "/quizzes/"
DAY = timedelta(days=1)


def address(slug: str) -> str:
    return reverse("quizzes:quiz", args=[slug])


def test_it_works(me: Client, people: People) -> None:
    paper = quiz(title="党章知多少", intro="读完第一章再来")
    assert "党章知多少" in me.get(LIST).text
    html = me.get(address(paper.slug)).text
    assert "读完第一章再来" in html
    assert "4 题，共 8 分，60% 合格" in html
    response = me.post(reverse("quizzes:start", args=[paper.slug]))
    assert response.url == reverse("quizzes:attempt", args=[Attempt.objects.get(member=people.me).pk])


def test_a_quiz_names_its_topic_only_to_those_who_may_see_it(me: Client, people: People) -> None:
    a_site()
    topic = builders.topic("组织生活", "zuzhi")
    paper = quiz(topic=topic)
    assert f'<a href="{topic.url}">组织生活</a>专题' in me.get(address(paper.slug)).text
    builders.restrict(topic, "groups")
    assert "组织生活" not in me.get(address(paper.slug)).text
    topic.view_restrictions.all().delete()
    topic.unpublish()
    assert "组织生活" not in me.get(address(paper.slug)).text


def test_an_empty_list_says_what_to_do(me: Client) -> None:
    assert "现在没有要参加的测验。读一份资料，过几天再来看看。" in me.get(LIST).text


def test_the_list_says_where_i_stand(me: Client, people: People) -> None:
    done, running = quiz(title="答完的"), quiz(title="一半的")
    passed = start(people.me, done)
    give(passed, right_answers(passed))
    hand_in(passed)
    start(people.me, running)
    html = me.get(LIST).text
    assert "已合格 · 8/8 分" in html
    assert "答了一半，可以接着答" in html


def test_a_quiz_missed_is_said_without_blame(me: Client) -> None:
    quiz(closes_at=NOW)
    with time_machine.travel(NOW + DAY, tick=False):
        html = me.get(LIST).text
    assert "已经截止" in html
    assert "没有参加" in html


def test_opening_the_list_hands_in_what_ran_out(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(time_limit_minutes=5), now=NOW)
    with time_machine.travel(NOW + DAY, tick=False):
        me.get(LIST)
    attempt.refresh_from_db()
    assert attempt.submitted_at == NOW + 5 * MINUTE


def test_the_page_tells_no_question(me: Client) -> None:
    html = me.get(address(quiz().slug)).text
    for stem in STEMS.values():
        assert stem[:8] not in html


def test_the_rules_of_the_kinds_asked_are_said(me: Client) -> None:
    html = me.get(address(quiz(question(), question("blank")).slug)).text
    assert RULES["single"] in html
    assert RULES["blank"] in html
    assert RULES["multiple"] not in html


def test_a_running_attempt_is_gone_on_with(me: Client, people: People) -> None:
    paper = quiz()
    attempt = start(people.me, paper)
    html = me.get(address(paper.slug)).text
    assert "接着答" in html
    assert f"/quizzes/attempts/{attempt.pk}/" in html
    assert "开始答题" not in html


def test_starting_twice_gives_one_attempt(me: Client) -> None:
    begin = reverse("quizzes:start", args=[quiz().slug])
    assert me.post(begin).url == me.post(begin).url
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"opens_at": NOW + MINUTE}, "还没有开始，7月1日 09:01 再来。"),
        ({"closes_at": NOW}, "这次测验已经截止。"),
    ],
)
def test_outside_its_window_it_says_when_and_does_not_start(
    me: Client, rules: dict[str, object], said: str
) -> None:
    paper = quiz(**rules)
    with time_machine.travel(NOW, tick=False):
        assert said in me.get(address(paper.slug)).text
        response = me.post(reverse("quizzes:start", args=[paper.slug]))
    assert response.url == address(paper.slug)
    assert not Attempt.objects.exists()


def test_why_it_did_not_start_is_said(me: Client) -> None:
    paper = quiz(question(state="draft"))
    response = me.post(reverse("quizzes:start", args=[paper.slug]), follow=True)
    assert "这次测验还没有可用的题目" in response.text


def test_used_up_attempts_are_said(me: Client, people: People) -> None:
    paper = quiz(attempts_allowed=1)
    attempt = hand_in(start(people.me, paper))
    html = me.get(address(paper.slug)).text
    assert "可答 1 次，还剩 0 次" in html
    assert "可答的次数已经用完" in html
    assert reverse("quizzes:result", args=[attempt.pk]) in html
    response = me.post(reverse("quizzes:start", args=[paper.slug]), follow=True)
    assert "可以答 1 次，您已经全部用完" in response.text


def test_an_address_may_be_chinese(me: Client) -> None:
    paper = quiz(slug="七一-知识测验")
    assert me.get(address(paper.slug)).status_code == 200


def test_script_in_a_quiz_is_shown_as_text(me: Client) -> None:
    paper = quiz(title="<script>alert(1)</script>", intro="<script>alert(2)</script>")
    for html in (me.get(LIST).text, me.get(address(paper.slug)).text):
        assert "<script>alert" not in html


def test_the_lists_number_of_queries_does_not_grow(
    me: Client, people: People, django_assert_num_queries: pytest.fixture
) -> None:
    shared = [question(kind) for kind in ("single", "truefalse")]
    for number in range(12):
        audience = Audience.objects.create(
            name=f"受众{number}", subtree=people.county if number % 2 else None
        )
        paper = quiz(*shared, audience=audience)
        if number % 3 == 0:
            hand_in(start(people.me, paper))
    Audience.objects.create(name="书记", posts=[Post.BRANCH_SECRETARY])
    me.get(LIST)
    with django_assert_num_queries(11):
        assert me.get(LIST).text.count("row__title") == 12


def test_the_page_of_a_quiz_takes_few_queries(
    me: Client, people: People, django_assert_num_queries: pytest.fixture
) -> None:
    paper = quiz()
    for _ in range(3):
        hand_in(start(people.me, paper))
    me.get(address(paper.slug))
    with django_assert_num_queries(9):
        assert me.get(address(paper.slug)).text.count("第 ") >= 3
