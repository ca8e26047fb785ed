"""Whose page it is: the member's own, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Audience, Member, Post
from quizzes.models import Attempt
from tests.people import People
from tests.quizzes.builders import SECRET, form, hand_in, quiz, start, stored

pytestmark = pytest.mark.django_db
OTHERS = ("secretary", "superior", "editor", "stranger")


def routes(attempt: Attempt) -> list[tuple[str, str]]:
    return [
        ("get", reverse("quizzes:attempt", args=[attempt.pk])),
        ("get", reverse("quizzes:result", args=[attempt.pk])),
        ("post", reverse("quizzes:answer", args=[attempt.pk, 1])),
        ("post", reverse("quizzes:submit", args=[attempt.pk])),
    ]


def quiz_routes(slug: str) -> list[tuple[str, str]]:
    return [
        ("get", reverse("quizzes:list")),
        ("get", reverse("quizzes:quiz", args=[slug])),
        ("post", reverse("quizzes:start", args=[slug])),
    ]


def test_it_works(people: People, client: Client) -> None:
    attempt = start(people.me)
    client.force_login(people.me)
    assert client.get(routes(attempt)[0][1]).status_code == 200


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("handed_in", [False, True])
def test_somebody_elses_attempt_is_not_there(
    people: People, client: Client, name: str, handed_in: bool
) -> None:
    attempt = start(people.me)
    if handed_in:
        hand_in(attempt)
    client.force_login(people.named(name))
    for method, url in routes(attempt):
        response = getattr(client, method)(url, form({1: ["1"]}))
        assert response.status_code == 404
        assert SECRET not in response.text
    assert stored(attempt)[0] is None


def test_an_operator_does_not_see_answers_either(people: People, client: Client) -> None:
    attempt = hand_in(start(people.me))
    client.force_login(Member.objects.create_superuser("root", name="管理员"))
    assert {getattr(client, method)(url).status_code for method, url in routes(attempt)} == {404}


def test_anonymous_is_sent_to_log_in(people: People, client: Client) -> None:
    paper = quiz()
    for method, url in [*routes(start(people.me, paper)), *quiz_routes(paper.slug)]:
        response = getattr(client, method)(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
        assert "next=" in response.url


@pytest.mark.parametrize("name", ["me", *OTHERS])
def test_a_quiz_for_others_is_not_there(people: People, client: Client, name: str) -> None:
    secretaries = Audience.objects.create(name="书记", posts=[Post.BRANCH_SECRETARY])
    paper = quiz(audience=secretaries)
    client.force_login(people.named(name))
    expected = 200 if name == "secretary" else 404
    assert client.get(reverse("quizzes:quiz", args=[paper.slug])).status_code == expected
    assert (client.post(reverse("quizzes:start", args=[paper.slug])).status_code == 404) == (expected == 404)
    assert Attempt.objects.exists() == (name == "secretary")


def test_an_unpublished_quiz_is_not_there(people: People, client: Client) -> None:
    paper = quiz(live=False)
    client.force_login(people.editor)
    assert client.get(reverse("quizzes:quiz", args=[paper.slug])).status_code == 404


@pytest.mark.parametrize("place", [2, 3])
def test_what_changes_something_is_posted(people: People, client: Client, place: int) -> None:
    client.force_login(people.me)
    assert client.get(routes(start(people.me))[place][1]).status_code == 405


def test_starting_is_posted(people: People, client: Client) -> None:
    client.force_login(people.me)
    assert client.get(reverse("quizzes:start", args=[quiz().slug])).status_code == 405
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("place", [2, 3])
def test_another_sites_form_changes_nothing(people: People, place: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.me)
    attempt = start(people.me)
    assert strict.post(routes(attempt)[place][1], form({1: ["1"]})).status_code == 403
    assert stored(attempt)[0] is None
