"""Numbers as documents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.structure import chinese_to_int, int_to_chinese


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百", 100), ("一百零五", 105), ("一百一十", 110),
        ("一百二十三", 123), ("一千二百六十", 1260), ("一千零一", 1001), ("两百", 200), ("二〇一七", 2017),
        ("二○二三", 2023), ("12", 12), ("１２", 12), ("十 二", 12), ("廿三", 23), ("一万二千", 12000), ("⑫", 12),
        ("零", 0), ("〇", 0),
    ],
)  # fmt: skip
def test_reads_a_numeral(text: str, value: int) -> None:
    assert chinese_to_int(text) == value


@pytest.mark.parametrize("text", ["", "  ", "章", "十章", "abc"])
def test_refuses_what_is_no_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        chinese_to_int(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
        (1010, "一千零一十"), (1260, "一千二百六十"), (10001, "一万零一"), (0, "零"),
    ],
)  # fmt: skip
def test_writes_article_numbers_as_laws_do(value: int, text: str) -> None:
    assert int_to_chinese(value) == text


@pytest.mark.parametrize("value", [-1, 100_000_000])
def test_refuses_numbers_no_law_reaches(value: int) -> None:
    with pytest.raises(ValueError, match="article number"):
        int_to_chinese(value)


@given(st.integers(min_value=0, max_value=99_999))
def test_writing_and_reading_agree(value: int) -> None:
    assert chinese_to_int(int_to_chinese(value)) == value


def test_digits_among_chinese_numerals_are_read() -> None:
    assert [chinese_to_int(text) for text in ("2十", "一5", "１百零3")] == [20, 15, 103]
