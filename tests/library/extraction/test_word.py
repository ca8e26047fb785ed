"""Word documents: what the page shows, numbers and accepted changes included."""

import pytest

from library.extraction import extract
from library.structure import parse
from tests.library.extraction.making import docx, level, numbered, numbering, paragraph


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in extract(docx(body, **parts), "文.docx").text.splitlines() if line]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_it_works() -> None:
    extracted = extract(docx(paragraph("第一条　为了示例。") + paragraph("第二条　照此办理。")), "文.docx")
    assert extracted.text == "第一条　为了示例。\n第二条　照此办理。\n"
    assert (extracted.format, extracted.encoding, len(extracted.sha256)) == ("docx", "", 64)


# -- automatic numbers ------------------------------------------------------------------------------------


def test_chapters_restart_sections_and_articles_run_on() -> None:
    levels = [
        level(0, "第%1章"),
        level(1, "第%2节"),
        level(2, "第%3条", more='<w:lvlRestart w:val="0"/>'),
    ]
    body = "".join(numbered("文", depth) for depth in (0, 1, 2, 2, 1, 2, 0, 1, 2))
    shown = [line.split("　")[0] for line in lines(body, numbering=numbering(*levels))]
    assert shown == [
        *("第一章", "第一节", "第一条", "第二条", "第二节", "第三条"),
        *("第二章", "第一节", "第四条"),
    ]


def test_an_article_before_the_first_chapter_does_not_count_it() -> None:
    levels = [level(0, "第%1章"), level(1, "第%2条", more='<w:lvlRestart w:val="0"/>')]
    body = numbered("甲", 1) + numbered("总则", 0) + numbered("乙", 1)
    assert lines(body, numbering=numbering(*levels)) == ["第一条　甲", "第一章　总则", "第二条　乙"]


def test_a_level_override_starts_a_list_where_it_says() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    body = numbered("甲") + numbered("乙") + numbered("丙", number=2) + numbered("丁", number=2)
    shown = lines(body, numbering=numbering(level(0, "第%1条"), more=more))
    assert shown == ["第一条　甲", "第二条　乙", "第九条　丙", "第十条　丁"]


def test_a_level_override_may_replace_the_level() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）", "decimal")}</w:lvlOverride></w:num>'
    )
    shown = lines(numbered("甲", number=2), numbering=numbering(level(0, "第%1条"), more=more))
    assert shown == ["（1）甲"]


def test_lists_of_one_definition_count_on() -> None:
    more = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    body = numbered("甲") + paragraph("中间。") + numbered("乙", number=2)
    shown = lines(body, numbering=numbering(level(0, "%1、"), more=more))
    assert shown == ["一、甲", "中间。", "二、乙"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("chineseCounting", "第一百零一条"),
        ("chineseCountingThousand", "第一百零一条"),
        ("japaneseCounting", "第一百零一条"),
        ("ideographDigital", "第一〇一条"),
        ("chineseLegalSimplified", "第壹佰零壹条"),
        ("decimal", "第101条"),
        ("decimalFullWidth", "第１０１条"),
        ("upperRoman", "第CI条"),
        ("somethingNew", "第101条"),
    ],
)
def test_number_formats(kind: str, shown: str) -> None:
    start = level(0, "第%1条", kind).replace('w:start w:val="1"', 'w:start w:val="101"')
    assert lines(numbered("甲"), numbering=numbering(start)) == [f"{shown}　甲"]


def test_ten_and_twenty_and_a_hundred_and_ten() -> None:
    made = []
    for number in (10, 12, 20, 110, 1003):
        start = level(0, "第%1条").replace('w:start w:val="1"', f'w:start w:val="{number}"')
        made += lines(numbered("甲"), numbering=numbering(start))
    assert [line.split("　")[0] for line in made] == [
        *("第十条", "第十二条", "第二十条", "第一百一十条", "第一千零三条"),
    ]


def test_clause_numbers_name_the_levels_above() -> None:
    levels = [level(0, "%1", "chineseCounting"), level(1, "%1.%2", "decimal", "<w:isLgl/>")]
    body = numbered("范围", 0) + numbered("总的要求", 1)
    assert lines(body, numbering=numbering(*levels)) == ["一范围", "1.1　总的要求"]


def test_a_style_carries_the_number_and_its_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Tiao"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Tiao"/></w:style>'
    )
    levels = [level(0, "第%1章"), level(1, "第%2条", more='<w:pStyle w:val="Tiao"/>')]
    body = paragraph("甲", '<w:pStyle w:val="Tiao"/>') + paragraph("乙", '<w:pStyle w:val="Sub"/>')
    assert lines(body, styles=styles, numbering=numbering(*levels)) == ["第一条　甲", "第二条　乙"]


def test_number_zero_takes_a_styles_number_away() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    off = '<w:pStyle w:val="T"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert lines(paragraph("甲", off), styles=styles, numbering=numbering(level(0, "第%1条"))) == ["甲"]


def test_bullets_are_not_numbers_and_the_editor_hears_of_the_numbers() -> None:
    levels = [level(0, "第%1条"), level(1, "●", "bullet")]
    extracted = extract(docx(numbered("甲") + numbered("乙", 1), numbering=numbering(*levels)), "文.docx")
    assert extracted.text == "第一条　甲\n乙\n"
    assert extracted.decisions == ["Word 的自动编号已写成文字，共 1 处。"]


