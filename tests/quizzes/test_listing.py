from datetime import timedelta

import pytest

from quizzes.listing import Row, group_by_state
from quizzes.models import QuizPage
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, give, hand_in, question, quiz, right_answers, start

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(people: People) -> dict[str, list[str]]:
    groups = group_by_state(people.me, now=NOW)
    return {group.name: [row.quiz.title for row in group.rows] for group in groups}


def row_of(people: People, paper: QuizPage) -> Row:
    rows = [row for group in group_by_state(people.me, now=NOW) for row in group.rows]
    return next(row for row in rows if row.quiz == paper)


def test_it_works(people: People) -> None:
    quiz(title="开着")
    quiz(title="将来", opens_at=NOW + MINUTE)
    quiz(title="过去", closes_at=NOW)
    hand_in(start(people.me, quiz(title="答过"), now=NOW))
    assert titles(people) == {"open": ["开着"], "coming": ["将来"], "done": ["答过"], "past": ["过去"]}


def test_with_nothing_to_do_it_says_so(people: People) -> None:
    [group] = group_by_state(people.me, now=NOW)
    assert (group.name, group.rows) == ("open", [])
    assert "现在没有要参加的测验" in group.empty


def test_the_one_that_closes_first_stands_first(people: People) -> None:
    quiz(title="不限")
    quiz(title="后天", closes_at=NOW + 2 * DAY)
    quiz(title="明天", closes_at=NOW + DAY)
    assert titles(people)["open"] == ["明天", "后天", "不限"]


def test_one_half_done_is_still_to_do(people: People) -> None:
    paper = quiz()
    hand_in(start(people.me, paper, now=NOW))
    running = start(people.me, paper, now=NOW)
    assert titles(people)["open"] == [paper.title]
    assert row_of(people, paper).running == running


def test_the_best_attempt_counts(people: People) -> None:
    paper = quiz(question())
    best = start(people.me, paper)
    give(best, right_answers(best))
    hand_in(best)
    hand_in(start(people.me, paper))
    row = row_of(people, paper)
    assert (row.best, row.used) == (best, 2)


def test_other_peoples_attempts_do_not_count(people: People) -> None:
    paper = quiz()
    hand_in(start(people.stranger, paper))
    assert (row_of(people, paper).best, row_of(people, paper).used) == (None, 0)


def test_used_up_is_known(people: People) -> None:
    paper = quiz(attempts_allowed=1)
    attempt = start(people.me, paper)
    assert not row_of(people, paper).is_used_up
    hand_in(attempt)
    assert row_of(people, paper).is_used_up


def test_only_usable_questions_are_counted(people: People) -> None:
    paper = quiz(question(), question("blank"), question("truefalse", state="stale"), points=3)
    shown = row_of(people, paper).quiz
    assert (shown.question_count, shown.total_points) == (2, 6)


def test_a_quiz_not_published_is_not_listed(people: People) -> None:
    quiz(live=False)
    assert titles(people) == {"open": []}
