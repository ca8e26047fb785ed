from hypothesis import given
from hypothesis import strategies as st

from study.reports.small_groups import is_small, split_small


def sizes(*groups: int) -> tuple[list[int], list[int]]:
    return split_small(list(groups), lambda size: size)


def test_it_works() -> None:
    assert sizes(12, 3, 30, 2) == ([12, 30], [3, 2])


def test_nobody_is_nobody_to_protect() -> None:
    assert not is_small(0)
    assert sizes(0, 9) == ([0, 9], [])


def test_one_small_group_takes_the_smallest_other_with_it() -> None:
    assert sizes(12, 3, 30) == ([30], [12, 3])


def test_when_all_are_small_none_is_shown() -> None:
    assert sizes(1, 2) == ([], [1, 2])


@given(st.lists(st.integers(0, 40), max_size=20))
def test_what_is_hidden_cannot_be_told_from_the_total(groups: list[int]) -> None:
    shown, hidden = sizes(*groups)
    assert sorted(shown + hidden) == sorted(groups)
    assert all(not is_small(size) for size in shown)
    assert not hidden or sum(hidden) >= 5 or not any(shown)
