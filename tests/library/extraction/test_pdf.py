"""PDFs with a text layer: the text without what is only print."""

from library.extraction import extract
from library.structure import parse
from tests.library.extraction.making import PAGE_HEIGHT, Print, Printer, locked_pdf, pdf

TEXT = "为了保障示例活动的开展，维护学习者的合法权益，促进志愿学习事业健康发展，制定本条例，并对有关事项作出规定。"


def text(data: bytes) -> str:
    return extract(data, "文.pdf").text


def regulation(articles: int) -> Printer:
    printer = Printer()
    printer.centre("示例学习条例", 22)
    for number in range(articles):
        printer.text(f"第{'一二三四五六七八九'[number]}条　{TEXT}")
    return printer


def test_it_works() -> None:
    extracted = extract(regulation(3).finished(), "文.pdf")
    assert extracted.text == f"# 示例学习条例\n第一条　{TEXT}\n第二条　{TEXT}\n第三条　{TEXT}\n"
    assert extracted.title_hint == "示例学习条例"
    assert extracted.decisions == [
        "按 PDF 的文字层读取，共 1 页，断开的行已接成段落。",
        "页码已去掉，共 1 处。",
    ]


def test_running_heads_and_page_numbers_are_taken_off_and_said() -> None:
    printer = Printer(rows=6)
    for _time in range(6):
        printer.text(TEXT)
    extracted = extract(printer.finished(head="示例公报　2021年第3期"), "文.pdf")
    assert extracted.text == f"{TEXT}\n" * 6
    assert "页眉和页脚已去掉，共 2 行，如“示例公报　2021年第3期”。" in extracted.decisions
    assert "页码已去掉，共 2 处。" in extracted.decisions


def test_a_title_that_the_running_heads_repeat_stays() -> None:
    printer = Printer(rows=8)
    printer.centre("示例学习条例", 22)
    for _time in range(8):
        printer.text(TEXT)
    assert text(printer.finished(head="示例学习条例")).startswith(f"# 示例学习条例\n{TEXT}\n")


def test_a_sentence_goes_on_over_the_page() -> None:
    printer = Printer(rows=4)
    printer.text("甲" * 20 + "。")
    printer.text(TEXT * 4)
    assert text(printer.finished(head="示例公报")).splitlines() == ["甲" * 20 + "。", TEXT * 4]


def test_contents_pages_are_taken_off() -> None:
    printer = Printer()
    printer.centre("目　录")
    for entry in ("第一章　总则", "第二章　附则"):
        printer.text(f"{entry}{'…' * 10}1")
    printer.new_page()
    printer.centre("第一章　总则")
    printer.text(TEXT)
    extracted = extract(printer.finished(), "文.pdf")
    assert extracted.text == f"第一章　总则\n{TEXT}\n"
    assert "目录已去掉，共 3 行。" in extracted.decisions


def column(left: float, lines: list[str], top: float = 700.0) -> list[Print]:
    return [Print(left, top - 18 * row, line, 10) for row, line in enumerate(lines)]


def test_two_columns_are_read_one_after_the_other() -> None:
    first = ["左" * 20] * 11 + ["左栏完。"]
    second = ["右" * 20] * 11 + ["右栏完。"]
    page = [*column(70, first), *column(320, second), Print(200, 760, "示例学习通报", 20)]
    extracted = extract(pdf([page]), "文.pdf")
    assert extracted.text == f"# 示例学习通报\n{'左' * 220}左栏完。\n{'右' * 220}右栏完。\n"
    assert "双栏的页面按先左栏后右栏的顺序读取，请核对。" in extracted.decisions


def test_a_mark_that_hangs_into_a_narrow_gutter_does_not_join_the_columns() -> None:
    rows = [("甲" * 20 + "，", "乙" * 21)] * 8 + [("丙" * 20 + "，", "丁" * 21)] * 8
    page = [
        Print(x, 750 - row * 18, words, 10)
        for row, pair in enumerate(rows)
        for x, words in zip((70, 70 + 20 * 10 + 24), pair, strict=True)
    ]
    assert (
        text(pdf([page])).replace("\n", "").startswith(("甲" * 20 + "，") * 8 + ("丙" * 20 + "，") * 8 + "乙")
    )


