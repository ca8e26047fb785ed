"""新旧条文对照: the page, its filter, its Word file, and a draft against the live text."""

import io
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.test import Client

from library.models import EditionPage, LibraryIndexPage
from tests.library import builders
from tests.library.builders import RULES
from tests.people import People

pytestmark = pytest.mark.django_db

URL = "/library/study-rules/compare/"
NEWER = RULES.replace("一个月内完成", "两个月内完成").replace(
    "第四条　本规定自", "第四条　学习情况每年公开一次，接受党员监督。\n\n第五条　本规定自"
)


@pytest.fixture(autouse=True)
def _library(library: LibraryIndexPage) -> None:
    """Every test has a library."""


@pytest.fixture
def editions() -> tuple[Any, Any]:
    """Return two editions: one article reworded, one new, one moved."""
    return builders.edition("2018-07-01"), builders.edition("2024-09-01", NEWER)


def page_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_it_works(client: Client, editions: Any) -> None:
    page = page_of(client, f"{URL}?old=2018-07-01&new=2024-09-01")
    assert "修改 1 条，新增 1 条，条序变动 1 条。" in page
    assert (
        '<del><span class="visually-hidden">〔删去：</span>一个月<span class="visually-hidden">〕</span></del>'
        in page
    )
    assert (
        '<ins><span class="visually-hidden">〔新写：</span>两个月<span class="visually-hidden">〕</span></ins>'
        in page
    )


def test_the_newest_two_are_compared_when_none_are_named(client: Client, editions: Any) -> None:
    builders.edition("2016-01-01", RULES.replace("学习管理", "旧学习管理"))
    page = page_of(client, URL)
    assert '<option value="2018-07-01" selected>' in page
    assert '<option value="2024-09-01" selected>' in page


def test_the_older_one_stands_on_the_left_however_it_is_asked(client: Client, editions: Any) -> None:
    page = page_of(client, f"{URL}?old=2024-09-01&new=2018-07-01")
    assert page.index("2018年7月1日起施行</th>") < page.index("2024年9月1日起施行</th>")


def test_an_old_one_alone_is_compared_with_the_newest(client: Client, editions: Any) -> None:
    assert '<option value="2024-09-01" selected>' in page_of(client, f"{URL}?old=2018-07-01")


def test_the_newest_named_as_old_still_finds_a_partner(client: Client, editions: Any) -> None:
    assert "修改 1 条" in page_of(client, f"{URL}?old=2024-09-01")


def test_only_changes_are_shown_when_asked(client: Client, editions: Any) -> None:
    everything, changes = page_of(client, URL), page_of(client, f"{URL}?changed=1")
    assert "为了规范学习，制定本规定。" in everything
    assert "为了规范学习，制定本规定。" not in changes
    assert "第四条 → 第五条，文字没有变化" in changes
    assert "学习情况每年公开一次" in changes


def test_two_equal_texts_say_so(client: Client) -> None:
    builders.edition("2018-07-01")
    builders.edition("2024-09-01", RULES.replace("：", "︰"))
    page = page_of(client, f"{URL}?changed=1")
    assert "两个版本的条文没有变化。" in page
    assert "两个版本的文字没有变化。" in page


def test_glyphs_are_no_amendments(client: Client) -> None:
    builders.edition("2018-07-01")
    builders.edition("2024-09-01", RULES.replace("，", ","))
    assert "<del><span" not in page_of(client, URL)


@pytest.mark.parametrize("query", ["old=1999-01-01", "new=x", "old=<script>"])
def test_an_edition_that_is_not_there_is_answered_with_those_that_are(
    client: Client, editions: Any, query: str
) -> None:
    page = page_of(client, f"{URL}?{query}", status=404)
    assert "这一版，现有版本：2018-07-01、2024-09-01。" in page
    assert "<script>" not in page.replace('<script type="module"', "")


def test_one_edition_alone_says_there_is_nothing_to_compare(client: Client) -> None:
    builders.rules()
    assert "只有 2024年9月1日起施行的这一版，没有可以对照的旧版。" in page_of(client, URL)


def test_the_words_of_a_text_are_escaped(client: Client) -> None:
    builders.edition("2018-07-01")
    builders.edition("2024-09-01", RULES.replace("一个月内完成", "1<2&3个月内完成"))
    page = page_of(client, URL)
    assert "1&lt;2&amp;3" in page


def test_nothing_is_written_into_the_page_that_its_policy_forbids(client: Client, editions: Any) -> None:
    page = page_of(client, URL)
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page


def test_the_reading_page_leads_there(client: Client, editions: Any) -> None:
    page = page_of(client, "/library/study-rules/")
    assert 'href="/library/study-rules/compare/?old=2018-07-01&amp;new=2024-09-01"' in page


def test_an_old_edition_says_what_holds_today(client: Client, editions: Any) -> None:
    page = page_of(client, "/library/study-rules/2018-07-01/")
    assert "这是旧版，今天有效的是" in page
    assert "已修改" in page


