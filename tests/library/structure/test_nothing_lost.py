"""Whatever the input, the joined leaves are the input, white space aside."""

import html
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from library.structure import parse, to_json

_SPACE = re.compile(r"\s+")
PIECES = [
    "第一条", "第二条", "第三条之一", "第十二条", "第１３条", "第", "条", "第一章", "第二章　", "第一节", "第一编", "附则", "附　则",
    "附件", "附件1", "附表", "序言", "总纲", "目录", "目　录", "（一）", "（二）", "(三)", "1.", "2、", "（1）", "①", "5.1", "5.1.1　", "a)",
    "一、", "二、", "（六）", "一是", "二是", "“", "”", "《", "》", "。", "；", "：", "，", "、", "　", " ", "　　", "\t", "\n", "\n\n",
    "甲乙丙丁", "示例条例", "关于示例的决定", "修改为：", "增加一条，作为第三条：", "本法自公布之日起施行", "2020年1月1日", "（2020年1月1日通过）",
    "新华社北京1月1日电", "来源：示例网", "的规定", "规定的", "和", "至第五条", "GB 18667", "总则", "１２", "〇", "之一",
]  # fmt: skip
MARKDOWN = [
    "**第一条**", "\n## 第二章　乙\n", "# ", "- ", "\n|甲|乙|\n", "|---|---|\n", "> ", "*", "\n---\n", "~~~", "\\", "&nbsp;", "[1]",
    "\n<table><tr><td>甲</td><td>乙</td></tr></table>\n", "![图](a.png)", "\n<!-- INFO END -->\n", "<b>丙</b>",
]  # fmt: skip
_MARKS = re.compile(r"<!--.*?-->|</?[a-z][^<>]*>|\]\([^()\s]*\)|[\s\u200b-\u200f\ufeff*#>|\\\-_`\[\]!~]+")
# What the site the files were taken from is built with: settings before the text, styles, frames around it.
_OF_THE_SITE = re.compile(
    r"\A---\n(?:[ \w-][^\n]*\n)*---\n|<style>[^<]*</style>|^::: *(?:tip)?", re.MULTILINE
)
documents = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)
marked_documents = st.lists(st.sampled_from(PIECES + MARKDOWN), max_size=80).map("".join)
anything = st.text(st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF), max_size=300)


def squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def bare(text: str) -> str:
    return _MARKS.sub("", html.unescape(_MARKS.sub("", text)))


def is_index_page(text: str) -> bool:
    """Tell the two pages of a site that are components and hardly any text."""
    return "<main" in text or "<ClientOnly" in text


def leaves(nodes: list[dict[str, Any]]) -> str:
    return "".join(n["number"] + n["heading"] + n["text"] + leaves(n["children"]) for n in nodes)


@given(documents)
@example("示例条例\n第一条　甲。第二章　乙\n第二条　丙。（六）丁。")
@example("目录\n第一章　甲\n第一章　甲\n第一条　乙。")
@settings(max_examples=400, deadline=None)
def test_the_leaves_of_a_generated_document_are_its_text(text: str) -> None:
    assert squeezed(parse(text).plain_text()) == squeezed(text)


@given(marked_documents)
@example("<table><tr><td>甲</td></tr></table>第一条　乙。")
@example("~~~第一条")
@settings(max_examples=300, deadline=None)
def test_markdown_loses_nothing_but_its_marks(text: str) -> None:
    assert bare(parse(text).plain_text()) == bare(text)


@given(documents)
@settings(max_examples=200, deadline=None)
def test_the_json_tree_has_every_word_but_the_contents_table(text: str) -> None:
    made = to_json(parse(text))
    kept = leaves(made["tree"]) + "".join(made["toc"])
    missing = Counter(squeezed(text)) - Counter(squeezed(made["title"] + kept))
    assert not missing


@given(anything)
@settings(max_examples=100, deadline=None)
def test_any_chinese_text_comes_out_whole(text: str) -> None:
    assert squeezed(parse(text).plain_text()) == squeezed(text)


@given(documents)
@settings(max_examples=200, deadline=None)
def test_addresses_are_unique_and_found_again(text: str) -> None:
    document = parse(text)
    nodes = list(document.walk())
    assert len({node.address for node in nodes}) == len({node.eid for node in nodes}) == len(nodes)
    assert all(document.find(node.address) is node for node in nodes)


@given(documents)
@settings(max_examples=100, deadline=None)
def test_parsing_twice_gives_the_same_addresses(text: str) -> None:
    assert [n.eid for n in parse(text).walk()] == [n.eid for n in parse(text).walk()]


@pytest.mark.corpus
@pytest.mark.parametrize("part", ["party", "speeches", "laws/hard", "laws/editions", "laws/just-laws"])
def test_no_real_document_loses_a_word(part: str, corpus: Path) -> None:
    changed = []
    for path in sorted((corpus / part).rglob("*.*")):
        text = path.read_text()
        said = _OF_THE_SITE.sub("", text)
        if not is_index_page(text) and bare(said) != bare(parse(text).plain_text()):
            changed.append(path.name)
    assert changed == []
