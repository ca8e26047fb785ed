"""What was written in several lines is shown in several lines: a case and its question, the pairs of a matching."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import People
from tests.quizzes.builders import give, hand_in, question, quiz, start

pytestmark = pytest.mark.django_db
CASE = "材料：某支部一年开了两次党员大会。\n这样做对吗？"
SHOWN = "材料：某支部一年开了两次党员大会。<br>这样做对吗？"
REASONS = "一是次数不够。\n二是没有补开。"


def test_it_works(me: Client, people: People) -> None:
    blank = question("blank", stem="第一行\n要落实____制度。", answer=[["三会一课"]])
    attempt = start(people.me, quiz(question(stem=CASE, explanation=REASONS), blank))
    page = me.get(reverse("quizzes:attempt", args=[attempt.pk])).text
    assert SHOWN in page
    assert "第一行<br>要落实" in page
    hand_in(attempt)
    result = me.get(reverse("quizzes:result", args=[attempt.pk])).text
    assert SHOWN in result
    assert "一是次数不够。<br>二是没有补开。" in result


def test_markup_in_a_line_stays_words(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(question(stem="甲\n<script>alert(1)</script>（　）")))
    page = me.get(reverse("quizzes:attempt", args=[attempt.pk])).text
    assert "甲<br>&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_pairs_of_a_wrong_answer_stand_below_each_other(me: Client, people: People) -> None:
    attempt = start(people.me, quiz(question("matching")))
    give(attempt, {1: [1, 0, 2]})
    hand_in(attempt)
    page = me.get(reverse("quizzes:wrong")).text
    assert page.count("<br>党") == 2


def test_a_printed_paper_keeps_the_lines(people: People, client: Client) -> None:
    client.force_login(people.editor)
    paper = quiz(question(stem=CASE))
    assert SHOWN in client.get(reverse("quiz_paper", args=[paper.pk])).text