def test_a_closed_edition_cannot_be_compared_by_a_stranger(
    client: Client, editions: Any, people: People
) -> None:
    builders.restrict(editions[0], "login")
    assert "没有 2018-07-01 这一版" in page_of(client, f"{URL}?old=2018-07-01", status=404)
    client.force_login(people.me)
    assert "修改 1 条" in page_of(client, f"{URL}?old=2018-07-01")


def test_a_draft_is_not_compared_in_public(client: Client, editions: Any) -> None:
    builders.edition("2030-01-01", publish=False)
    assert "没有 2030-01-01 这一版" in page_of(client, f"{URL}?new=2030-01-01", status=404)


def test_the_word_file_says_the_same(client: Client, editions: Any) -> None:
    response = client.get(f"{URL}?format=docx")
    file = docx.Document(io.BytesIO(response.content))
    words = [cell.text for row in file.tables[0].rows for cell in row.cells]
    assert "2018年7月1日起施行" in words
    assert any("两个月内完成" in word and "〔修改〕" in word for word in words)
    assert "attachment" in response["Content-Disposition"]


def test_the_word_file_marks_words(client: Client, editions: Any) -> None:
    file = docx.Document(io.BytesIO(client.get(f"{URL}?format=docx").content))
    runs = [
        run for row in file.tables[0].rows for cell in row.cells for p in cell.paragraphs for run in p.runs
    ]
    assert [run.text for run in runs if run.font.strike] == ["一个月"]
    assert [run.text for run in runs if run.font.underline] == ["两个月"]


def test_the_word_file_is_made_once(client: Client, editions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(f"{URL}?format=docx").content
    monkeypatch.setattr("library.comparing.side_by_side", lambda *args: b"made again")
    assert client.get(f"{URL}?format=docx").content == first
    cache.clear()
    assert client.get(f"{URL}?format=docx").content == b"made again"


def test_a_split_article_keeps_both_numbers(client: Client) -> None:
    one = "支部每季度安排一次集中学习，缺席的应当补课，补课由支部书记安排并记录在册，一个月内完成。"
    two = one.replace("，补课由", "。\n\n第四条　补课由")
    text = (
        f"规定（示例）\n\n第一条　为了学习，制定本规定。\n\n第二条　学习靠自觉，也靠组织。\n\n第三条　{one}\n"
    )
    for day, body in (("2018-07-01", text), ("2024-09-01", text.replace(one, two))):
        builders.bring_in(body, slug="split", edition=day)
    page = page_of(client, "/library/split/compare/")
    assert "拆分" in page
    assert "<b>第三条　</b>" in page
    assert "<b>第四条　</b>" in page


def test_a_reviewer_sees_the_draft_against_the_live_text(desk: Client, editions: Any) -> None:
    new = EditionPage.objects.get(pk=editions[1].pk)
    new.body = new.body.replace("每年公开一次", "每季度公开一次")
    new.save_revision()
    page = page_of(desk, f"/admin/editions/{new.pk}/compare/")
    assert "修改 1 条。" in page
    assert "现行：2024年9月1日起施行" in page
    assert ">草稿</th>" in page


def test_a_new_edition_is_shown_against_the_one_before(desk: Client) -> None:
    builders.edition("2018-07-01")
    draft = builders.edition("2030-01-01", NEWER, publish=False)
    page = page_of(desk, f"/admin/editions/{draft.pk}/compare/")
    assert "现行：2018年7月1日起施行" in page
    assert "草稿：2030年1月1日起施行" in page


def test_a_first_draft_has_nothing_to_stand_against(desk: Client) -> None:
    draft = builders.edition("2030-01-01", publish=False)
    assert "没有可以对照的" in page_of(desk, f"/admin/editions/{draft.pk}/compare/")


def test_the_edit_page_leads_to_the_comparison(desk: Client, editions: Any) -> None:
    page = page_of(desk, f"/admin/pages/{editions[1].pk}/edit/")
    assert f'href="/admin/editions/{editions[1].pk}/compare/"' in page
    assert "与现行版本对照" in page


def test_only_who_may_edit_sees_a_draft(client: Client, editions: Any, people: People) -> None:
    client.force_login(people.me)
    assert client.get(f"/admin/editions/{editions[1].pk}/compare/").status_code in (302, 403)


def test_neighbours_that_only_moved_are_one_line(client: Client) -> None:
    text = builders.long_rules(8)
    longer = text.replace("第三条　", "第三条　图书室每晚开门，读书不收钱。\n\n第九十条　", 1)
    for number, name in enumerate("三四五六七八", 3):
        old = "第九十条　" if name == "三" else f"第{name}条　关于"
        longer = longer.replace(old, f"@{number + 1}　{'' if name == '三' else '关于'}", 1)
    for number, name in enumerate("四五六七八九", 4):
        longer = longer.replace(f"@{number}　", f"第{name}条　", 1)
    builders.bring_in(text, slug="long", edition="2018-07-01")
    builders.bring_in(longer, slug="long", edition="2024-09-01")
    page = page_of(client, "/library/long/compare/?changed=1")
    assert "第三条至第八条 → 第四条至第九条，文字没有变化" in page
