from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from library.finding import register_sources, show_material, show_provision
from library.models import LibraryIndexPage
from search import registry
from tests.library import builders
from tests.library.builders import PLAIN, bring_in
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def source(name: str) -> Any:
    return next(one for one in registry.sources() if one.name == name)


def test_it_works() -> None:
    work = builders.rules(summary="怎样学习。")
    found = show_material(work)
    assert (found.title, found.kind, found.url) == (
        "学习管理规定（示例）",
        "党章党规",
        "/library/study-rules/",
    )
    assert found.text == "怎样学习。"


def test_a_material_without_a_summary_shows_its_title() -> None:
    assert show_material(bring_in(PLAIN, kind="guide")).text == "一段没有结构的话（示例）"


def test_an_article_opens_the_text_at_its_place() -> None:
    builders.edition("2024-09-01")
    found = show_provision(source("provisions").visible_to(AnonymousUser()).get(address="art_3"))
    assert found.url == "/library/study-rules/2024-09-01/#art_3"
    assert (found.number, found.eid, found.context) == ("第三条", "chp_2__art_3", "第二章 组织")
    assert "缺席的应当补课" in found.text


def test_a_paragraph_has_no_number_to_show() -> None:
    page = bring_in(PLAIN, kind="guide")
    found = show_provision(source("provisions").visible_to(AnonymousUser()).filter(material=page.pk).first())
    assert found.number == ""
    assert found.group == f"material:{page.pk}"


def test_regulations_are_found_as_works_and_by_their_articles() -> None:
    work = builders.rules()
    nobody = AnonymousUser()
    assert [page.pk for page in source("materials").visible_to(nobody)] == [work.pk]
    assert {row.number for row in source("provisions").visible_to(nobody)} == {
        "第一条",
        "第二条",
        "第三条",
        "第四条",
    }


def test_what_is_closed_is_not_found(people: People) -> None:
    builders.restrict(builders.rules(), "login")
    for name in ("materials", "provisions"):
        assert not source(name).visible_to(AnonymousUser()).exists()
        assert source(name).visible_to(people.me).exists()


def test_drafts_are_not_found() -> None:
    builders.edition("2024-09-01", publish=False)
    for name in ("materials", "provisions"):
        assert not source(name).visible_to(AnonymousUser()).exists()


def test_showing_many_hits_costs_no_query_each(django_assert_max_num_queries: Any) -> None:
    bring_in(builders.long_rules(40), slug="long", edition="2024-01-01")
    rows = list(source("provisions").visible_to(AnonymousUser()))
    with django_assert_max_num_queries(2):
        assert len([show_provision(row) for row in rows]) == 40


def test_registering_twice_is_registering_once() -> None:
    before = [one.name for one in registry.sources()]
    register_sources()
    assert [one.name for one in registry.sources()] == before
