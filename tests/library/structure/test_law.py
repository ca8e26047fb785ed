"""Laws: parts, chapters, sections, articles, paragraphs and items."""

import pytest

from library.structure import Document, Kind, parse

LAW = """示例管理条例

（2020年1月1日示例委员会通过）

第一章　总　　则

第一条　为了规范示例，制定本条例。

第二条　本条例适用于示例活动。

本条例所称示例，是指下列活动：

（一）甲活动：

1.子；

2.丑；

（二）乙活动。

前款规定以外的活动，参照执行。

第三条之一　另有规定的除外。

第二章　附则

第四条　本条例自发布之日起施行。
"""


def outline(document: Document) -> list[str]:
    return [f"{node.address} {node.number}{node.heading}".strip() for node in document.walk()]


def numbers(text: str) -> list[str]:
    return [article.number for article in parse(text).articles]


def test_it_works() -> None:
    document = parse(LAW)
    assert document.title == "示例管理条例"
    assert document.note == "（2020年1月1日示例委员会通过）"
    assert outline(document) == [
        "chp_1 第一章总则",
        "art_1 第一条",
        "art_1/para_1",
        "art_2 第二条",
        "art_2/para_1",
        "art_2/para_2",
        "art_2/para_2/item_1 （一）",
        "art_2/para_2/item_1/subitem_1 1.",
        "art_2/para_2/item_1/subitem_2 2.",
        "art_2/para_2/item_2 （二）",
        "art_2/para_3",
        "art_3_1 第三条之一",
        "art_3_1/para_1",
        "chp_2 第二章附则",
        "art_4 第四条",
        "art_4/para_1",
    ]


def test_counts_name_every_level_even_at_zero() -> None:
    counts = parse(LAW).counts
    assert {name: counts[name] for name in ("part", "chapter", "section", "article", "paragraph", "item")} == {
        "part": 0, "chapter": 2, "section": 0, "article": 4, "paragraph": 6, "item": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        "第一条　甲。\n第二条　乙。",
        "第一条 甲。\n第二条 乙。",
        "**第一条**　甲。\n\n**第二条**　乙。",
        "#### 第一条\n甲。\n\n#### 第二条\n乙。",
        "第一条甲。\n第二条乙。",
        "第一条\n甲。\n第二条\n乙。",
        "　　第一条　甲。\n　　第二条　乙。",
        "第一条：甲。\n第二条：乙。",
    ],
)
def test_an_article_is_found_however_its_number_is_set_off(lines: str) -> None:
    document = parse("示例办法\n\n" + lines)
    assert [(a.number, a.children[0].text.lstrip("：")) for a in document.articles] == [
        ("第一条", "甲。"),
        ("第二条", "乙。"),
    ]


@pytest.mark.parametrize("written", ["第１２条", "第12条", "第 12 条", "第十二条", "第 十 二 条"])
def test_an_article_number_keeps_its_own_digits(written: str) -> None:
    article = parse(f"第十一条　甲。\n{written}　乙。").articles[1]
    assert article.number == written.replace(" ", "")
    assert article.address == "art_12"


def test_parts_and_their_chapters_have_chained_addresses() -> None:
    document = parse(
        "示例法\n第一编　总则\n第一章　甲\n第一条　子。\n第二编　分则\n第一章　乙\n第一节　丙\n第二条　丑。"
    )
    assert [n.address for n in document.walk() if n.kind in (Kind.CHAPTER, Kind.SECTION)] == [
        "part_1/chp_1",
        "part_2/chp_1",
        "part_2/chp_1/sec_1",
    ]
    assert document.articles[1].address == "art_2"
    assert document.articles[1].eid == "part_2__chp_1__sec_1__art_2"


def test_subparts_do_not_enter_the_address_of_chapters() -> None:
    document = parse(
        "第二编　物权\n第一分编　通则\n第一章　甲\n第一条　子。\n第二分编　所有权\n第四章　乙\n第二条　丑。"
    )
    assert document.find("part_2/chp_4").heading == "乙"
    assert document.find("part_2/chp_4").eid == "part_2__subpart_2__chp_4"


def test_a_heading_may_stand_below_its_number() -> None:
    document = parse("示例条例\n第一章\n总　则\n第一条　甲。\n第二章\n管理办法\n第二条　乙。")
    assert [n.heading for n in document.roots] == ["总则", "管理办法"]


def test_a_sentence_that_begins_with_a_chapter_is_no_heading() -> None:
    document = parse(
        "第一章　总则\n第一条　甲。\n第二章的规定适用于本条例。\n第二章规定的办法，由有关部门制定。"
    )
    assert document.counts["chapter"] == 1
    assert document.counts["paragraph"] == 3


def test_supplementary_provisions_without_a_number_close_the_parts() -> None:
    document = parse("第一编　总则\n第一章　甲\n第一条　子。\n附　则\n第二条　丑。")
    assert [(n.kind, n.address, n.heading) for n in document.roots] == [
        (Kind.PART, "part_1", "总则"),
        (Kind.CHAPTER, "chp_supp", "附则"),
    ]


