"""An order that can be had again."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.papers.ordering import in_order_of, option_order


def test_it_works() -> None:
    assert in_order_of("a seed", [1, 2, 3, 4, 5]) == in_order_of("a seed", [5, 4, 3, 2, 1])


def test_seeds_and_labels_give_orders_of_their_own() -> None:
    orders = {tuple(in_order_of(seed, range(8), label=label)) for seed in "abc" for label in ("x", "y")}
    assert len(orders) == 6


@given(st.text(max_size=20), st.lists(st.integers(), unique=True, max_size=30))
def test_nothing_is_lost(seed: str, things: list[int]) -> None:
    assert sorted(in_order_of(seed, things)) == sorted(things)


def test_every_place_is_as_likely_as_another() -> None:
    first = [in_order_of(str(seed), range(4))[0] for seed in range(4000)]
    # Chi-square with 3 degrees of freedom: 16.3 is passed by chance once in a thousand.
    assert sum((first.count(place) - 1000) ** 2 / 1000 for place in range(4)) < 16.3


def test_options_that_speak_of_places_stay() -> None:
    assert option_order("single", ["甲", "乙", "以上都对"], seed="s", shuffle=True) == [0, 1, 2]
    assert option_order("single", ["甲", "乙", "丙"], seed="s", shuffle=False) == [0, 1, 2]


def test_the_key_of_an_ordering_is_never_its_order_on_the_page() -> None:
    words = ["申请", "谈话", "讨论", "公示", "上级审批", "宣誓"]
    orders = {tuple(option_order("ordering", words, seed=str(seed), shuffle=False)) for seed in range(20)}
    assert len(orders) > 10
