"""One regulation as md, three kinds of docx, pdf, html and two encodings of txt: the same tree from all eight."""

from typing import Any

import pytest

from library.extraction import extract
from library.structure import Node, parse
from tests.library.extraction.making import Printer, docx, level, numbering, paragraph

TITLE = "示例市志愿学习促进条例"
NOTE = "（2021年3月5日示例市第三届人民代表大会常务委员会第二十次会议通过）"
# (depth, number, words): 0 chapter, 1 section, 2 article, 3 further paragraph, 4 item, 5 sub-item.
PARTS: list[tuple[int, str, str]] = [
    (0, "第一章", "总则"),
    (2, "第一条", "为了鼓励和保障志愿学习活动，推动形成全民读书、终身学习的风气，根据有关法律、法规，结合本市实际，制定本条例。"),
    (2, "第二条", "本市行政区域内的志愿学习活动及其组织、服务和保障，适用本条例。"),
    (3, "", "本条例所称志愿学习，是指个人自愿利用业余时间，参加由图书馆、学校、社区等单位组织的，不以取得报酬为目的的学习和传授活动。"),
    (2, "第三条", "志愿学习活动应当遵循自愿、平等、诚信、就近的原则，任何单位和个人不得强迫他人参加，不得以签到、排名等方式增加基层负担。"),
    (0, "第二章", "组织与服务"),
    (1, "第一节", "组织者"),
    (2, "第四条", "组织者应当履行下列职责："),
    (4, "（一）", "公布活动的时间、地点、内容和报名方式；"),
    (4, "（二）", "提供与活动相适应的场所和设施，并符合下列要求："),
    (5, "1.", "通风、照明良好；"),
    (5, "2.", "设有无障碍通道，方便老年人、残疾人参加；"),
    (4, "（三）", "法律、法规规定的其他职责。"),
    (3, "", "前款第二项规定的场所，可以与公共图书馆、文化馆共用。"),
    (2, "第五条", "组织者可以自行编写学习资料，也可以使用依法出版的读物；使用他人作品的，应当注明作者和出处，并尊重作者的署名权、修改权等权利。"),
    (1, "第二节", "学习者"),
    (2, "第六条", "学习者可以根据自己的需要选择学习内容和进度，也可以向组织者提出改进的意见；组织者应当在十五个工作日内答复。"),
    (2, "第七条", "依照本条例第四条第一款第一项公布的信息发生变化的，组织者应当及时告知学习者。第三条规定的原则，适用于信息的发布。"),
    (0, "第三章", "附则"),
    (2, "第八条", "本条例自2021年5月1日起施行。"),
]  # fmt: skip
SIGN = {0: "　", 1: "　", 2: "　", 3: "", 4: "", 5: ""}


def line(part: tuple[int, str, str]) -> str:
    depth, number, words = part
    return number + SIGN[depth] + words


def plain() -> str:
    return "\n\n".join([TITLE, NOTE, *map(line, PARTS)]) + "\n"


def as_md() -> bytes:
    marks = {0: "## ", 1: "### "}
    rows = [f"# {TITLE}", NOTE]
    rows += [
        f"**{part[1]}**　{part[2]}" if part[0] == 2 else marks.get(part[0], "") + line(part) for part in PARTS
    ]
    return "\n\n".join(rows).encode()


def as_styled_docx() -> bytes:
    style = {0: '<w:pStyle w:val="H1"/>', 1: '<w:pStyle w:val="H2"/>'}
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>'
    )
    rows = [paragraph(TITLE, '<w:pStyle w:val="T"/>'), paragraph(NOTE)]
    return docx("".join(rows + [paragraph(line(p), style.get(p[0], "")) for p in PARTS]), styles=styles)


