from pathlib import Path

import pytest

from library.structure import Document, parse, rejoin_lines

TABLE = "关于表格的规定（示例）\n\n第一条　见下表：\n\n| 条 | 数 |\n| --- | --- |\n| 第二条 | 5 |\n\n第二条　完。\n"


def shape(document: Document) -> list[tuple[str, str, str, str]]:
    return [(node.address, str(node.kind), node.number, node.text) for node in document.walk()]


def again(text: str) -> Document:
    return parse(rejoin_lines(text)[0])


def test_it_works() -> None:
    text = "图书室的故事（示例）\n\n村里的图书室每天晚上开门，村里的老人和孩子都可以来读书，大家读完的\n\n书放回原处。\n"
    assert "大家读完的书放回原处。" in rejoin_lines(text)[0]


def test_a_row_of_a_table_that_names_an_article_is_no_article() -> None:
    document = again(TABLE)
    assert [article.number for article in document.articles] == ["第一条", "第二条"]
    (table,) = [node for node in document.walk() if node.kind == "table"]
    assert table.text == "条\t数\n第二条\t5"


def test_bars_and_empty_cells_of_a_table_stay() -> None:
    text = TABLE.replace("| 第二条 | 5 |", "| a\\|b | 5 |\n| | 6 |")
    (table,) = [node for node in again(text).walk() if node.kind == "table"]
    assert table.text == "条\t数\na|b\t5\n\t6"


@pytest.mark.parametrize(
    "line",
    [
        "\\# 号楼在左边",
        "\\> 大于号",
        "\\| 竖线",
        "\\- 减号",
        "\\* 星号",
        "两个 \\*星\\* 号",
        "方括号 \\[甲](乙)",
        "反斜杠 \\\\# 号",
        "&lt;b> 不是标签，&amp;lt; 不是尖括号",
    ],
)
def test_a_sign_that_is_no_mark_stays_a_sign(line: str) -> None:
    text = f"符号说明（示例）\n\n第一条　看符号。\n\n{line}\n"
    once = again(text)
    assert shape(once) == shape(parse(text))
    assert shape(again(rejoin_lines(text)[0])) == shape(once)


def test_paragraphs_only_an_indent_tells_apart_stay_apart() -> None:
    paragraphs = [
        "各位代表：",
        "现在我代表政府向大会作工作报告请予审议并请提出意见",
        "过去一年" + "工作很多" * 80 + "。",
    ]
    text = "　　".join(["政府工作报告（示例）", *paragraphs])
    assert [node.text for node in again(text).walk() if node.text] == [
        node.text for node in parse(text).walk() if node.text
    ]


@pytest.mark.parametrize(
    "head",
    ["国发〔2024〕1号", "中办发［2023］12号", "国务院令第785号", "中华人民共和国国务院令\n\n第785号"],
)
def test_what_stands_above_the_title_is_not_the_title(head: str) -> None:
    document = again(f"{head}\n\n关于做好学习工作的通知\n\n各地：\n\n一、要学。\n")
    assert document.title == "关于做好学习工作的通知"
    assert head.replace("\n\n", "\n") in document.plain_text()


@pytest.mark.corpus
def test_real_texts_read_the_same_after_rejoining(corpus: Path) -> None:
    differing = []
    for path in [*(corpus / "speeches").glob("*.txt"), *(corpus / "laws" / "just-laws").rglob("*.md")]:
        text = path.read_text()
        if shape(again(text)) != shape(parse(text)):
            differing.append(path.name)
    # An index of links, and a file whose articles only bold type tells from references.
    assert len(differing) <= 2


@pytest.mark.parametrize("first", ["违反本条例", "依照《示例法》", "前款规定的，适用本办法"])
def test_a_reference_at_a_line_start_goes_on_with_the_sentence(first: str) -> None:
    document = parse(
        f"示例条例\n第一条　甲。\n第二条　乙。\n{first}\n第一条第二款规定的，予以警告。\n第三条　丙。"
    )
    assert document.find("art_2/para_2").text == f"{first}第一条第二款规定的，予以警告。"
    assert [warning.code for warning in document.warnings] == ["cut_sentence"]


def test_a_reference_after_a_full_stop_begins_its_own_paragraph() -> None:
    document = parse("示例条例\n第一条　甲。\n第二条　乙：\n第一条第二款规定的丙。\n第三条　丙。")
    assert len(document.find("art_2").children) == 2


def test_an_article_right_below_a_heading_is_one_however_far_it_jumps() -> None:
    document = parse("示例条例\n第一章　总则\n第一条　甲\n第六章　责任\n第四十九条　乙。")
    assert [article.number for article in document.articles] == ["第一条", "第四十九条"]
    assert "gap" in [warning.code for warning in document.warnings]


def test_a_long_heading_of_a_plan_is_not_joined_to_its_indented_paragraph() -> None:
    heading = "（一）坚持正确把握宏观调控的方向和力度实施积极的财政政策和稳健的货币政策"
    document = parse(f"示例方案\n一、工作\n{heading}\n　　发展社会主义市场经济，必须加强和改善宏观调控。")
    assert document.find("sec_1/subsec_1").heading == heading[3:]
    assert shape(again(f"示例方案\n一、工作\n{heading}\n　　发展经济，必须加强和改善调控。")) == shape(
        parse(f"示例方案\n一、工作\n{heading}\n　　发展经济，必须加强和改善调控。")
    )
