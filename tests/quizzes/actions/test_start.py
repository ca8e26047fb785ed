from datetime import timedelta

import pytest

from members.models import Audience, Post
from quizzes.actions import start_attempt
from quizzes.actions.attempts import GRACE
from quizzes.errors import NoAttemptsLeft, QuizNotOpen
from quizzes.models import Attempt, Question, QuizPage
from tests.people import People
from tests.quizzes.builders import KEYS, MINUTE, NOW, draft, give, hand_in, question, quiz, start, stored

pytestmark = pytest.mark.django_db


def orders(paper: QuizPage, people: People, times: int = 12) -> set[tuple[int, ...]]:
    found = set()
    for _ in range(times):
        attempt = start(people.me, paper)
        found.add(tuple(attempt.items.get().option_order))
        hand_in(attempt)
    return found


def test_it_works(people: People) -> None:
    attempt = start(people.me, quiz(points=5, pass_percent=80, kind="exam"), now=NOW)
    assert (attempt.number, attempt.started_at, attempt.deadline) == (1, NOW, None)
    assert attempt.rules == {
        "shape": 3,
        "kind": "exam",
        "feedback": "submitted",
        "time_limit_minutes": None,
        "extra_percent": 0,
        "large_print": False,
        "pass_percent": 80,
        "attempts_allowed": None,
        "closes_at": None,
        "sections": [{"title": "", "count": 4, "points": 20}],
    }
    assert attempt.max_score == 20
    assert stored(attempt) == [None] * len(KEYS)


def test_starting_twice_is_starting_once(people: People) -> None:
    paper = quiz()
    first = start(people.me, paper)
    assert start(people.me, paper) == first
    assert Attempt.objects.count() == 1
    assert first.items.count() == 4


def test_two_people_have_an_attempt_each(people: People) -> None:
    paper = quiz()
    assert start(people.me, paper) != start(people.stranger, paper)


def test_questions_come_in_the_editors_order(people: People) -> None:
    first, second = question(stem="甲题"), question(stem="乙题")
    attempt = start(people.me, quiz(second, first))
    assert [item.version.stem for item in attempt.items.all()] == ["乙题", "甲题"]


def test_only_usable_questions_are_asked(people: People) -> None:
    made = [question(stem=state, state=state) for state in Question.State.values]
    attempt = start(people.me, quiz(*made, points=3))
    assert [item.version.stem for item in attempt.items.all()] == ["ready"]
    assert attempt.max_score == 3


def test_without_a_usable_question_it_does_not_start(people: People) -> None:
    with pytest.raises(QuizNotOpen, match="还没有可用的题目"):
        start(people.me, quiz(question(state="draft")))
    assert not Attempt.objects.exists()


def test_before_it_opens_it_says_when(people: People) -> None:
    paper = quiz(opens_at=NOW + MINUTE)
    with pytest.raises(QuizNotOpen, match="这次测验 2026年7月1日 09:01 开始，到时再来。"):
        start(people.me, paper, now=NOW)
    assert start(people.me, paper, now=NOW + MINUTE).number == 1


def test_after_it_closed_it_says_since_when(people: People) -> None:
    paper = quiz(closes_at=NOW)
    with pytest.raises(QuizNotOpen, match="这次测验已于 2026年7月1日 09:00 截止。"):
        start(people.me, paper, now=NOW)
    assert start(people.me, paper, now=NOW - MINUTE).deadline == NOW


def test_an_unpublished_quiz_is_not_open(people: People) -> None:
    with pytest.raises(QuizNotOpen, match="没有向您开放"):
        start(people.me, quiz(live=False))


def test_it_is_open_to_its_audience_alone(people: People) -> None:
    secretaries = Audience.objects.create(name="书记", posts=[Post.BRANCH_SECRETARY])
    paper = quiz(audience=secretaries)
    assert start(people.secretary, paper).member == people.secretary
    with pytest.raises(QuizNotOpen, match="没有向您开放"):
        start(people.me, paper)


