"""Abbreviations as people make them: characters of the name, in order."""

from typing import Any

import pytest

from search.catalogue import Catalogue, Entry
from search.lexicon import Words
from search.naming import abbreviated, works_called

LAWS = (
    "刑事诉讼法",
    "民事诉讼法",
    "消费者权益保护法",
    "环境保护法",
    "环境保护税法",
    "海洋环境保护法",
    "消防法",
    "国家安全法",
    "网络安全法",
    "食品安全法",
    "矿山安全法",
    "行政执法办法",
)
KNOWN = Catalogue(
    words=Words((), {}),
    entries=tuple(Entry(name, name, "laws", number, 0) for number, name in enumerate(LAWS)),
    facts={},
)


def meant(short: str) -> list[str]:
    return [entry.text for entry in abbreviated(short, KNOWN)]


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("刑诉法", "刑事诉讼法"),
        ("民诉法", "民事诉讼法"),
        ("消保法", "消费者权益保护法"),
        ("网安法", "网络安全法"),
        ("海洋环保法", "海洋环境保护法"),
    ],
)
def test_it_works(short: str, name: str) -> None:
    assert meant(short) == [name]
    assert [entry.text for entry in works_called(short, KNOWN)] == [name]


def test_what_begins_alike_in_fewer_pieces_and_is_shorter_comes_first() -> None:
    assert meant("环保法")[0] == "环境保护法"
    assert "海洋环境保护法" not in meant("环保法")


def test_what_may_mean_too_much_means_nothing() -> None:
    assert meant("安全法") == []


@pytest.mark.parametrize("word", ["执法", "合法", "刑诉", "法", "", "消防", "诉刑法", "(法", ".*法"])
def test_what_is_no_abbreviation(word: str) -> None:
    assert meant(word) == []


def all_but(*hidden: str) -> Any:
    """Return what leaves names to somebody who may not know of these."""
    return lambda entries: [entry for entry in entries if entry.text not in hidden]


def test_a_shorter_title_one_may_not_know_of_does_not_stand_before_another() -> None:
    assert [entry.text for entry in works_called("保护法", KNOWN)] == ["环境保护法"]
    assert [entry.text for entry in works_called("保护法", KNOWN, all_but("环境保护法"))] == [
        "海洋环境保护法"
    ]
    assert [entry.text for entry in works_called("消防法", KNOWN, all_but("消防法"))] == []


def test_nor_does_what_a_short_form_would_rather_mean() -> None:
    assert [entry.text for entry in abbreviated("环保法", KNOWN, all_but("环境保护法"))] == ["环境保护税法"]
