"""Title, 题注 and contents table."""

import pytest

from library.structure import parse

BODY = "第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。"


def test_the_first_line_is_the_title() -> None:
    assert parse(f"示例办法\n{BODY}").title == "示例办法"


def test_a_title_on_two_lines_is_one() -> None:
    assert parse(f"某市实施《示例\n保护法》办法\n{BODY}").title == "某市实施《示例保护法》办法"


def test_the_issuer_above_the_title_belongs_to_it() -> None:
    assert parse("某某委员会\n关于印发示例的通知\n正文。").title == "某某委员会关于印发示例的通知"


def test_a_sentence_is_no_title() -> None:
    document = parse("各位代表：\n现在，我报告工作。")
    assert document.title == ""
    assert document.find("para_1").text == "各位代表："


def test_front_matter_names_a_text_without_title() -> None:
    document = parse("---\ntitle: 示例法\nsidebar: auto\n---\n\n第一条　甲。")
    assert document.title == "示例法"
    assert "sidebar" not in document.plain_text()


@pytest.mark.parametrize(
    "note",
    [
        "（2017年10月24日通过）",
        "2024年4月26日第十四届全国人民代表大会常务委员会第九次会议通过",
        "根据2018年12月29日《关于修改〈示例法〉的决定》第二次修正",
        "国发〔2020〕5号",
        "某某部令第12号",
    ],
)
def test_dates_and_numbers_below_the_title_are_the_note(note: str) -> None:
    document = parse(f"示例办法\n{note}\n{BODY}")
    assert document.note == note
    assert document.roots[0].kind == "chapter"


def test_a_sentence_that_says_why_is_not_part_of_the_note() -> None:
    document = parse(f"示例办法\n根据2018年的规定，结合实际，制定本办法。\n{BODY}")
    assert document.note == ""
    assert document.roots[0].kind == "preface"


def test_a_marked_header_block_is_the_note_whatever_it_says() -> None:
    document = parse(f"# 示例办法\n\n某年某月公布\n\n本修正自公布之日起施行\n\n<!-- INFO END -->\n\n{BODY}")
    assert document.note == "某年某月公布\n本修正自公布之日起施行"


CONTENTS = {
    "named": "目　录\n第一章　总则\n第二章　附则\n",
    "with dots and pages": "目录\n第一章　总则……1\n第二章　附则……12\n",
    "in a heading": "## 目录\n\n- [第一章　总则](#1)\n- [第二章　附则](#2)\n\n",
    "without its name": "第一章　总则\n第二章　附则\n",
    "on one line": "目录 第一章 总则 第二章 附则\n",
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS)
def test_a_contents_table_is_kept_out_of_the_tree(contents: str) -> None:
    document = parse(f"示例办法\n{contents}{BODY}")
    assert [(n.number, n.heading) for n in document.roots] == [("第一章", "总则"), ("第二章", "附则")]
    assert "".join(document.toc).count("第") >= 2
    assert document.warnings == []


def test_chapters_that_do_not_come_again_are_no_contents_table() -> None:
    document = parse(f"示例办法\n{BODY}")
    assert document.toc == []
    assert document.counts["chapter"] == 2


def test_a_contents_table_of_a_plan_is_recognised() -> None:
    document = parse("示例方案\n目录\n一、总体要求\n二、主要任务\n一、总体要求\n甲。\n二、主要任务\n乙。")
    assert [n.heading for n in document.roots] == ["总体要求", "主要任务"]
    assert document.toc == ["目录", "一、总体要求", "二、主要任务"]


def test_the_title_below_a_decree_names_the_text() -> None:
    decree = "示例市人民政府令\n第二十三号\n《示例办法》已经会议通过，现予公布。\n市长　某某\n2018年10月26日"
    document = parse(f"{decree}\n\n示例办法\n{BODY}")
    assert document.title == "示例办法"
    assert document.signature == "市长　某某\n2018年10月26日"
    assert [article.number for article in document.articles] == ["第一条", "第二条"]


def test_number_and_issuer_below_the_title_are_the_note() -> None:
    assert parse(f"示例办法\n示例市人民政府令\n第65号\n{BODY}").note == "示例市人民政府令\n第65号"


def test_a_title_printed_twice_on_two_lines_is_no_paragraph() -> None:
    document = parse(f"# 示例市图书馆管理办法\n\n2021年5月21日公布\n\n示例市图书馆\n管理办法\n\n{BODY}")
    assert document.roots[0].kind == "chapter"


def test_sections_of_one_name_in_two_chapters_do_not_end_the_contents_table() -> None:
    contents = "第一章　设立\n第一节　一般规定\n第二章　实施\n第一节　一般规定\n第二节　执行"
    body = "第一章　设立\n第一节　一般规定\n第一条　甲。\n第二章　实施\n第一节　一般规定\n第二条　乙。\n第二节　执行\n第三条　丙。"
    document = parse(f"示例法\n目录\n{contents}\n{body}")
    assert document.counts["section"] == 3
    assert document.toc == ["目录", *contents.split("\n")]


def test_an_article_above_the_first_chapter_ends_the_contents_table() -> None:
    document = parse(
        "示例规则\n目录\n第一章　会议\n第二章　附则\n第一条　甲。\n第一章　会议\n第二条　乙。\n第二章　附则\n第三条　丙。"
    )
    assert document.toc == ["目录", "第一章　会议", "第二章　附则"]
    assert [root.kind for root in document.roots] == ["article", "chapter", "chapter"]


def test_a_preface_the_contents_table_leaves_out_is_kept() -> None:
    text = "甲是乙的先锋队，同时是丙的先锋队，是丁的领导核心，代表戊的发展要求，代表己的前进方向，代表庚的根本利益，最高理想是实现辛，最终目标是实现壬。"
    document = parse(
        f"示例章程\n目录\n第一章　成员\n第二章　附则\n总纲\n{text}\n{BODY.replace('总则', '成员')}"
    )
    assert document.toc == ["目录", "第一章　成员", "第二章　附则"]
    assert [root.kind for root in document.roots] == ["preface", "chapter", "chapter"]


def test_a_speech_keeps_title_subtitle_and_greeting_apart() -> None:
    subtitle = "——2024年3月5日在示例市第十五届代表大会第二次会议上"
    document = parse(f"# 2024年工作报告\n{subtitle}\n市长　某某\n各位代表：\n现在，我报告工作。")
    assert (document.title, document.note) == ("2024年工作报告", f"{subtitle}\n市长　某某")
    assert document.find("para_1").text == "各位代表："
