from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from search.filtering import Chosen
from search.finding import Results, find
from search.suggesting import suggest
from tests.library import builders
from tests.people import People
from tests.quizzes import builders as quizzes
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


def expire(page: Any) -> None:
    """Let a page's day pass as time does: nothing is saved, and no command has run."""
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


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


@pytest.mark.parametrize("query", ["补课", "主题党日", "专用条款"])
@pytest.mark.parametrize("editions", ["folded", "current", "all"])
def test_every_value_of_every_filter_leaves_what_it_says(ask: Any, query: str, editions: str) -> None:
    found = ask(query, chosen=Chosen(editions=editions), with_facets=True)
    said = {(facet.name, one.value): one.count for facet in found.facets for one in facet.choices}
    for (name, value), count in said.items():
        narrowed = Chosen(editions=editions, **{name: value})
        assert ask(query, chosen=narrowed).exact == count, (name, value)
    if (query, editions) == ("补课", "folded"):
        assert ("year", "2018") in said


def test_things_known_by_their_title_are_counted_and_shown_all(ask: Any, people: People) -> None:
    for number in range(23):
        quizzes.quiz_of(title=f"彩虹测验{number}（示例）", slug=f"rainbow-{number}")
    call_command("wagtail_update_index", verbosity=0)
    found = ask("彩虹", user=people.me, limit=50)
    assert (found.total, len(found.hits)) == (23, 23)


def test_each_way_to_show_editions_says_what_it_would_leave(ask: Any) -> None:
    for query in ("主题党日", "专用条款"):
        said = ask(query, chosen=FOLDED, with_facets=True).editions
        left = {way: ask(query, chosen=Chosen(editions=way)).total for way in ("folded", "current", "all")}
        assert said == left
    assert (said["current"], said["all"]) == (0, 1)


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


def everything_said(ask: Any, query: str, **options: Any) -> str:
    """Return all that a search, its filters and its suggestions tell."""
    found = ask(query, with_facets=True, **options)
    hits = [(hit.found, str(hit.snippet)) for hit in found.hits]
    offered = suggest(query, user=options.get("user", NOBODY))
    return str([hits, found.total, found.facets, found.suggestions, found.place, offered])


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

    def test_a_restricted_title_hides_no_article_of_another(self, ask: Any, people: People) -> None:
        text = "{}学习制度（示例）\n\n第一条　{}学习制度写明学习的时间。\n\n第二条　写明学习的地点。\n"
        closed = builders.bring_in(text.format("", "内部"), slug="hidden", edition="2024-01-01")
        builders.restrict(closed.get_parent(), "groups")
        builders.bring_in(text.format("支部", "支部"), slug="shown", edition="2024-01-01")
        call_command("wagtail_update_index", verbosity=0)
        for address in ("学习制度第一条", "习制度第一条"):
            assert ask(address, user=people.me).place == "/library/shown/2024-01-01/#art_1"

    def test_counts_and_filters_leave_it_out(self, ask: Any, people: People) -> None:
        mine, theirs = (ask("缺席", user=who, with_facets=True) for who in (people.editor, people.me))
        assert mine.total == theirs.total + 1

    def test_a_withdrawn_page(self, ask: Any, shelf: Library) -> None:
        assert ask("送学上门").total == 1
        shelf.guide.unpublish()
        assert ask("送学上门").hits == []
        assert "补课怎么安排（示例）" not in places(ask("补课怎么安排"))

    @pytest.mark.parametrize("name", ["me", "editor", "anonymous"])
    @pytest.mark.parametrize(
        "query", ["孔雀", "孔雀方案", "kongquefangan", "kqfa", "孔鹊方案", "孔雀方案第一条"]
    )
    def test_a_draft(self, ask: Any, people: People, name: str, query: str) -> None:
        builders.bring_in(
            "孔雀方案（示例）\n\n第一条　孔雀方案还没有发布，缺席的应当补课。\n",
            publish=False,
            slug="draft",
            issuer="孔雀办",
        )
        call_command("wagtail_update_index", verbosity=0)
        assert "孔雀" not in everything_said(ask, query, user=people.named(name))
        assert "draft" not in everything_said(ask, query, user=people.named(name))

    @pytest.mark.parametrize("name", ["me", "editor", "anonymous"])
    def test_a_draft_is_not_counted(self, ask: Any, people: People, name: str) -> None:
        before = ask("缺席", user=people.named(name), with_facets=True)
        builders.bring_in(
            "草稿（示例）\n\n第一条　缺席的应当补课。\n\n第二条　本草稿不算数。\n",
            publish=False,
            slug="draft",
        )
        call_command("wagtail_update_index", verbosity=0)
        after = ask("缺席", user=people.named(name), with_facets=True)
        assert (after.total, after.facets) == (before.total, before.facets)

    @pytest.mark.parametrize("name", ["me", "editor", "anonymous"])
    @pytest.mark.parametrize(
        "query", ["有什么难处", "补课怎么安排", "bkzmap", "bukezenmeanpai", "补刻怎么安排"]
    )
    def test_an_expired_page(self, ask: Any, shelf: Library, people: People, name: str, query: str) -> None:
        who = people.named(name)
        assert "补课怎么安排" in everything_said(ask, query, user=who)
        expire(shelf.guide)
        assert "补课怎么安排" not in everything_said(ask, query, user=who)

    def test_an_expired_page_is_not_counted(self, ask: Any, shelf: Library) -> None:
        before = ask("补课", with_facets=True)
        held = sum(hit.found.title == shelf.guide.title for hit in before.hits)
        assert held
        expire(shelf.guide)
        after = ask("补课", with_facets=True)
        assert after.total == before.total - held
        assert "导读辅导" not in str(after.facets)

    def test_an_expired_work_takes_its_editions_with_it(self, ask: Any, shelf: Library) -> None:
        expire(shelf.work)
        assert "支部学习办法" not in everything_said(ask, "支部学习办法第二条")
        assert "支部学习办法" not in str([hit.found for hit in ask("主题党日").hits])

    def test_an_expired_quiz(self, ask: Any, shelf: Library, people: People) -> None:
        expire(shelf.quiz)
        assert "补课小测验" not in everything_said(ask, "补课小测验", user=people.me)

    def test_a_page_that_will_expire_is_still_found(self, ask: Any, shelf: Library) -> None:
        type(shelf.guide).objects.filter(pk=shelf.guide.pk).update(
            expire_at=timezone.now() + timedelta(hours=1)
        )
        assert ask("送学上门").total == 1

    def test_a_quiz_is_its_members_and_without_questions(self, ask: Any, people: People) -> None:
        assert "补课小测验（示例）" not in places(ask("补课小测验"))
        assert places(ask("补课小测验", user=people.me))[0] == "补课小测验（示例）"