def as_fake_headed_docx() -> bytes:
    centre, bold, body = '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>', '<w:sz w:val="32"/>'
    title = TITLE.replace("志愿", "志愿</w:t><w:br/><w:t>")
    rows = [
        f"<w:p><w:pPr>{centre}</w:pPr><w:r><w:rPr><w:b/><w:sz w:val='44'/></w:rPr><w:t>{title}</w:t></w:r></w:p>",
        paragraph(NOTE, centre, body),
    ]
    for part in PARTS:
        is_heading = part[0] < 2
        rows.append(paragraph(line(part), centre if is_heading else "", bold if is_heading else body))
    return docx("".join(rows))


def as_numbered_docx() -> bytes:
    levels = [
        level(0, "第%1章"),
        level(1, "第%2节", "japaneseCounting"),
        level(2, "第%3条", more='<w:lvlRestart w:val="0"/>'),
        level(3, "", "none"),
        level(4, "（%5）", "chineseCountingThousand", '<w:suff w:val="nothing"/>'),
        level(5, "%6.", "decimal"),
    ]
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    rows = [paragraph(TITLE, '<w:jc w:val="center"/>'), paragraph(NOTE, '<w:jc w:val="center"/>')]
    rows += [paragraph(words, number.format(depth) if depth != 3 else "") for depth, _number, words in PARTS]
    return docx("".join(rows), numbering=numbering(*levels))


def as_pdf() -> bytes:
    printer = Printer()
    printer.centre("目　录")
    for part in PARTS:
        if part[0] < 2:
            printer.text(f"{line(part)}…………………………2")
    printer.new_page()
    printer.centre(TITLE, 22)
    printer.centre(NOTE[:28], 12)
    printer.centre(NOTE[28:], 12)
    for part in PARTS:
        (printer.centre if part[0] < 2 else printer.text)(line(part))
    return printer.finished(head="示例市人民代表大会常务委员会公报")


def as_html() -> bytes:
    rows = "".join(f"<p>　　{line(part)}</p>\n" for part in PARTS)
    page = (
        "<!DOCTYPE html><html><head><meta charset='gb2312'><title>示例_政府网</title><script>var 第九条;</script></head>"
        "<body><div class='nav'><a href='/'>首页</a><a href='/a'>第九条　新闻。</a></div>"
        "<table width=100%><tr><td width=200><ul><li><a href='/b'>机构</a></ul></td><td><table><tr><td>"
        f"<p align=center><b>{TITLE}</b></p><p align=center>{NOTE}</p>{rows}</td></tr></table></td></tr></table>"
        "<div class='footer'>版权所有：示例市。未经许可，不得转载。</div></body></html>"
    )
    return page.encode("gb18030")


MADE: dict[str, Any] = {
    "法规.md": as_md,
    "样式.docx": as_styled_docx,
    "手工.docx": as_fake_headed_docx,
    "自动编号.docx": as_numbered_docx,
    "排印.pdf": as_pdf,
    "网页.html": as_html,
    "国标.txt": lambda: plain().encode("gb18030"),
    "宽字符.txt": lambda: plain().replace("\n", "\r\n").encode("utf-16"),
}


def tree(nodes: list[Node]) -> list[Any]:
    return [(n.eid, str(n.kind), n.number, n.heading, n.text, tree(n.children)) for n in nodes]


def test_it_works() -> None:
    document = parse(plain())
    assert [document.counts[kind] for kind in ("chapter", "section", "article", "item")] == [3, 2, 8, 3]
    assert document.find("art_4/item_2/subitem_2") is not None


@pytest.mark.parametrize("name", MADE)
def test_every_format_gives_the_same_tree(name: str) -> None:
    document, wanted = parse(extract(MADE[name](), name).text), parse(plain())
    assert tree(document.roots) == tree(wanted.roots)


@pytest.mark.parametrize("name", MADE)
def test_every_format_gives_the_same_title_and_note(name: str) -> None:
    document = parse(extract(MADE[name](), name).text)
    assert (document.title, document.note) == (TITLE, NOTE)


@pytest.mark.parametrize("name", MADE)
def test_no_format_makes_the_parser_warn(name: str) -> None:
    assert [warning.message for warning in parse(extract(MADE[name](), name).text).warnings] == []
