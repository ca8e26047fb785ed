"""Rules copied onto an attempt, extra time, and scores by section."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from quizzes.models import Accommodation
from quizzes.papers.rules import section_scores
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, quiz, start

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_it_works(people: People) -> None:
    paper = quiz(time_limit_minutes=20)
    Accommodation.objects.create(member=people.me, quiz=paper, extra_percent=50)
    assert start(people.me, paper, now=NOW).deadline == NOW + 30 * MINUTE
    assert start(people.stranger, paper, now=NOW).deadline == NOW + 20 * MINUTE


def test_extra_time_goes_beyond_the_end_of_the_window(people: People) -> None:
    paper = quiz(time_limit_minutes=20, closes_at=NOW + 20 * MINUTE)
    Accommodation.objects.create(member=people.me, extra_percent=100)
    assert start(people.me, paper, now=NOW).deadline == NOW + 40 * MINUTE


def test_without_a_time_limit_there_is_nothing_to_extend(people: People) -> None:
    Accommodation.objects.create(member=people.me, extra_percent=100)
    assert start(people.me, quiz(), now=NOW).deadline is None


def test_the_more_generous_of_two_holds(people: People) -> None:
    paper = quiz(time_limit_minutes=10)
    Accommodation.objects.create(member=people.me, extra_percent=100)
    Accommodation.objects.create(member=people.me, quiz=paper, extra_percent=20, large_print=True)
    attempt = start(people.me, paper, now=NOW)
    assert (attempt.rules["extra_percent"], attempt.rules["large_print"]) == (100, True)


def test_one_person_has_one_for_all_quizzes(people: People) -> None:
    Accommodation.objects.create(member=people.me, extra_percent=100)
    with pytest.raises(ValidationError, match="已经有一条照顾"):
        Accommodation(member=people.me, extra_percent=50).full_clean()


def test_large_print_and_extra_time_are_on_the_page(client: Client, people: People) -> None:
    Accommodation.objects.create(member=people.me, extra_percent=50, large_print=True)
    client.force_login(people.me)
    with time_machine.travel(NOW, tick=False):
        attempt = start(people.me, quiz(time_limit_minutes=20), now=NOW)
        html = client.get(reverse("quizzes:attempt", args=[attempt.pk])).text
    assert 'class="is-large"' in html
    assert "已为您延长 50% 的时间。" in html
    assert 'data-seconds="1800"' in html


def test_what_was_given_later_does_not_touch_a_paper_under_way(people: People) -> None:
    paper = quiz(time_limit_minutes=20)
    attempt = start(people.me, paper, now=NOW)
    Accommodation.objects.create(member=people.me, quiz=paper, extra_percent=50)
    assert start(people.me, paper, now=NOW + MINUTE) == attempt
    assert attempt.deadline == NOW + 20 * MINUTE


def test_scores_by_section() -> None:
    rules = {
        "sections": [{"title": "一、单选", "count": 2, "points": 4}, {"title": "", "count": 1, "points": 3}]
    }
    marks = [(Decimal(2), 2), (None, 2), (Decimal("1.5"), 3)]
    found = section_scores(rules, [SimpleNamespace(score=score, points=points) for score, points in marks])
    assert [(one.title, one.count, one.score, one.max_score) for one in found] == [
        ("一、单选", 2, Decimal(2), 4),
        ("第 2 部分", 1, Decimal("1.5"), 3),
    ]


def test_a_single_section_is_not_told_apart() -> None:
    assert section_scores({"sections": [{"title": "", "count": 1, "points": 2}]}, []) == []