# -- changes, notes, tables, boxes ------------------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        f"<w:p>{run('第一条　应当')}<w:del><w:r><w:delText>可以</w:delText></w:r></w:del><w:ins>{run('必须')}</w:ins>"
        f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('办理')}</w:moveTo>{run('。')}</w:p>"
    )
    extracted = extract(docx(body), "文.docx")
    assert extracted.text == "第一条　应当必须办理。\n"
    assert extracted.decisions == ["文档里有修订痕迹 4 处，已按全部接受修订后的文字读取。"]


def test_a_removed_paragraph_mark_joins_two_paragraphs() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('第一条　前半句，')}</w:p>" + paragraph(
        "后半句。"
    )
    assert lines(body) == ["第一条　前半句，后半句。"]


def test_a_removed_numbered_paragraph_is_not_counted() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>删去的一条。</w:delText></w:r></w:del></w:p>"
    )
    shown = lines(numbered("甲") + gone + numbered("乙"), numbering=numbering(level(0, "第%1条")))
    assert shown == ["第一条　甲", "第二条　乙"]


def test_notes_stand_at_the_end_under_a_heading_of_their_own() -> None:
    note = "<w:{0} w:id='2'><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:{0}>"
    body = (
        f"<w:p>{run('第一条　甲')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('。')}"
        "<w:r><w:endnoteReference w:id='2'/></w:r></w:p>"
    )
    parts = {"footnotes": note.format("footnote", "见旧本。"), "endnotes": note.format("endnote", "编者注。")}
    assert lines(body, **parts) == [
        "第一条　甲〔注1〕。〔注2〕",
        "附录　注释",
        "〔注1〕见旧本。",
        "〔注2〕编者注。",
    ]


def test_a_table_becomes_markdown_rows() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = f"<w:tr>{cell('项目')}{cell('数额')}</w:tr><w:tr>{cell('第一条|甲')}{cell('5')}</w:tr>"
    assert lines(f"<w:tbl>{rows}</w:tbl>") == ["| 项目 | 数额 |", "| --- | --- |", "| 第一条\\|甲 | 5 |"]


def test_a_frame_of_one_cell_is_not_a_table() -> None:
    framed = (
        f"<w:tbl><w:tr><w:tc>{paragraph('第一条　甲。')}{paragraph('第二条　乙。')}</w:tc></w:tr></w:tbl>"
    )
    assert lines(framed) == ["第一条　甲。", "第二条　乙。"]


def test_a_text_box_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('框里的话。')}</w:txbxContent>"
    body = (
        f"<w:p>{run('正文。')}<w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["正文。", "框里的话。"]


def test_a_soft_line_break_begins_a_line_in_text_and_none_in_a_heading() -> None:
    broken = "<w:p><w:pPr>{}</w:pPr><w:r><w:t>{}</w:t><w:br/><w:t>{}</w:t></w:r></w:p>"
    body = broken.format('<w:outlineLvl w:val="0"/>', "学习", "要求") + broken.format(
        "", "第一条　甲。", "第二条　乙。"
    )
    assert lines(body) == ["# 学习要求", "第一条　甲。", "第二条　乙。"]


def test_the_table_of_contents_and_hidden_text_are_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="toc 1"/></w:style>'
    body = paragraph("第一章　总则　1", '<w:pStyle w:val="C"/>') + paragraph("藏", run="<w:vanish/>")
    extracted = extract(docx(body + paragraph("第一章　总则"), styles=styles), "文.docx")
    assert extracted.text == "第一章　总则\n"
    assert extracted.decisions == ["自动目录 1 行已去掉。"]


# -- headings ---------------------------------------------------------------------------------------------


def test_declared_headings_are_marked_by_level() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="标题 2"/></w:style>'
    body = paragraph("工作总结", '<w:outlineLvl w:val="0"/>') + paragraph(
        "学习情况", '<w:pStyle w:val="H2"/>'
    )
    shown = lines(body + paragraph("全年学习十二次，大家都参加了。"), styles=styles)
    assert shown == ["# 工作总结", "## 学习情况", "全年学习十二次，大家都参加了。"]


def test_bold_and_centred_lines_without_a_number_are_headings() -> None:
    text = "全年组织集中学习十二次，党员都参加了，还补了三次课，读了四本书，大家都说有收获。"
    body = (
        paragraph("支部工作总结", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
        + paragraph("（2020年1月1日）", '<w:jc w:val="center"/>')
        + "".join(paragraph(head, run="<w:b/>") + paragraph(text) for head in ("学习情况", "下一步打算"))
    )
    assert [line for line in lines(body) if line != text] == [
        *("# 支部工作总结", "（2020年1月1日）", "## 学习情况", "## 下一步打算"),
    ]


def test_a_wholly_bold_text_has_no_headings() -> None:
    body = "".join(paragraph(f"第{n}句话说得很短", run="<w:b/>") for n in "一二三四五六")
    assert not any(line.startswith("#") for line in lines(body)[1:])


def test_signs_of_markdown_in_the_text_stay_signs() -> None:
    assert lines(paragraph("# 号开头") + paragraph("- 横线开头")) == ["\\# 号开头", "\\- 横线开头"]


def test_an_indented_paragraph_is_not_taken_for_the_rest_of_the_heading_above() -> None:
    heading = "（一）坚持正确把握宏观调控的方向和力度实施积极的财政政策和稳健的货币政策"
    indent = '<w:ind w:firstLineChars="200"/>'
    body = paragraph("一、工作") + paragraph(heading) + paragraph("发展经济，必须加强调控。" * 3, indent)
    document = parse(extract(docx(body), "文.docx").text)
    assert document.find("sec_1/subsec_1").heading == heading[3:]