def test_attempts_are_used_up(people: People) -> None:
    paper = quiz(attempts_allowed=2)
    hand_in(start(people.me, paper))
    second = start(people.me, paper)
    assert start(people.me, paper) == second
    hand_in(second)
    with pytest.raises(NoAttemptsLeft, match="可以答 2 次"):
        start(people.me, paper)
    assert start(people.stranger, paper).number == 1


def test_attempts_are_counted_on(people: People) -> None:
    paper = quiz()
    assert [hand_in(start(people.me, paper)).number for _ in range(3)] == [1, 2, 3]


def test_an_overdue_attempt_is_handed_in_first(people: People) -> None:
    paper = quiz(time_limit_minutes=10)
    old = start(people.me, paper, now=NOW)
    give(old, {1: 1}, now=NOW + MINUTE)
    new = start(people.me, paper, now=NOW + timedelta(hours=1))
    old.refresh_from_db()
    assert new.number == 2
    assert (old.submitted_at, old.score) == (NOW + 10 * MINUTE, 2)


def test_in_the_moments_of_grace_the_running_attempt_comes_back(people: People) -> None:
    paper = quiz(time_limit_minutes=10)
    old = start(people.me, paper, now=NOW)
    assert start(people.me, paper, now=NOW + 10 * MINUTE + GRACE - timedelta(seconds=1)) == old


@pytest.mark.parametrize(
    ("limit", "closes_in", "deadline_in"), [(30, None, 30), (30, 60, 30), (30, 20, 20), (None, 20, 20)]
)
def test_the_deadline_is_the_limit_or_the_closing(
    people: People, limit: int | None, closes_in: int | None, deadline_in: int
) -> None:
    closes_at = NOW + closes_in * MINUTE if closes_in else None
    paper = quiz(time_limit_minutes=limit, closes_at=closes_at)
    assert start(people.me, paper, now=NOW).deadline == NOW + deadline_in * MINUTE


def test_a_running_attempt_goes_on_when_the_quiz_is_withdrawn(people: People) -> None:
    paper = quiz()
    attempt = start(people.me, paper)
    QuizPage.objects.update(live=False)
    paper.refresh_from_db()
    assert start(people.me, paper) == attempt


def test_rules_changed_later_do_not_change_a_running_attempt(people: People) -> None:
    paper = quiz(pass_percent=50, time_limit_minutes=10)
    attempt = start(people.me, paper, now=NOW)
    QuizPage.objects.update(pass_percent=100, time_limit_minutes=1, kind="exam")
    attempt.refresh_from_db()
    assert attempt.rules["pass_percent"] == 50
    assert attempt.deadline == NOW + 10 * MINUTE


def test_options_are_shuffled_when_the_quiz_says_so(people: People) -> None:
    found = orders(quiz(question(), shuffle_options=True), people)
    assert len(found) > 1
    assert all(sorted(order) == [0, 1, 2, 3] for order in found)


def test_options_keep_their_order_otherwise(people: People) -> None:
    assert orders(quiz(question(), shuffle_options=False), people, times=3) == {(0, 1, 2, 3)}


@pytest.mark.parametrize("last", ["以上都对", "上述三项", "A和B", "Ａ、Ｃ 都对", "A 与 B"])
def test_options_that_speak_of_places_stay(people: People, last: str) -> None:
    fixed = question(options=["每周", "每月", "每季", last])
    assert orders(quiz(fixed, shuffle_options=True), people, times=8) == {(0, 1, 2, 3)}


def test_a_start_takes_few_queries_whatever_the_number_of_questions(
    people: People, django_assert_max_num_queries: pytest.fixture
) -> None:
    paper = quiz(*[question(stem=f"第{n}题") for n in range(40)])
    with django_assert_max_num_queries(15):
        start_attempt(member=people.me, quiz=paper, now=NOW)


def test_an_attempt_is_asked_on_the_versions_of_its_start(people: People) -> None:
    one = question()
    attempt = start(people.me, quiz(one))
    assert attempt.items.get().version == one.current
    assert draft().stem == attempt.items.get().version.stem
