import re
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search import views
from search.finding import find
from search.models import EmptySearch
from tests.library.builders import bring_in, long_rules
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, shelf: Library) -> Any:
    """Return a function from a query and more to the page's HTML."""

    def read(query: str, more: str = "") -> str:
        response = client.get(f"/search/?q={quote(query)}{more}")
        assert response.status_code == 200
        return response.content.decode()

    return read


def test_it_works(page: Any) -> None:
    html = page("主题党日")
    assert "找到 1 处" in html
    assert "<mark>主题党日</mark>" in html
    assert "另有 1 处在其他版本里" in html


def test_a_text_says_its_day_and_whether_it_holds(page: Any) -> None:
    assert "2024-07-01 版 · 现行有效" in page("主题党日")
    assert "2018-07-01 版 · 已修改" in page("旧办法的专用条款", "&editions=all")


def test_one_work_does_not_hide_the_others(page: Any) -> None:
    bring_in(long_rules(12, word="补课"), slug="long-rules")
    call_command("wagtail_update_index", verbosity=0)
    html = page("补课")
    assert "这一页还有其中 7 处" in html
    assert "<details" not in page("补课", "&kind=guide").partition("search-found")[2]


def test_every_page_has_a_field_with_suggestions(client: Client, shelf: Library) -> None:
    html = client.get("/library/").content.decode()
    assert 'data-suggestions="/search/suggestions/"' in html
    assert "search/combobox.js" in html
    assert 'id="hero-q"' in (front := client.get("/").content.decode())
    assert front.count('data-suggestions="/search/suggestions/"') == 2
    assert 'rel="search" type="application/opensearchdescription+xml"' in html


def test_an_address_leads_straight_there(client: Client, shelf: Library) -> None:
    response = client.get("/search/?q=" + quote("学习办法第二条"))
    assert (response.status_code, response["Location"]) == (302, "/library/branch-rules/2024-07-01/#art_2")
    assert client.get("/search/?stay=1&q=" + quote("学习办法第二条")).status_code == 200


def test_filters_are_links_with_counts(page: Any) -> None:
    html = page("补课")
    assert "导读辅导" in html
    assert "kind=guide" in html
    narrowed = page("补课", "&kind=guide")
    assert "支部学习办法（示例）</a>" not in narrowed
    assert "清除筛选" in narrowed


def test_the_ways_to_show_editions_have_counts(page: Any) -> None:
    ways = page("补课").partition("版本</h2>")[2].partition("</ul>")[0]
    left = find("补课", user=AnonymousUser(), with_facets=True).editions
    assert re.findall(r"(每部一个版本|只看现行版本|全部版本) <span [^>]*>(\d+)<", ways) == [
        ("每部一个版本", str(left["folded"])),
        ("只看现行版本", str(left["current"])),
        ("全部版本", str(left["all"])),
    ]
    assert left["all"] > left["folded"]


class TestPages:
    """Turning pages: how many there are, and where they end."""

    @pytest.fixture
    def long(self, shelf: Library) -> None:
        bring_in(long_rules(45, word="灯塔"), slug="long-rules")
        call_command("wagtail_update_index", verbosity=0)

    def test_it_works(self, long: None, page: Any) -> None:
        first, last = page("灯塔"), page("灯塔", "&p=3")
        assert "第 1 页，共 3 页" in first
        assert "p=2" in first
        assert "第 3 页，共 3 页" in last
        assert 'rel="next"' not in last

    def test_beyond_the_last_page_is_the_last_page(self, long: None, page: Any) -> None:
        html = page("灯塔", "&p=17")
        assert "第 3 页，共 3 页" in html
        assert 'class="search-hit"' in html

    def test_where_it_stops_it_says_so(self, long: None, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "DEEPEST", 40)
        assert "只列出前" not in page("灯塔")
        html = page("灯塔", "&p=2")
        assert "第 2 页，共 2 页" in html
        assert "只列出前 40 处，请多写一个词" in html
        assert 'rel="next"' not in html