def test_a_preface_keeps_its_heading_and_paragraphs() -> None:
    document = parse("示例宪章\n序　言\n从前。\n后来。\n第一章　总纲\n第一条　甲。")
    preface = document.roots[0]
    assert (preface.kind, preface.heading, [p.address for p in preface.children]) == (
        Kind.PREFACE,
        "序言",
        ["preface/para_1", "preface/para_2"],
    )


def test_words_before_the_first_article_are_a_preface() -> None:
    document = parse("示例解释\n为正确审理案件，制定本解释。\n第一条　甲。")
    assert document.find("preface/para_1").text == "为正确审理案件，制定本解释。"


@pytest.mark.parametrize("heading", ["【立法目的】", "〔立法目的〕"])
def test_a_bracketed_heading_of_an_article_is_its_heading(heading: str) -> None:
    article = parse(f"第一条　{heading}为了甲。").articles[0]
    assert (article.heading, article.children[0].text) == (heading, "为了甲。")


def test_a_heading_in_parentheses_needs_text_below() -> None:
    article = parse("第一条（立法目的）\n为了甲。").articles[0]
    assert (article.heading, article.children[0].text) == ("（立法目的）", "为了甲。")


def test_a_deleted_article_keeps_its_note_as_text() -> None:
    article = parse("第一条　甲。\n第二条　（删去）\n第三条　乙。").articles[1]
    assert (article.heading, article.children[0].text) == ("", "（删去）")


@pytest.mark.parametrize(
    ("marks", "kinds"),
    [
        (["（一）", "1.", "（1）"], ["item", "subitem", "point"]),
        (["一、", "（一）", "1、"], ["item", "subitem", "point"]),
        (["1.", "①"], ["item", "subitem"]),
        (["(一)", "1）"], ["item", "subitem"]),
        (["①"], ["item"]),
    ],
)
def test_lists_nest_by_their_marks(marks: list[str], kinds: list[str]) -> None:
    text = "第一条　下列：\n" + "\n".join(f"{mark}内容；" for mark in marks) + "\n第二条　乙。"
    paragraph = parse(text).articles[0].children[0]
    assert [node.kind for node in paragraph.walk()][1:] == kinds


def test_a_list_returns_to_the_level_of_a_mark_already_open() -> None:
    document = parse("第一条　下列：\n（一）甲：\n1.子；\n2.丑；\n（二）乙。")
    assert [n.number for n in document.articles[0].children[0].children] == ["（一）", "（二）"]


def test_items_in_one_line_are_told_apart() -> None:
    paragraph = parse("第一条　晋级的条件：（一）守法；（二）胜任；（三）爱护公物。").articles[0].children[0]
    assert paragraph.text == "晋级的条件："
    assert [(n.number, n.text) for n in paragraph.children] == [
        ("（一）", "守法；"),
        ("（二）", "胜任；"),
        ("（三）", "爱护公物。"),
    ]


def test_a_reference_to_an_item_does_not_split_a_paragraph() -> None:
    paragraph = parse("第一条　有第三条第（一）项、第（二）项情形的，处罚。").articles[0].children[0]
    assert not paragraph.children


def test_a_number_with_decimals_is_an_item_where_one_is_due() -> None:
    text = "第一条　限额：\n1.300总吨至500总吨的，五万元；\n2.500总吨以上的，十万元。\n第二条　乙。"
    items = parse(text).articles[0].children[0].children
    assert [(n.number, n.text[:5]) for n in items] == [("1.", "300总吨"), ("2.", "500总吨")]


def test_sections_above_articles_are_containers() -> None:
    document = parse(
        "示例解释\n一、一般规定\n第一条　甲。\n（一）子；\n（二）丑。\n二、特别规定\n第二条　乙。"
    )
    assert [(n.kind, n.heading) for n in document.roots] == [("section", "一般规定"), ("section", "特别规定")]
    assert document.articles[1].eid == "sec_2__art_2"
    assert document.articles[1].address == "art_2"


def test_items_counted_in_chinese_stay_items() -> None:
    document = parse("第一条　下列：\n一、伪造的；\n二、冒名的。\n第二条　乙。")
    assert [n.kind for n in document.articles[0].children[0].children] == ["item", "item"]


def test_a_date_at_the_end_with_its_signers_is_the_signature() -> None:
    document = parse("示例办法\n第一条　甲。\n第二条　乙。\n示例委员会\n2020年5月1日")
    assert document.signature == "示例委员会\n2020年5月1日"
    assert document.roots[-1].kind == Kind.SIGNATURE
    assert document.articles[-1].children[-1].text == "乙。"


def test_articles_of_a_later_part_of_a_code_need_no_first_article() -> None:
    document = parse("# 第二编　分则\n\n## 第一章　甲\n\n**第一百零二条**　子。\n\n**第一百零三条**　丑。")
    assert [a.address for a in document.articles] == ["art_102", "art_103"]
    assert document.title == "第二编　分则"
    assert document.warnings == []
