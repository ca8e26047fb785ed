from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from search.filtering import Chosen
from search.finding import Results, find
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
FOLDED = Chosen(editions="folded")


@pytest.fixture
def ask(shelf: Library) -> Any:
    """Return a function from a query to what nobody in particular finds."""

    def found(query: str, **options: Any) -> Results:
        return find(query, user=options.pop("user", NOBODY), **options)

    return found


def places(results: Results) -> list[str]:
    return [f"{hit.found.title} {hit.found.number}".strip() for hit in results.hits]


def test_it_works(ask: Any) -> None:
    found = ask("主题党日", chosen=FOLDED)
    assert places(found) == ["支部学习办法（示例） 第二条"]
    assert "<mark>主题党日</mark>" in found.hits[0].snippet
    assert found.hits[0].url.endswith("2024-07-01/?mark=%E4%B8%BB%E9%A2%98%E5%85%9A%E6%97%A5#art_2")


@pytest.mark.parametrize(
    "name",
    [
        "支部学习办法（示例）",
        "支部学习办法",
        "《支部学习办法》",
        "学习办法",
        "zhibuxuexibanfa",
        "zbxxbf",
        "xxbf",
        "支部 学习办法",
        "学习办法全文",
        "新学习办法",
        "学习办法（2024年修订）",
        "學習辦法",
        "支学办法",
    ],
)
def test_a_name_finds_its_work_first(ask: Any, name: str) -> None:
    assert ask(name).hits[0].found.group_url == "/library/branch-rules/"


@pytest.mark.parametrize(
    "address",
    [
        "学习办法第二条",
        "学习办法 2条",
        "支部学习办法第2条",
        "《支部学习办法》第二条",
        "xxbf第二条",
        "学习办法2",
        "xxbf 2",
        "第二条 学习办法",
        "學習辦法第二條",
        "新学习办法第２条",
        "支学办法第二条",
        "学习办法里的第2条",
        "学习办法第二条第一款",
        "学习办法第二条第（一）项",
        "学习办法第二条是什么？",
        "学习办法第二条的规定",
    ],
)
def test_an_address_finds_its_article_first_and_in_the_edition_in_force(ask: Any, address: str) -> None:
    found = ask(address)
    assert places(found)[0] == "支部学习办法（示例） 第二条"
    assert found.place == "/library/branch-rules/2024-07-01/#art_2"


@pytest.mark.parametrize("query", ["学习 2", "补课2", "学习办法2018", "2", "缺席 2条"])
def test_a_number_after_something_else_is_no_address(ask: Any, query: str) -> None:
    assert ask(query).place == ""


def test_an_address_without_a_work_finds_all_such_articles(ask: Any) -> None:
    found = ask("第3条", chosen=FOLDED)
    assert places(found) == ["支部学习办法（示例） 第三条"]
    assert found.place == ""


def test_an_article_that_is_not_there(ask: Any) -> None:
    assert ask("学习办法第九百条").place == ""


def test_a_quoted_phrase_is_found_letter_for_letter(ask: Any) -> None:
    assert places(ask("“主动交纳党费”")) == ["支部学习办法（示例） 第一条"]
    assert ask("“党费主动交纳”").total == 0
    assert ask("“主动交纳党费” 流动党员").total == 0


def test_all_words_come_before_any_words(ask: Any) -> None:
    found = ask("补课 周末")
    assert found.hits[0].found.title == "补课怎么安排（示例）"
    assert len(found.hits) > 1
    assert not found.is_loose


def test_an_everyday_question(ask: Any) -> None:
    found = ask("流动党员应该到哪里参加学习呀？", chosen=FOLDED)
    assert places(found)[0] == "支部学习办法（示例） 第三条"


def test_a_synonym_is_found_too(ask: Any) -> None:
    assert "支部学习办法（示例） 第二条" in places(ask("补学"))
    assert "<mark>补课</mark>" in ask("补学").hits[0].snippet


@pytest.mark.parametrize(("wrong", "right"), [("三会一刻", "三会一课"), ("补刻怎么安排", "补课怎么安排")])
def test_a_wrong_homophone_is_asked_back(ask: Any, wrong: str, right: str) -> None:
    assert right in ask(wrong).suggestions


@pytest.mark.parametrize("query", ["支部学习", "支部学习办法第二条"])
def test_what_is_written_rightly_is_not_asked_back(ask: Any, query: str) -> None:
    assert ask(query).total
    assert ask(query).suggestions == []


@pytest.mark.parametrize("letters", ["sanhuiyike", "shyk"])
def test_a_word_in_letters_is_read(ask: Any, letters: str) -> None:
    found = ask(letters)
    assert found.read_as == "三会一课"
    assert "支部学习办法（示例） 第一条" in places(found)


