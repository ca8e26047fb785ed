"""Reading “第三章” and finding what stands there."""

from dataclasses import dataclass

import pytest

from quizzes.papers.places import Step, UnreadablePlace, addresses_at, read_places


@dataclass(frozen=True)
class Part:
    eid: str
    address: str
    kind: str
    number: str


LAW = [
    Part("chp_1", "chp_1", "chapter", "第一章"),
    Part("chp_1__art_1", "art_1", "article", "第一条"),
    Part("chp_2", "chp_2", "chapter", "第二章"),
    Part("chp_2__sec_1", "chp_2/sec_1", "section", "第一节"),
    Part("chp_2__sec_1__art_2", "art_2", "article", "第二条"),
    Part("chp_2__sec_1__art_2__para_1", "art_2/para_1", "paragraph", ""),
    Part("chp_2__sec_2", "chp_2/sec_2", "section", "第二节"),
    Part("chp_2__sec_2__art_3", "art_3", "article", "第三条"),
    Part("chp_10", "chp_10", "chapter", "第十章"),
    Part("chp_10__art_30", "art_30", "article", "第三十条"),
]


def at(written: str) -> set[str]:
    return addresses_at(LAW, read_places(written))


def test_it_works() -> None:
    assert at("第一章") == {"chp_1", "art_1"}


@pytest.mark.parametrize(
    ("written", "articles"),
    [
        ("第二章", {"art_2", "art_3"}),
        ("第二章第一节", {"art_2"}),
        ("第2章第2节", {"art_3"}),
        ("第十章", {"art_30"}),
        ("第一章、第十章", {"art_1", "art_30"}),
        ("第一章和第二章第二节", {"art_1", "art_3"}),
        ("第一至二章", {"art_1", "art_2", "art_3"}),
        ("第二条至第三条", {"art_2", "art_3"}),
        ("第三条—第三十条", {"art_3", "art_30"}),
        ("第 一 章", {"art_1"}),
        ("第九章", set()),
    ],
)
def test_places_people_write(written: str, articles: set[str]) -> None:
    assert {one for one in at(written) if one.startswith("art_") and "/" not in one} == articles


def test_an_article_brings_what_is_below_it() -> None:
    assert at("第二条") == {"art_2", "art_2/para_1"}


def test_nothing_written_is_no_place() -> None:
    assert read_places("") == []
    assert read_places("第三章") == [(Step("chapter", 3, 3),)]


@pytest.mark.parametrize("written", ["前面几章", "第三", "章", "第三章的内容", "abc"])
def test_words_that_are_no_place_are_refused_with_an_example(written: str) -> None:
    with pytest.raises(UnreadablePlace, match="第二章第一节"):
        read_places(written)
