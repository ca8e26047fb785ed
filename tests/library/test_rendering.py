import re
from html.parser import HTMLParser

import pytest

from library.rendering import RenderedText, render
from library.structure import parse
from tests.library.builders import PLAIN, RULES, SPEECH, long_rules

TABLE = "表格（示例）\n\n第一条　见下表。\n\n| 类别 | 次数 |\n| --- | --- |\n| 党课 | 四 |\n| 大会 | 四 |\n"
ANNEXES = RULES + "\n附件\n\n补课登记表\n\n姓名和日期由支部填写。\n"


class Reader(HTMLParser):
    """Collects ids in order, the words a reader sees, and tags left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def rendered(text: str) -> RenderedText:
    return render(parse(text), base="/library/x/")


def words(text: str) -> str:
    return re.sub(r"\s|　", "", text)


def test_it_works() -> None:
    page = rendered(RULES)
    assert page.title == "学习管理规定（示例）"
    assert page.note == "（2024年6月20日通过）"
    assert page.articles == 4
    assert '<section class="t-art" id="art_3">' in page.html


@pytest.mark.parametrize("text", [RULES, SPEECH, PLAIN, ANNEXES, long_rules(55), TABLE])
def test_every_addressed_part_is_on_the_page_once(text: str) -> None:
    document = parse(text)
    reader = Reader(render(document, base="/x/").html)
    assert len(reader.ids) == len(set(reader.ids))
    spoken = {node.address for node in document.walk() if node.text or node.number}
    shown = set(reader.ids)
    for node in document.walk():
        # An article whose words stand on its own line is one place with its first paragraph.
        assert node.address in shown or node.address not in spoken
    assert reader.open == []


@pytest.mark.parametrize("text", [RULES, SPEECH, PLAIN, ANNEXES, long_rules(55)])
def test_no_word_is_lost_and_none_is_added(text: str) -> None:
    page = rendered(text)
    assert words(page.title + page.note + Reader(page.html).words) == words(text)


def test_an_article_number_links_to_its_own_address() -> None:
    assert '<a class="t-no" href="/library/x/art_3/">第三条</a>支部每季度' in rendered(RULES).html


def test_chapters_are_headings_and_the_contents() -> None:
    page = rendered(RULES)
    assert '<h2 class="t-h" id="chp_1">第一章　总则</h2>' in page.html
    assert [(entry.address, entry.label, entry.depth) for entry in page.contents] == [
        ("chp_1", "第一章　总则", 1),
        ("chp_2", "第二章　组织", 1),
    ]


def test_sections_stand_a_level_below_chapters() -> None:
    page = rendered("规定（示例）\n\n第一章　总则\n\n第一节　目的\n\n第一条　为了学习，制定本规定。\n")
    assert [entry.depth for entry in page.contents] == [1, 2]
    assert '<h3 class="t-h" id="chp_1/sec_1">第一节　目的</h3>' in page.html


def test_the_parts_of_a_speech_are_headings_too() -> None:
    page = rendered(SPEECH)
    assert [entry.label for entry in page.contents] == ["一、　学习为了什么", "二、　怎样学习"]
    assert re.search(r'<h2 class="t-h" id="sec_1">一、', page.html)


def test_items_are_indented() -> None:
    assert '<p class="t-item" id="art_2/para_1/item_1">（一）经常；</p>' in rendered(RULES).html


def test_a_second_paragraph_has_its_own_place() -> None:
    assert '<p class="t-p" id="art_3/para_2">补课由支部书记安排' in rendered(RULES).html


def test_a_table_is_a_table_one_can_scroll() -> None:
    html = rendered(TABLE).html
    assert "<td>类别</td><td>次数</td>" in html
    assert 'tabindex="0"><table>' in html


@pytest.mark.parametrize("mark", ["<script>alert(1)</script>", '"><b onclick=x>', "&lt;", "<!--"])
def test_markup_in_a_text_is_only_letters(mark: str) -> None:
    document = parse(RULES)
    for node in document.walk():
        node.heading += mark if node.heading else ""
        node.text += mark if node.text else ""
    reader = Reader(render(document, base="/library/x/").html)
    assert reader.words.count(mark) >= 10
    assert "script" not in reader.open


def test_the_base_address_is_escaped() -> None:
    assert 'href="/x&quot;&gt;/art_1/"' in render(parse(RULES), base='/x">/').html


def test_a_text_without_structure_has_no_contents() -> None:
    page = rendered(PLAIN)
    assert (page.contents, page.articles) == ((), 0)
    assert page.html.count('<p class="t-p"') == 2


def test_an_empty_text_is_an_empty_page() -> None:
    assert rendered("").html == ""


def test_rendering_the_same_text_gives_the_same_page() -> None:
    assert rendered(long_rules(30)) == rendered(long_rules(30))