def test_the_last_page_keeps_to_the_columns_of_the_others() -> None:
    full = [
        Print(x, 750 - row * 18, sign * 20, 10) for row in range(30) for x, sign in ((70, "甲"), (300, "乙"))
    ]
    last = [Print(90, 750, "丙" * 18, 10), Print(70, 732, "丙" * 20, 10), Print(70, 714, "丙" * 5 + "。", 10)]
    assert "丙" * 43 + "。" in text(pdf([full, full, last]))


def test_a_chapter_below_a_note_without_brackets_stays_a_chapter() -> None:
    printer = Printer()
    printer.centre("示例学习条例", 22)
    printer.centre("2018年8月31日示例市代表大会常务委员会第五次会议通过")
    printer.centre("第一章　总则")
    printer.text(f"第一条　{TEXT}")
    assert "会议通过\n第一章　总则\n" in text(printer.finished())


def test_an_entry_of_a_note_set_on_two_lines_is_one() -> None:
    printer = Printer()
    printer.centre("示例学习条例", 22)
    printer.centre("1996年8月29日示例市代表大会常务委员会第二十一次会议通过")
    printer.centre("根据2009年8月27日示例市第十一届代表大会常务委员会第十次会议")
    printer.centre("《关于修改部分法规的决定》第一次修正")
    printer.text(f"第一条　{TEXT}")
    assert (
        parse(text(printer.finished()))
        .note.splitlines()[1]
        .endswith("第十次会议《关于修改部分法规的决定》第一次修正")
    )


def test_a_table_is_not_two_columns() -> None:
    names = column(70, [f"项目{n}" for n in "甲乙丙丁戊己庚辛"])
    sums = column(320, ["一万元"] * 8)
    assert text(pdf([names + sums])).splitlines()[0].split() == ["项目甲", "一万元"]


def test_notes_at_the_foot_go_to_the_end() -> None:
    printer = regulation(2)
    printer.pages[0].append(Print(printer.left, 90, "①见示例文件。", 9))
    assert text(printer.finished()).splitlines()[-2:] == ["附录　注释", "①见示例文件。"]


def test_radicals_become_the_characters_one_types() -> None:
    assert (
        text(pdf([[Print(72, 700, "第⼀条　⽂化⼯作的⼀般规定如下。")]]))
        == "第一条　文化工作的一般规定如下。\n"
    )


def test_pieces_of_a_line_in_any_order_are_one_line() -> None:
    page = [
        Print(72, 700, "坚持"),
        Print(132, 700, "自愿"),
        Print(120, 700, "“"),
        Print(96, 700, "学习"),
        Print(156, 700, "”"),
    ]
    assert text(pdf([page])) == "坚持学习“自愿”\n"


def test_a_page_turned_on_its_side_is_read_upright() -> None:
    page = [
        Print(100 + 20 * row, 60, line, turn="0 1 -1 0")
        for row, line in enumerate(("第一条　甲。", "第二条　乙。"))
    ]
    assert text(pdf([page], rotate=90)) == "第一条　甲。\n第二条　乙。\n"


def test_a_watermark_across_the_page_is_not_text() -> None:
    page = [Print(72, 700, "第一条　甲。"), Print(100, 690, "征求意见稿", 40, turn="0.7 0.7 -0.7 0.7")]
    assert text(pdf([page])) == "第一条　甲。\n"


def test_a_page_that_is_only_a_picture_is_named() -> None:
    words = Print(72, 700, "第一条　为了规范示例活动，根据实际情况，制定本条例。")
    made = pdf([[words], [words], []], picture=True)
    assert "第 3 页只有图片，没有文字可读，请对照原文补上。" in extract(made, "文.pdf").decisions


def test_nothing_of_the_text_is_lost() -> None:
    printer = Printer(rows=9)
    said = [f"第{number}段，{TEXT[number:]}" for number in range(1, 30)]
    for piece in said:
        printer.text(piece)
    got = text(printer.finished(head="示例公报"))
    assert "".join(got.split()) == "".join("".join(said).split())


def test_the_tree_is_that_of_the_words() -> None:
    document = parse(text(regulation(9).finished(head="示例公报")))
    assert (document.title, len(document.articles)) == ("示例学习条例", 9)


def test_the_locked_example_is_really_a_pdf() -> None:
    assert locked_pdf().startswith(b"%PDF-")
    assert PAGE_HEIGHT == 842
