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