def test_every_edition_on_demand(page: Any) -> None:
    assert "2018-07-01" not in page("主题党日")
    assert "2018-07-01" in page("主题党日", "&editions=all")


def test_by_date(page: Any) -> None:
    html = page("主题党日", "&sort=date&editions=all")
    assert html.index("2024-07-01") < html.index("2018-07-01")


def test_nothing_found_helps(page: Any) -> None:
    html = page("魑魅魍魉")
    assert "没有找到“魑魅魍魉”" in html
    assert "换个说法" in html


def test_what_was_probably_meant(page: Any) -> None:
    assert "您是不是要找" in page("三会一刻")


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><b>', "补课 <i>"])
def test_a_query_is_shown_and_not_run(page: Any, query: str) -> None:
    assert query not in page(query)


@pytest.mark.parametrize("more", ["&p=0", "&p=x", "&p=99999", "&sort=up", "&editions=no", "&kind=%00"])
def test_strange_addresses(page: Any, more: str) -> None:
    page("补课", more)


def test_twelve_queries_for_twenty_hits(client: Client, shelf: Library, people: People) -> None:
    bring_in(long_rules(40, word="补课"), slug="long-rules")
    call_command("wagtail_update_index", verbosity=0)
    client.force_login(people.me)
    address = "/search/?q=" + quote("补课") + "&editions=all"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        html = client.get(address).content.decode()
    assert html.count('class="search-hit"') == 20
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked)


class TestRemembering:
    """Wagtail's log of search terms, and a report of what nobody found."""

    def test_it_works(self, page: Any) -> None:
        page("补课")
        page("补课")
        assert Query.get("补课").hits == 2
        assert not EmptySearch.objects.exists()

    def test_nothing_found(self, page: Any) -> None:
        page("魑魅魍魉")
        page("魑魅魍魉")
        assert list(EmptySearch.objects.values_list("query_string", "times")) == [("魑魅魍魉", 2)]

    def test_only_a_part_of_the_words_found(self, page: Any) -> None:
        page("补课 魑魅魍魉")
        assert list(EmptySearch.objects.values_list("query_string", "times")) == [("补课 魑魅魍魉", 1)]

    def test_the_report(self, page: Any, client: Client, people: People) -> None:
        page("魑魅魍魉")
        client.force_login(people.editor)
        assert "魑魅魍魉" in client.get("/admin/reports/empty-searches/").content.decode()

    def test_another_page_and_a_filter_are_not_another_search(self, page: Any) -> None:
        page("补课", "&p=2")
        page("补课", "&kind=guide")
        assert Query.get("补课").hits == 0


class TestPicks:
    """What an editor put first."""

    def pick(self, thing: Any) -> None:
        SearchPromotion.objects.create(
            query=Query.get("补课"), page=thing, description="先读这一篇", sort_order=0
        )

    def test_it_works(self, page: Any, shelf: Library) -> None:
        self.pick(shelf.guide)
        html = page("补课")
        assert html.index("编辑推荐") < html.index("先读这一篇")
        assert "编辑推荐" not in page("党费")

    def test_a_restricted_page_is_not_recommended_to_strangers(self, page: Any, shelf: Library) -> None:
        self.pick(shelf.closed)
        assert "内部" not in page("补课")


class TestOpenSearch:
    """Browsers can add the search to their own."""

    def test_it_works(self, client: Client, page: Any) -> None:
        response = client.get("/search/opensearch.xml")
        assert response["Content-Type"].startswith("application/opensearchdescription+xml")
        assert "http://testserver/search/?q={searchTerms}" in response.content.decode()
        assert 'rel="search" type="application/opensearchdescription+xml"' in page("")

    def test_suggestions_for_browsers(self, client: Client, shelf: Library) -> None:
        typed, offered = client.get("/search/suggestions/browser/?q=" + quote("支部学习")).json()
        assert (typed, offered[0]) == ("支部学习", "支部学习办法（示例）")
