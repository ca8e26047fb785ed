from datetime import timedelta
from typing import Any

import pytest

from quizzes.actions import save_answer, save_answers
from quizzes.actions.attempts import GRACE
from quizzes.errors import AttemptClosed, InvalidAnswer, NotAllowed
from quizzes.models import Attempt, AttemptItem
from tests.people import People
from tests.quizzes.builders import MINUTE, NOW, give, hand_in, quiz, start, stored

pytestmark = pytest.mark.django_db
ANSWERS = {1: 3, 2: [1, 2], 3: False, 4: ["三会一课", ""]}


@pytest.fixture
def attempt(people: People) -> Attempt:
    return start(people.me, quiz(time_limit_minutes=10), now=NOW)


def test_it_works(attempt: Attempt) -> None:
    give(attempt, ANSWERS, now=NOW + MINUTE)
    assert stored(attempt) == list(ANSWERS.values())
    assert set(attempt.items.values_list("answered_at", flat=True)) == {NOW + MINUTE}


def test_saving_one_leaves_the_others(attempt: Attempt) -> None:
    give(attempt, ANSWERS, now=NOW)
    save_answer(member=attempt.member, attempt=attempt, position=1, answer=0, now=NOW)
    assert stored(attempt) == [0, [1, 2], False, ["三会一课", ""]]


def test_saving_twice_is_saving_once(attempt: Attempt) -> None:
    give(attempt, ANSWERS, now=NOW + MINUTE)
    give(attempt, ANSWERS, now=NOW + 2 * MINUTE)
    assert stored(attempt) == list(ANSWERS.values())
    assert set(attempt.items.values_list("answered_at", flat=True)) == {NOW + MINUTE}


def test_a_changed_answer_is_dated_anew(attempt: Attempt) -> None:
    give(attempt, {1: 0}, now=NOW + MINUTE)
    give(attempt, {1: 2}, now=NOW + 2 * MINUTE)
    assert attempt.items.get(position=1).answered_at == NOW + 2 * MINUTE


def test_an_answer_can_be_taken_back(attempt: Attempt) -> None:
    give(attempt, ANSWERS, now=NOW)
    give(attempt, dict.fromkeys(ANSWERS), now=NOW)
    assert stored(attempt) == [None] * 4
    assert attempt.items.filter(answer__isnull=True, answered_at__isnull=True).count() == 4


def test_choices_are_stored_in_the_versions_order(attempt: Attempt) -> None:
    give(attempt, {2: [3, 0, 1]}, now=NOW)
    assert stored(attempt)[1] == [0, 1, 3]


def test_saving_marks_nothing(attempt: Attempt) -> None:
    give(attempt, ANSWERS, now=NOW)
    assert set(attempt.items.values_list("score", flat=True)) == {None}


@pytest.mark.parametrize(
    ("position", "answer", "fault"),
    [
        (1, 4, "第 1 题没有保存：单选题请选一个列出的选项。"),
        (1, True, "第 1 题没有保存：单选题请选一个列出的选项。"),
        (1, "1", "第 1 题没有保存：单选题请选一个列出的选项。"),
        (2, 1, "第 2 题没有保存：多选题请从列出的选项里选，每项最多选一次。"),
        (2, [1, 1], "第 2 题没有保存：多选题请从列出的选项里选，每项最多选一次。"),
        (2, [], "第 2 题没有保存：多选题请从列出的选项里选，每项最多选一次。"),
        (3, 1, "第 3 题没有保存：判断题请选“对”或“错”。"),
        (4, ["一个"], "第 4 题没有保存：这道题有 2 个空，收到了 1 个答案，请刷新页面再填。"),
        (4, ["字" * 201, ""], "第 4 题没有保存：一个空最多填 200 个字。"),
        (5, 1, "这份答卷没有第 5 题，请刷新页面。"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused(
    attempt: Attempt, position: int, answer: Any, fault: str
) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        give(attempt, {position: answer}, now=NOW)
    assert str(refused.value) == fault


def test_one_bad_answer_stores_none(attempt: Attempt) -> None:
    with pytest.raises(InvalidAnswer):
        give(attempt, {1: 1, 2: "x"}, now=NOW)
    assert stored(attempt) == [None] * 4


@pytest.mark.parametrize("name", ["secretary", "superior", "editor", "stranger"])
def test_nobody_else_answers(people: People, attempt: Attempt, name: str) -> None:
    with pytest.raises(NotAllowed, match="这份答卷不是您的。"):
        save_answers(member=getattr(people, name), attempt=attempt, answers={1: 1}, now=NOW)
    assert stored(attempt)[0] is None


def test_until_the_deadline_and_the_moments_after_it_answers_are_kept(attempt: Attempt) -> None:
    give(attempt, {1: 0}, now=NOW + 10 * MINUTE)
    give(attempt, {1: 2}, now=NOW + 10 * MINUTE + GRACE - timedelta(microseconds=1))
    assert stored(attempt)[0] == 2


def test_after_the_deadline_an_answer_is_refused_and_the_old_one_stays(attempt: Attempt) -> None:
    give(attempt, {1: 0}, now=NOW)
    with pytest.raises(AttemptClosed, match="答题时间已到，这个答案没有保存"):
        give(attempt, {1: 1}, now=NOW + 10 * MINUTE + GRACE)
    assert stored(attempt)[0] == 0


def test_after_handing_in_an_answer_is_refused(attempt: Attempt) -> None:
    give(attempt, {1: 0}, now=NOW)
    hand_in(attempt, now=NOW)
    with pytest.raises(AttemptClosed, match="已经交了，答案不能再改"):
        give(attempt, {1: 1}, now=NOW)
    assert stored(attempt)[0] == 0


def test_a_stale_object_does_not_open_a_closed_attempt(attempt: Attempt) -> None:
    stale = Attempt.objects.get(pk=attempt.pk)
    hand_in(attempt, now=NOW)
    assert not stale.is_submitted
    with pytest.raises(AttemptClosed):
        give(stale, {1: 1}, now=NOW)


def test_the_key_is_not_even_read(attempt: Attempt, django_assert_num_queries: pytest.fixture) -> None:
    with django_assert_num_queries(5) as asked:
        give(attempt, {1: 1}, now=NOW)
    for query in asked.captured_queries:
        assert '"quizzes_questionversion"."answer"' not in query["sql"]
        assert "explanation" not in query["sql"]


def test_the_page_of_answering_defers_key_and_explanation(attempt: Attempt) -> None:
    version = AttemptItem.objects.for_answering().filter(attempt=attempt)[0].version
    assert {"answer", "explanation", "difficulty"} <= version.get_deferred_fields()
