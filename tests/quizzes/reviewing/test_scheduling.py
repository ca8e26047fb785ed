import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizzes.reviewing import Memory, Rating, schedule

HERE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=HERE)
EVENING = MORNING.replace(hour=22)


def day(number: int) -> datetime:
    return datetime(2026, 7, number, tzinfo=HERE)


def test_it_works() -> None:
    scheduled = schedule(Memory(), Rating.GOOD, now=MORNING)
    assert scheduled.due_at == day(3)
    assert scheduled.memory.last_day == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("rating", "stability"),
    [(rating, DEFAULT_PARAMETERS[rating - 1]) for rating in Rating],
)
def test_the_first_stability_is_the_default_weight_of_the_rating(rating: Rating, stability: float) -> None:
    assert schedule(Memory(), rating, now=MORNING).memory.stability == pytest.approx(stability)


def test_what_was_forgotten_comes_back_in_ten_minutes() -> None:
    assert schedule(Memory(), Rating.AGAIN, now=MORNING).due_at == MORNING + timedelta(minutes=10)


def test_what_took_effort_waits_for_the_next_day() -> None:
    assert schedule(Memory(), Rating.HARD, now=MORNING).due_at == day(2)


def test_the_easy_waits_longest() -> None:
    assert schedule(Memory(), Rating.EASY, now=MORNING).due_at == day(9)


def test_a_due_day_begins_in_the_morning_whenever_it_was_answered() -> None:
    assert schedule(Memory(), Rating.GOOD, now=EVENING).due_at == day(3)


def test_a_night_is_a_day() -> None:
    late = schedule(Memory(), Rating.GOOD, now=EVENING).memory
    early = schedule(Memory(), Rating.GOOD, now=MORNING).memory
    next_morning = MORNING + timedelta(days=1)
    assert schedule(late, Rating.GOOD, now=next_morning) == schedule(early, Rating.GOOD, now=next_morning)


def test_each_right_answer_in_time_lengthens_the_wait() -> None:
    memory, now, waits = Memory(), MORNING, []
    for _ in range(5):
        scheduled = schedule(memory, Rating.GOOD, now=now)
        waits.append((scheduled.due_at - now).days)
        memory, now = scheduled.memory, scheduled.due_at
    assert waits == sorted(waits)
    assert waits[-1] > 60


def test_no_wait_is_longer_than_a_year() -> None:
    memory, now = Memory(), MORNING
    for _ in range(12):
        scheduled = schedule(memory, Rating.EASY, now=now)
        memory, now = scheduled.memory, scheduled.due_at
    assert scheduled.due_at - day(1) > timedelta(days=365)
    assert schedule(memory, Rating.EASY, now=now).due_at - now == timedelta(days=365)


def test_forgetting_shortens_the_memory() -> None:
    known = schedule(Memory(), Rating.EASY, now=MORNING)
    lost = schedule(known.memory, Rating.AGAIN, now=known.due_at)
    assert lost.due_at == known.due_at + timedelta(minutes=10)
    assert (lost.memory.stability or 0) < (known.memory.stability or 0)
    found = schedule(lost.memory, Rating.GOOD, now=lost.due_at)
    assert found.due_at - known.due_at < timedelta(days=8)


def test_the_same_answers_give_the_same_dates() -> None:
    first = [schedule(Memory(), rating, now=MORNING) for rating in Rating]
    assert first == [schedule(Memory(), rating, now=MORNING) for rating in Rating]


def test_an_answer_dated_before_the_last_counts_as_that_day() -> None:
    memory = schedule(Memory(), Rating.GOOD, now=MORNING).memory
    again = schedule(memory, Rating.GOOD, now=MORNING - timedelta(days=5))
    assert again.memory.last_day == date(2026, 7, 1)
    assert again.due_at >= day(2)


def test_a_memory_survives_being_stored() -> None:
    memory = schedule(Memory(), Rating.AGAIN, now=MORNING).memory
    assert Memory.read(json.loads(json.dumps(memory.stored()))) == memory
    assert memory.stored()["shape"] == 1


def test_nothing_stored_is_a_question_never_answered() -> None:
    assert Memory.read({}) == Memory()


def test_a_shape_of_tomorrow_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="复习记录的格式是 2"):
        Memory.read({"shape": 2})
