"""Three questions at the end of a lecture."""

import shutil
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from members.models import Audience
from tests.library.lectures.builders import lecture
from tests.people import People, settle_people
from tests.quizzes.builders import hand_in, question, start
from tests.site import a_site
from tests.study.bookbags.builders import practice

pytestmark = pytest.mark.django_db
TITLE = "课后三题（示例）"


@pytest.fixture
def people(db: None) -> People:
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)
    a_site()
    return settle_people()


@pytest.fixture
def made(people: People) -> Any:
    return lecture()


def quiz_after(made: Any, **fields: Any) -> Any:
    asked = [question(stem=f"第 {number} 道题，应当（　）。") for number in range(3)]
    return practice(*asked, **{"title": TITLE, "slug": "after", "lecture": made} | fields)


def page_of(client: Client, made: Any) -> str:
    return client.get(made.url).content.decode()


def test_it_works(client: Client, made: Any, people: People) -> None:
    quiz_after(made)
    client.force_login(people.me)
    page = page_of(client, made)
    assert TITLE in page
    assert "3 道题，答完就能看到对错和出处" in page
    started = client.post("/quizzes/after/start/", follow=True).content.decode()
    assert "第 2 道题" in started


def test_one_goes_on_where_one_was_and_looks_back(client: Client, made: Any, people: People) -> None:
    quiz = quiz_after(made)
    client.force_login(people.me)
    attempt = start(people.me, quiz)
    assert "接着答" in page_of(client, made)
    hand_in(attempt)
    page = page_of(client, made)
    assert "回看对错和出处" in page
    assert "再答一次" in page


def test_a_lecture_without_questions_says_nothing(client: Client, made: Any, people: People) -> None:
    client.force_login(people.me)
    assert "lecture-questions" not in page_of(client, made)


def test_questions_for_others_and_of_nobody_are_not_offered(
    client: Client, made: Any, people: People
) -> None:
    quiz_after(made, audience=Audience.objects.create(name="邻村", subtree=people.other_branch))
    assert TITLE not in page_of(client, made)
    client.force_login(people.me)
    assert TITLE not in page_of(client, made)


def test_no_key_stands_on_the_lecture(client: Client, made: Any, people: People) -> None:
    quiz = quiz_after(made)
    start(people.me, quiz)
    client.force_login(people.me)
    assert "第 1 道题" not in page_of(client, made)
