"""From a parsed text to blocks: every word, nothing added."""

from itertools import pairwise

import pytest

from library.pocketbooks.printing.composing import compose, number_of, place_label
from library.pocketbooks.printing.model import Block, BlockKind, Cited
from library.structure import parse
from tests.library.builders import PLAIN, RULES, SPEECH
from tests.library.pocketbooks.samples import squeezed

CITING = """学习办法（示例）

第一章　总则

第一条　学习按照《学习管理规定》第三条、第十二条之一和《流动党员管理办法》执行。

第二条　违反本办法第一条的，依照前款处理。
"""


def kinds(blocks: tuple[Block, ...]) -> list[str]:
    return [str(block.kind) for block in blocks]


def test_it_works() -> None:
    blocks = compose(parse(RULES))
    assert kinds(blocks)[:3] == ["heading", "article", "article"]
    assert blocks[1].number == "第一条"
    assert blocks[1].text == "为了规范学习，制定本规定。"


@pytest.mark.parametrize("text", [RULES, SPEECH, PLAIN])
def test_no_word_is_lost_and_none_is_added(text: str) -> None:
    document = parse(text)
    said = squeezed("".join(block.words for block in compose(document)))
    assert said == squeezed("".join(node.full_text() for node in document.roots))


def test_an_article_has_its_number_in_the_margin() -> None:
    marks = {block.number: block.mark for block in compose(parse(RULES)) if block.kind == BlockKind.ARTICLE}
    assert marks == {"第一条": "1", "第二条": "2", "第三条": "3", "第四条": "4"}


def test_an_inserted_article_has_both_numbers() -> None:
    assert number_of("art_12_1/para_2") == (12, 1)
    assert place_label("art_12_1/para_2") == "第十二条之一"
    assert place_label("chp_2") == ""


def test_some_provisions_only() -> None:
    blocks = compose(parse(RULES), ["art_3", "art_1"])
    assert [block.number for block in blocks if block.number] == ["第三条", "第一条"]
    assert "第四条" not in "".join(block.words for block in blocks)


def test_a_chapter_brings_its_articles() -> None:
    blocks = compose(parse(RULES), ["chp_2"])
    assert blocks[0].heading == "组织"
    assert [block.number for block in blocks if block.kind == BlockKind.ARTICLE] == ["第三条", "第四条"]


def test_a_provision_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="art_99"):
        compose(parse(RULES), ["art_99"])


def test_heading_levels_skip_none() -> None:
    document = parse(
        "示例\n\n第一编　总则\n\n第一章　任务\n\n第一节　范围\n\n第一条　甲。\n\n第二编　分则\n\n第一节　乙\n\n第二条　丙。\n"
    )
    levels = [block.level for block in compose(document) if block.kind == BlockKind.HEADING]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_references_are_listed_by_work_and_article() -> None:
    cited = {one for block in compose(parse(CITING), title="学习办法（示例）") for one in block.cites}
    assert Cited("学习管理规定", "第三条", (3,)) in cited
    assert Cited("学习办法（示例）", "第一条", (1,)) in cited
    assert {one.place for one in cited} == {"第一条", "第三条", "第十二条之一", ""}


def test_footnotes_stand_at_their_article() -> None:
    noted = [block for block in compose(parse(RULES), notes={"art_3": "旧版没有这一条。"}) if block.notes]
    assert [(block.number, block.notes) for block in noted] == [("第三条", ("旧版没有这一条。",))]


def test_control_characters_are_left_out() -> None:
    blocks = compose(parse("示例\n\n第一条　学\x0b习\x00。\n"))
    assert "学习。" in blocks[0].text
