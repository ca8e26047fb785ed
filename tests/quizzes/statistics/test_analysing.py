from collections.abc import Callable

import pytest

from quizzes.statistics import ENOUGH, Flag, Response, analyse
from tests.quizzes.statistics.example import PEOPLE, SCIPY_FORTY

N = 40


def answers(
    right: Callable[[int], bool], *, n: int = N, chosen: Callable[[int], int] | None = None
) -> list[Response]:
    """Return answers of `n` people, the first the best of all; others' questions give 0–9 points by rank."""
    made = []
    for rank in range(n):
        score = 1.0 if right(rank) else 0.0
        choice = chosen(rank) if chosen else int(not right(rank))
        rest = 9 - rank * 9 / n
        made.append(Response(score, 1.0, rest + score, 10.0, frozenset([choice]), seconds=10.0 + rank))
    return made


def test_it_works() -> None:
    report = analyse(answers(lambda rank: rank < 20), option_count=2, key=frozenset([0]))
    assert report.facility == 0.5
    assert report.discrimination is not None
    assert report.discrimination > 0.8
    assert report.groups is not None
    assert report.groups.index == 1
    assert report.seconds == 29.5
    assert report.flags == ()


@pytest.mark.parametrize("place", range(6))
def test_whole_papers_agree_with_scipy(place: int) -> None:
    responses = [Response(row[place] * 2, 2, sum(row) * 2, 12) for row in PEOPLE]
    report = analyse(responses)
    assert report.discrimination_interval is not None
    found = (report.discrimination, report.discrimination_interval.low, report.discrimination_interval.high)
    assert found == pytest.approx(SCIPY_FORTY[place], abs=1e-9)
    assert report.facility == pytest.approx(sum(row[place] for row in PEOPLE) / 40)


def test_under_thirty_nothing_is_said() -> None:
    report = analyse(answers(lambda rank: False, n=ENOUGH - 1), option_count=2, key=frozenset([0]))
    assert not report.is_enough
    assert report.facility is None
    assert report.options == ()
    assert report.flags == ()


def test_thirty_are_enough() -> None:
    assert analyse(answers(lambda rank: rank % 2 == 0, n=ENOUGH)).is_enough


def test_nobody_right_is_flagged() -> None:
    report = analyse(answers(lambda rank: False))
    assert report.flags == (Flag.NOBODY,)
    assert report.discrimination is None


def test_everybody_right_is_flagged() -> None:
    report = analyse(answers(lambda rank: True))
    assert report.flags == (Flag.EVERYBODY,)
    assert report.facility == 1


def test_a_question_the_best_get_wrong_is_flagged() -> None:
    report = analyse(answers(lambda rank: rank >= 20))
    assert report.flags == (Flag.NEGATIVE,)


def test_a_doubtful_sign_is_said_with_doubt() -> None:
    report = analyse(answers(lambda rank: rank % 2 == 1))
    assert report.discrimination is not None
    assert -0.2 < report.discrimination < 0
    assert report.flags == (Flag.MAYBE_NEGATIVE,)


def test_a_wrong_option_chosen_more_than_the_right_one_is_flagged() -> None:
    responses = answers(lambda rank: rank < 10, chosen=lambda rank: 0 if rank < 10 else 2)
    report = analyse(responses, option_count=4, key=frozenset([0]))
    assert report.flags == (Flag.DISTRACTOR,)


def test_the_options_are_counted_whole_and_by_group() -> None:
    responses = answers(lambda rank: rank < 20, chosen=lambda rank: 0 if rank < 20 else 1 + rank % 2)
    options = analyse(responses, option_count=4, key=frozenset([0])).options
    assert [option.count for option in options] == [20, 10, 10, 0]
    assert [option.is_key for option in options] == [True, False, False, False]
    assert (options[0].upper, options[0].lower) == (1, 0)
    assert options[1].share == 0.25
    assert options[1].share in options[1].interval
    assert options[1].lower + options[2].lower == pytest.approx(1)


def test_those_who_did_not_answer_are_counted_apart() -> None:
    silent = [Response(0, 1, 3, 10, is_answered=False) for _ in range(5)]
    report = analyse([*answers(lambda rank: rank < 20), *silent], option_count=2, key=frozenset([0]))
    assert report.unanswered == 5
    assert [option.count for option in report.options] == [20, 20]


def test_a_paper_of_one_question_has_nothing_to_be_compared_with() -> None:
    report = analyse([Response(float(rank % 2), 1, float(rank % 2), 1) for rank in range(N)])
    assert report.discrimination is None
    assert report.facility == 0.5


def test_times_known_of_too_few_are_not_said() -> None:
    responses = [Response(1, 1, 5, 10, seconds=9.0 if rank < 29 else None) for rank in range(N)]
    report = analyse(responses)
    assert report.timed == 29
    assert report.seconds is None
    assert report.seconds_interval is None
