"""Giving questions to draws."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.papers.drawing import Request, draw

POOLS = st.lists(
    st.tuples(st.integers(0, 5), st.lists(st.integers(1, 12), unique=True, max_size=12)), max_size=5
)


def test_it_works() -> None:
    assert draw([Request(2, [7, 8, 9])]) == [[7, 8]]


def test_no_question_is_drawn_twice() -> None:
    assert draw([Request(2, [1, 2, 3]), Request(1, [1, 2, 3])]) == [[1, 2], [3]]


def test_what_was_chosen_by_hand_is_not_drawn() -> None:
    assert draw([Request(2, [1, 2, 3])], taken=[1]) == [[2, 3]]


def test_a_wide_draw_gives_back_what_a_narrow_one_needs() -> None:
    assert draw([Request(1, [1, 2, 3]), Request(2, [1, 2])]) == [[3], [1, 2]]


def test_a_chain_of_draws_is_served_when_it_can_be() -> None:
    assert draw([Request(1, [1, 2]), Request(1, [1, 3]), Request(1, [1])]) == [[2], [3], [1]]


def test_one_that_cannot_be_served_takes_what_there_is() -> None:
    assert draw([Request(5, [1, 2])]) == [[1, 2]]


@given(POOLS)
def test_whatever_is_asked_nothing_is_drawn_twice_or_from_elsewhere(
    asked: list[tuple[int, list[int]]],
) -> None:
    requests = [Request(count, pool) for count, pool in asked]
    got = draw(requests)
    flat = [one for ids in got for one in ids]
    assert len(flat) == len(set(flat))
    for request, ids in zip(requests, got, strict=True):
        assert set(ids) <= set(request.candidates)
        assert len(ids) <= request.count


@given(POOLS)
def test_as_many_are_drawn_as_the_best_matching_gives(asked: list[tuple[int, list[int]]]) -> None:
    requests = [Request(count, pool) for count, pool in asked]
    assert sum(len(ids) for ids in draw(requests)) == _most(requests)


def _most(requests: list[Request]) -> int:
    """Return the size of the best matching, one place at a time."""
    places = [request.candidates for request in requests for _ in range(request.count)]
    holder: dict[int, int] = {}

    def give(place: int, seen: set[int]) -> bool:
        for one in places[place]:
            if one not in seen:
                seen.add(one)
                if one not in holder or give(holder[one], seen):
                    holder[one] = place
                    return True
        return False

    return sum(give(place, set()) for place in range(len(places)))
