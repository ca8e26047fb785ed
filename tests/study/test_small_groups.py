from hypothesis import given
from hypothesis import strategies as st

from study.small_groups import CLOSED, OPEN, descend, is_small, split_small


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


def test_who_joins_the_small_ones_is_not_opened_below() -> None:
    size = {"甲": 3, "乙": 9, "丙": 20}
    assert descend(OPEN, list(size), size.__getitem__, "丙") == OPEN
    assert descend(OPEN, list(size), size.__getitem__, "甲") == CLOSED
    reach = descend(OPEN, list(size), size.__getitem__, "乙")
    assert (reach.is_shown, reach.beside) == (False, 3)
    assert descend(CLOSED, list(size), size.__getitem__, "丙") == CLOSED


@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=5), min_size=1, max_size=6))
def test_no_page_below_gives_away_what_the_rows_hide(tree: list[list[int]]) -> None:
    sizes = {place: sum(below) for place, below in enumerate(tree)}
    left = sum(sizes.values())
    anything = False
    for place, below in enumerate(tree):
        parts = dict(enumerate(below))
        reach = descend(OPEN, list(sizes), sizes.__getitem__, place)
        opened = [part for part in parts if descend(reach, list(parts), parts.__getitem__, part).is_shown]
        inside = sum(parts[part] for part in opened)
        if reach.is_shown:
            assert not inside or not is_small(sizes[place] - inside)
        seen = sizes[place] if reach.is_shown else inside
        left, anything = left - seen, anything or seen > 0
    assert not anything or not is_small(left)
