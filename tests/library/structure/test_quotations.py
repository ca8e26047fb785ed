"""A line may begin with 第…条 and not be an article."""

import pytest

from library.structure import WarningCode, parse


def numbers(text: str) -> list[str]:
    return [article.number for article in parse(text).articles]


@pytest.mark.parametrize(
    "line",
    [
        "第三条、第五条所称机关，是指党的机关。",
        "第十条规定的期限，从公布之日起计算。",
        "第十条第二款规定的，从其规定。",
        "第二条和第三条同时适用。",
        "第九条的规定同样适用。",
        "第七条至第九条不适用。",
        "第二十条之规定，不予适用。",
    ],
)
def test_a_reference_at_line_start_is_text(line: str) -> None:
    document = parse(f"示例办法\n第一条　甲。\n{line}\n第二条　乙。")
    assert [a.number for a in document.articles] == ["第一条", "第二条"]
    assert document.find("art_1/para_2").text == line


def test_a_reference_with_a_space_is_text() -> None:
    text = "第十三条　借贷行为无效，不因\n第五十二条 以及本规定第十四条之规定认定。\n第十四条　乙。"
    assert numbers(text) == ["第十三条", "第十四条"]


def test_a_quoted_article_in_quotation_marks_is_text() -> None:
    text = "某决定\n一、将第一条修改为：\n“第一条　为了甲。”\n二、删去第二条。"
    assert numbers(text) == []


def test_articles_inside_a_long_quotation_are_text() -> None:
    text = "某决定\n一、增加二条，作为第五条、第六条：“第五条　丙。\n第六条　丁。\n第七条　戊。”\n二、删去第二条。"
    document = parse(text)
    assert document.articles == []
    assert [n.number for n in document.roots if n.kind == "section"] == ["一、", "二、"]


def test_every_paragraph_of_a_quotation_may_repeat_the_opening_mark() -> None:
    text = "某决定\n一、修改为：“第五条　丙。\n“丁：\n（一）戊；\n（二）己。”\n二、删去第二条。"
    document = parse(text)
    assert document.articles == []
    assert document.counts["item"] == 0


def test_an_amended_article_without_quotation_marks_is_reported() -> None:
    document = parse("某决定\n一、第八条修改为：\n第八条　庚。\n二、删去第九条。")
    assert document.articles == []
    assert [w.code for w in document.warnings] == [WarningCode.QUOTED_ARTICLE]


def test_the_articles_of_a_law_amended_by_articles_are_articles() -> None:
    text = "示例修正案\n第一条　第五条修改为：“国家实行甲。”\n第二条　第六条后增加一条：“国家实行乙。”"
    assert numbers(text) == ["第一条", "第二条"]


def test_a_quotation_that_never_closes_hides_nothing() -> None:
    text = "示例办法\n第一条　所称“甲，是指乙。\n第二条　丙。\n第三条　丁。"
    assert numbers(text) == ["第一条", "第二条", "第三条"]


def test_nested_quotations_of_the_same_kind_do_not_hide_articles() -> None:
    text = "示例办法\n第一条　标明“本店“特供”字样”的。\n第二条　丙。"
    assert numbers(text) == ["第一条", "第二条"]


def test_the_amended_law_after_the_decision_is_a_part_of_its_own() -> None:
    text = "关于修改《示例法》的决定\n一、将第一条修改为：“第一条　甲。”\n二、删去第二条。\n\n示例法\n第一条　甲。\n第二条　乙。"
    document = parse(text)
    assert [a.address for a in document.articles] == ["comp_2/art_1", "comp_2/art_2"]
    assert document.find("comp_2").heading == "示例法"


def test_a_due_article_glued_to_words_of_a_reference_is_an_article_where_all_are_glued() -> None:
    text = "示例办法\n" + "\n".join(
        f"第{n}条{t}"
        for n, t in zip("一二三四五", ["甲。", "乙。", "规定丙。", "的丁。", "戊。"], strict=True)
    )
    assert numbers(text) == ["第一条", "第二条", "第三条", "第四条", "第五条"]
