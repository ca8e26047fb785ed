"""Web pages: the text found, everything around it dropped."""

from library.extraction import extract

PROSE = ["第一条　为了示例；制定本条例。", "第二条　照此办理；不得推诿。", "第三条　自公布之日起施行。"]


def lines(body: str, head: str = "") -> list[str]:
    page = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return [line for line in extract(page.encode(), "页.html").text.splitlines() if line]


def paragraphs() -> str:
    return "".join(f"<p>{line}</p>" for line in PROSE)


def test_it_works() -> None:
    assert lines(paragraphs()) == PROSE


def test_navigation_footers_and_buttons_are_dropped() -> None:
    around = "<div class='nav'><a>首页</a></div><nav>栏目</nav>{}<div id='footer'>版权所有。</div><button>打印</button>"
    assert (
        lines(around.format(f"<div class='content'>{paragraphs()}</div><p>扫一扫在手机打开当前页</p>"))
        == PROSE
    )


def test_nested_tables_that_only_lay_out_the_page_are_no_tables() -> None:
    menu = "<td><table><tr><td><a href='/'>要闻</a></td></tr><tr><td><a href='/b'>政策</a></td></tr></table></td>"
    page = f"<table><tbody><tr>{menu}<td><table><tbody><tr><td>{paragraphs()}</td></tr></tbody></table></td></tr></tbody></table>"
    assert lines(page) == PROSE


def test_a_table_of_facts_becomes_rows() -> None:
    table = "<table><tr><th>项目</th><th>数额</th></tr><tr><td>甲</td><td>5|6</td></tr></table>"
    assert lines(paragraphs() + table)[3:] == ["| 项目 | 数额 |", "| --- | --- |", "| 甲 | 5\\|6 |"]


def test_headings_keep_their_levels_and_the_first_is_the_title() -> None:
    page = f"<h1>示例条例</h1><h2>总的要求</h2>{paragraphs()}<h3>细处</h3><p>照此办理就好了。</p>"
    shown = lines(page)
    assert (shown[0], shown[1], shown[5]) == ("# 示例条例", "## 总的要求", "### 细处")


def test_a_title_above_the_text_is_not_lost() -> None:
    page = f"<div><h1>示例条例</h1></div><div class='a'><ul><li><a>相关</a></li></ul></div><div>{paragraphs()}</div>"
    assert lines(page) == ["# 示例条例", *PROSE]


def test_a_title_that_only_its_class_names_is_not_lost() -> None:
    page = f"<div class='pages-title'>示例条例</div><div class='TRS_Editor'>{paragraphs()}</div>"
    assert lines(page, "<title>示例条例_示例政府网</title>") == ["# 示例条例", *PROSE]


def test_the_lines_around_a_list_are_kept() -> None:
    page = (
        "<div><p>职责如下：</p><ol><li>甲；</li><li>乙。</li></ol><p>示例办公室</p><p>2021年3月5日</p></div>"
    )
    assert lines(page) == ["职责如下：", "1.甲；", "2.乙。", "示例办公室", "2021年3月5日"]


def test_a_centred_title_on_two_lines_is_one() -> None:
    page = f"<p align='center'><b>示例机关对第七号建议</b></p><p style='text-align:center'><b>的答复</b></p>{paragraphs()}"
    assert lines(page)[0] == "# 示例机关对第七号建议的答复"


def test_the_numbers_of_a_list_are_written_out() -> None:
    assert lines("<p>如下：</p><ol start='3'><li>甲；</li><li>乙。</li></ol>") == [
        "如下：",
        "3.甲；",
        "4.乙。",
    ]


def test_a_list_that_brings_its_numbers_gets_no_second_ones() -> None:
    assert lines("<ol><li>（一）甲；</li><li>（二）乙。</li></ol>") == ["（一）甲；", "（二）乙。"]


def test_hidden_text_is_not_read() -> None:
    assert lines(f"<p style='display: none'>藏。</p><p hidden>也藏。</p>{paragraphs()}") == PROSE


def test_line_breaks_are_lines_and_source_breaks_are_not() -> None:
    assert lines("<p>第一条　甲\n\n甲。<br>第二条　乙。</p>") == ["第一条　甲 甲。", "第二条　乙。"]


def test_what_a_head_table_says_of_the_document_is_kept() -> None:
    facts = "<table><tr><td>发文机关：</td><td>示例办公室</td></tr><tr><td>发文字号：</td><td>示办〔2021〕3号</td></tr><tr><td>成文日期：</td><td>2021年3月5日</td></tr></table>"
    extracted = extract(f"<body>{facts}<div>{paragraphs()}</div></body>".encode(), "页.html")
    assert extracted.metadata == {
        "issuer": "示例办公室",
        "document_number": "示办〔2021〕3号",
        "adopted_on": "2021-03-05",
    }