def test_an_old_edition_is_folded_behind_the_one_in_force(ask: Any) -> None:
    found = ask("三会一课", chosen=FOLDED)
    assert found.hits[0].found.group_url == "/library/branch-rules/2024-07-01/"
    assert "2018-07-01" not in str([hit.url for hit in found.hits])
    assert (found.exact, found.folded, found.groups[0].folded) == (1, 1, 1)
    assert ask("三会一课").exact == 2


def test_what_only_an_old_edition_says_is_still_found(ask: Any) -> None:
    found = ask("专用条款", chosen=FOLDED)
    assert [hit.found.group_url for hit in found.hits] == ["/library/branch-rules/2018-07-01/"]
    assert ask("专用条款", chosen=Chosen(editions="current")).hits == []


def test_facets_count_what_each_value_would_leave(ask: Any) -> None:
    found = ask("补课", chosen=FOLDED, with_facets=True)
    kinds = next(facet for facet in found.facets if facet.name == "kind")
    counts = {choice.label: choice.count for choice in kinds.choices}
    assert counts["党章党规"] == 1
    assert counts["导读辅导"] >= 1
    narrowed = ask("补课", chosen=Chosen(kind="guide", editions="folded"), with_facets=True)
    assert {hit.found.kind for hit in narrowed.hits} == {"导读辅导"}
    assert narrowed.total == counts["导读辅导"]


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({"issuer": "测试区委"}, {"支部学习办法（示例）"}),
        ({"year": "2018"}, {"支部学习办法（示例）"}),
        ({"year": "1999"}, set()),
        ({"kind": "quiz"}, set()),
    ],
)
def test_filters(ask: Any, chosen: dict[str, str], titles: set[str]) -> None:
    found = ask("补课", chosen=Chosen(**chosen))
    assert {hit.found.title for hit in found.hits} == titles


def test_a_topic_covers_the_editions_of_its_work(ask: Any, shelf: Library) -> None:
    topic = str(shelf.work.topics.get().pk)
    found = ask("主题党日", chosen=Chosen(topic=topic))
    assert {hit.found.title for hit in found.hits} == {"支部学习办法（示例）"}


def test_the_newest_first(ask: Any) -> None:
    found = ask("主题党日", by_date=True)
    assert [hit.found.group_url for hit in found.hits] == [
        "/library/branch-rules/2024-07-01/",
        "/library/branch-rules/2018-07-01/",
    ]


def test_pages_follow_each_other(ask: Any) -> None:
    whole = [hit.url for hit in ask("补课").hits]
    pages = [
        hit.url for offset in range(0, len(whole), 2) for hit in ask("补课", limit=2, offset=offset).hits
    ]
    assert pages == whole


def test_a_unit_found_by_its_chapter_has_no_stray_marks(ask: Any) -> None:
    found = ask("组织 补课", chosen=FOLDED)
    assert "<mark>补课</mark>" in found.hits[0].snippet
    assert "会一" not in str(ask("支部学习办法 三会一课").hits[-1].snippet).replace("三会一课", "")


@pytest.mark.parametrize("query", ["", "   ", "？！", "“”", "%", "\\", "a" * 500, "条", "第条", "NOT", '"'])
def test_strange_queries_are_answered(ask: Any, query: str) -> None:
    assert ask(query).total >= 0


class TestRights:
    """A draft, an expired page and a restricted text never show: not in hits, counts, filters or suggestions."""

    def test_it_works(self, ask: Any, people: People) -> None:
        assert places(ask("凤凰计划", user=people.editor)) == ["内部学习材料（示例） 第一条"]
        assert places(ask("凤凰计划")) == []

    @pytest.mark.parametrize("name", ["me", "secretary", "stranger", "anonymous"])
    @pytest.mark.parametrize(
        "query",
        ["凤凰计划", "内部学习材料", "nbxxcl", "内部学习材料第一条", "内部学习才料", "内部学习材料 缺席"],
    )
    def test_a_restricted_text(self, ask: Any, people: People, name: str, query: str) -> None:
        found = ask(query, user=people.named(name), with_facets=True)
        said = str([found.suggestions, [hit.found for hit in found.hits], found.facets, found.place])
        assert "内部" not in said
        assert "inner" not in said

    def test_counts_and_filters_leave_it_out(self, ask: Any, people: People) -> None:
        mine, theirs = (ask("缺席", user=who, with_facets=True) for who in (people.editor, people.me))
        assert mine.total == theirs.total + 1

    def test_a_withdrawn_page(self, ask: Any, shelf: Library) -> None:
        assert ask("送学上门").total == 1
        shelf.guide.unpublish()
        assert ask("送学上门").hits == []
        assert "补课怎么安排（示例）" not in places(ask("补课怎么安排"))

    def test_a_quiz_is_its_members_and_without_questions(self, ask: Any, people: People) -> None:
        assert "补课小测验（示例）" not in places(ask("补课小测验"))
        assert places(ask("补课小测验", user=people.me))[0] == "补课小测验（示例）"
