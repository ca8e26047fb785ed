from hypothesis import given
from hypothesis import strategies as st

from study.pacing import plausible_percent, seconds_to_finish

percents = st.integers(min_value=-50, max_value=500)
seconds = st.floats(min_value=0, max_value=1e6)
lengths = st.integers(min_value=0, max_value=1_000_000)


def test_it_works() -> None:
    assert plausible_percent(claimed=50, seconds=600, chars=2000) == 50


def test_a_claim_faster_than_a_skim_is_cut_to_the_skim() -> None:
    assert plausible_percent(claimed=100, seconds=60, chars=3000) == 50


def test_nothing_counts_at_the_first_moment() -> None:
    assert plausible_percent(claimed=100, seconds=0, chars=3000) == 0


def test_a_text_without_characters_takes_the_claim() -> None:
    assert plausible_percent(claimed=100, seconds=0, chars=0) == 100


@given(claimed=percents, spent=seconds, chars=lengths)
def test_it_is_a_percentage_and_never_more_than_claimed(claimed: int, spent: float, chars: int) -> None:
    result = plausible_percent(claimed=claimed, seconds=spent, chars=chars)
    assert 0 <= result <= 100
    assert result <= max(0, claimed)


@given(claimed=percents, spent=seconds, chars=lengths)
def test_more_time_never_counts_for_less(claimed: int, spent: float, chars: int) -> None:
    early = plausible_percent(claimed=claimed, seconds=spent, chars=chars)
    late = plausible_percent(claimed=claimed, seconds=spent + 60, chars=chars)
    assert late >= early


def test_three_thousand_characters_take_two_minutes_at_the_very_least() -> None:
    assert seconds_to_finish(3000) == 114
