"""References: stored when a text is published, linked in it, listed where they lead, and kept true."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from library.citing import known_names, unit_of
from library.models import Alias, Citation, LibraryIndexPage, RegulationPage
from library.publishing import publishing_together
from tests.library import builders
from tests.people import People

pytestmark = pytest.mark.django_db

NOTICE = """落实学习管理规定的通知（示例）

第一条　按照《学习管理规定（示例）》第三条第二款的要求安排补课。

第二条　学习的原则见《学习管理规定（示例）》第二条，另见《没有的办法》第五条。

第三条　本办法第一条、第二条自下月起执行，前款另有说明的除外。
"""
BARE = """学习辅导问答（示例）

第一条　补课依照学习规定第三条办理。

第二条　以本问答为准，读一读就明白了。
"""


@pytest.fixture(autouse=True)
def _library(library: LibraryIndexPage) -> None:
    """Every test has a library."""


def notice() -> Any:
    return builders.bring_in(NOTICE, slug="notice", edition="2024-10-01")


def found(material: Any) -> list[tuple[str, str, str, str]]:
    rows = Citation.objects.filter(material=material)
    return [(row.unit, row.text, row.target_address, row.problem) for row in rows]


def page_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works() -> None:
    rules = builders.rules()
    rows = found(notice())
    assert ("art_1", "《学习管理规定（示例）》第三条第二款", "art_3/para_2", "") in rows
    assert ("art_2", "《没有的办法》第五条", "art_5", "unknown_work") in rows
    assert Citation.objects.filter(target=rules).count() == 2


def test_one_reference_to_two_articles_has_two_rows() -> None:
    own = [row for row in found(notice()) if row[0] == "art_3" and row[3] == ""]
    assert [target for _unit, _text, target, _problem in own] == ["art_1", "art_2"]


def test_a_range_reaches_every_article_in_it() -> None:
    page = builders.bring_in(
        builders.long_rules(9) + "\n第十条　第二条至第四条的规定除外。\n", edition="2024-01-01"
    )
    assert [row[2] for row in found(page)] == ["art_2", "art_3", "art_4"]


def test_a_reference_to_an_article_that_is_not_there_is_a_problem() -> None:
    builders.rules()
    page = builders.bring_in(NOTICE.replace("第三条第二款", "第三十条"), slug="notice", edition="2024-10-01")
    assert ("art_1", "《学习管理规定（示例）》第三十条", "art_30", "no_such_place") in found(page)


def test_publishing_again_keeps_one_set_of_rows() -> None:
    page = notice()
    before = Citation.objects.count()
    page.save_revision().publish()
    assert Citation.objects.count() == before


def test_a_withdrawn_text_refers_to_nothing() -> None:
    page = notice()
    page.unpublish()
    assert not Citation.objects.filter(material=page).exists()


def test_a_work_that_comes_later_is_found() -> None:
    page = notice()
    assert ("art_1", "《学习管理规定（示例）》第三条第二款", "art_3/para_2", "unknown_work") in found(page)
    builders.rules()
    assert ("art_1", "《学习管理规定（示例）》第三条第二款", "art_3/para_2", "") in found(page)


def test_an_alias_that_comes_later_is_found() -> None:
    rules = builders.rules()
    page = builders.bring_in(
        NOTICE.replace("《学习管理规定（示例）》", "《学习老规定》"), edition="2024-10-01"
    )
    assert not Citation.objects.filter(target=rules).exists()
    rules.other_names = [Alias(name="学习老规定")]
    rules.save_revision().publish()
    assert Citation.objects.filter(material=page, target=rules, problem="").count() == 2


def test_a_short_title_without_marks_is_found_when_the_work_comes() -> None:
    page = builders.bring_in(BARE, slug="answers", edition="2024-10-01")
    assert [row[2] for row in found(page) if row[3] == ""] == []
    builders.rules(short_title="学习规定")
    assert ("art_1", "学习规定第三条", "art_3", "") in found(page)


def test_a_withdrawn_work_is_found_no_more() -> None:
    rules, page = builders.rules(), notice()
    RegulationPage.objects.get(pk=rules.pk).unpublish()
    assert ("art_1", "《学习管理规定（示例）》第三条第二款", "art_3/para_2", "unknown_work") in found(page)


def test_a_deleted_work_leaves_no_broken_link() -> None:
    rules, page = builders.rules(), notice()
    RegulationPage.objects.get(pk=rules.pk).delete()
    assert not Citation.objects.filter(material=page, problem="", target=None).exists()


def test_an_article_that_goes_is_noticed_where_it_is_cited() -> None:
    rules, page = builders.rules(), notice()
    edition = rules.get_children().get().specific
    edition.body = edition.body.replace("第三条", "第九条")
    edition.save_revision().publish()
    assert ("art_1", "《学习管理规定（示例）》第三条第二款", "art_3/para_2", "no_such_place") in found(page)


def test_many_texts_at_once_know_each_other_at_the_end() -> None:
    with publishing_together():
        page = notice()
        rules = builders.rules()
    assert Citation.objects.filter(material=page, target=rules, problem="").count() == 2


def test_titles_win_over_short_titles() -> None:
    rules = builders.rules(short_title="落实学习管理规定的通知（示例）")
    other = notice().get_parent()
    assert known_names().find("落实学习管理规定的通知（示例）") == str(other.pk) != str(rules.pk)


@pytest.mark.parametrize(
    ("address", "unit"),
    [
        ("art_3/para_2", "art_3"),
        ("art_17_1/item_2", "art_17_1"),
        ("annex_1/art_2/para_1", "annex_1/art_2"),
        ("chp_2", "chp_2"),
    ],
)
def test_an_address_lies_in_an_article(address: str, unit: str) -> None:
    assert unit_of(address) == unit


def test_references_are_links_in_the_text(client: Client) -> None:
    builders.rules()
    page = page_of(client, notice().url)
    assert (
        '<a class="t-cite" href="/library/study-rules/art_3/para_2/">《学习管理规定（示例）》第三条第二款</a>'
        in page
    )
    assert (
        '<a class="t-cite" href="#art_1">本办法第一条</a>、<a class="t-cite" href="#art_2">第二条</a>' in page
    )
    assert "另见《没有的办法》第五条。" in page


def test_a_link_leads_to_the_provision(client: Client) -> None:
    builders.rules()
    assert client.get("/library/study-rules/art_3/para_2/").url.endswith("#art_3/para_2")


def test_words_around_a_link_stay_escaped(client: Client) -> None:
    builders.rules()
    text = NOTICE.replace("按照《", "按照甲&乙、1<2的《").replace("的要求", "> 的要求")
    page = page_of(client, builders.bring_in(text, slug="notice", edition="2024-10-01").url)
    assert "按照甲&amp;乙、1&lt;2的<a class" in page
    assert "</a>&gt; 的要求" in page


def test_a_page_shown_before_gets_its_links_when_the_work_comes(client: Client) -> None:
    page = notice()
    assert 't-cite" href="/library/study-rules' not in page_of(client, page.url)
    builders.rules()
    assert 't-cite" href="/library/study-rules' in page_of(client, page.url)


def test_an_article_says_how_often_it_is_referred_to(client: Client) -> None:
    builders.rules()
    notice()
    page = page_of(client, "/library/study-rules/")
    assert '<a href="art_3/cited/">被引用 1 处</a>' in page
    assert "art_4/cited/" not in page


def test_who_refers_to_an_article_is_listed_by_text(client: Client) -> None:
    builders.rules()
    notice()
    page = page_of(client, "/library/study-rules/art_3/cited/")
    assert "第三条被引用 1 处" in page
    assert '<a href="/library/notice/2024-10-01/">落实学习管理规定的通知（示例）</a>' in page
    assert "《学习管理规定（示例）》第三条第二款</a>的要求安排补课。" in page


def test_an_article_nobody_refers_to_says_so(client: Client) -> None:
    builders.rules()
    assert "还没有资料引用第四条。" in page_of(client, "/library/study-rules/art_4/cited/")


def test_asking_who_cites_an_article_that_is_not_there_is_answered(client: Client) -> None:
    builders.rules()
    response = client.get("/library/study-rules/art_200/cited/")
    assert response.status_code == 404
    assert "本版没有第二百条，共 4 条。" in response.content.decode()


def test_a_closed_text_is_not_counted_for_a_stranger(client: Client, people: People) -> None:
    builders.rules()
    builders.restrict(notice().get_parent(), "login")
    assert "被引用" not in page_of(client, "/library/study-rules/")
    assert "落实学习管理规定" not in page_of(client, "/library/study-rules/art_3/cited/")
    client.force_login(people.me)
    assert "被引用 1 处" in page_of(client, "/library/study-rules/")


def test_a_closed_text_is_not_linked_for_a_stranger(client: Client) -> None:
    builders.restrict(builders.rules(), "login")
    assert 'href="/library/study-rules' not in page_of(client, notice().url)


def test_only_the_edition_in_force_counts_as_referring(client: Client) -> None:
    builders.rules()
    builders.bring_in(NOTICE, slug="notice", edition="2020-01-01")
    notice()
    assert "被引用 1 处" in page_of(client, "/library/study-rules/")


def test_an_old_edition_is_not_what_others_mean(client: Client) -> None:
    builders.edition("2020-01-01")
    builders.edition("2024-09-01")
    notice()
    assert "被引用" not in page_of(client, "/library/study-rules/2020-01-01/")
    assert "被引用 1 处" in page_of(client, "/library/study-rules/2024-09-01/")


def test_a_draft_with_other_words_keeps_its_own(client: Client, people: People) -> None:
    builders.rules()
    page = notice()
    page.body = page.body.replace("按照", "一律按照")
    client.force_login(people.editor)
    response = page.make_preview_request()
    assert "一律按照《学习管理规定（示例）》第三条第二款的要求" in response.content.decode()


def test_links_and_back_links_take_one_query_each(client: Client, django_assert_max_num_queries: Any) -> None:
    builders.rules()
    page = notice()
    page_of(client, page.url)
    with django_assert_max_num_queries(15) as queries:
        page_of(client, page.url)
    assert sum("library_citation" in query["sql"] for query in queries.captured_queries) == 2


def test_an_editor_sees_what_leads_nowhere(desk: Client) -> None:
    builders.rules()
    page = notice()
    shown = page_of(desk, "/admin/reports/citations/")
    assert "《没有的办法》" in shown
    assert f'href="/admin/pages/{page.pk}/edit/"' in shown
    assert "资料库里没有这份资料" in shown


def test_mere_mentions_are_listed_only_when_asked_for(desk: Client) -> None:
    builders.bring_in(NOTICE.replace("《没有的办法》第五条", "《没有的表格》"), edition="2024-10-01")
    assert "没有的表格" not in page_of(desk, "/admin/reports/citations/")
    assert "没有的表格" in page_of(desk, "/admin/reports/citations/?mentions=1")


def test_the_report_can_be_narrowed_to_one_problem(desk: Client) -> None:
    notice()
    assert "没有链接不上的引用。" in page_of(desk, "/admin/reports/citations/?problem=no_such_place")


def test_only_editors_see_the_report(client: Client, people: People) -> None:
    client.force_login(people.me)
    assert client.get("/admin/reports/citations/").status_code in (302, 403)


def test_an_editor_adds_an_alias_on_the_page_of_the_regulation(desk: Client) -> None:
    rules = builders.rules()
    shown = page_of(desk, f"/admin/pages/{rules.pk}/edit/")
    assert "别名" in shown
    assert 'name="other_names-TOTAL_FORMS"' in shown


def test_the_command_finds_every_reference_anew(capsys: pytest.CaptureFixture[str]) -> None:
    builders.rules()
    page = notice()
    before = found(page)
    Citation.objects.all().delete()
    call_command("rebuild_citations")
    assert found(page) == before
    assert "1 处没有链接上" in capsys.readouterr().out
