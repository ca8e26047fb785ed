"""The PDF: every word of the source, tagged, and not a character taken for code."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from library.pocketbooks.printing.model import Block, BlockKind
from library.pocketbooks.printing.typesetting import A4_LARGE, A5, A6, K64, Shape, cover_picture, typeset
from tests.library.builders import RULES, SPEECH, long_rules
from tests.library.pocketbooks.samples import (
    NOT_AT_END,
    NOT_AT_START,
    all_text,
    body_text,
    book,
    chapter,
    lines_of,
    long_book,
    plain,
    said_by,
    squeezed,
    stress,
)

SHAPES = {"A6": A6, "64开": K64, "A5": A5, "大字本": A4_LARGE}


def test_it_works() -> None:
    printed = typeset(book(), A6)
    assert printed.pages == len(pypdfium2.PdfDocument(printed.data)) > 5
    assert printed.missing == ()


@pytest.mark.parametrize("text", [RULES, SPEECH, long_rules(60)], ids=["规定", "讲话", "六十条"])
def test_the_text_equals_the_source_to_the_character(text: str) -> None:
    one = chapter(text)
    assert said_by(one) in body_text(typeset(book(one), A6).data)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_has_the_whole_text(name: str) -> None:
    one = chapter(long_rules(40))
    assert said_by(one) in body_text(typeset(book(one), SHAPES[name]).data, SHAPES[name])


@pytest.mark.corpus
def test_a_real_regulation_equals_its_source(corpus: Path) -> None:
    one = chapter((corpus / "party" / "党章-2017.md").read_text(encoding="utf-8"))
    assert said_by(one) in body_text(typeset(book(one), A6).data)


@pytest.mark.parametrize("name", SHAPES)
def test_lines_are_a_whole_number_of_characters_wide(name: str) -> None:
    shape: Shape = SHAPES[name]
    assert shape.outside > 30
    assert abs(shape.inside + shape.size * shape.characters + shape.outside - shape.width) < 0.01


def test_no_line_of_a_stress_text_begins_or_ends_with_a_forbidden_mark() -> None:
    lines = lines_of(typeset(book(plain(*stress(600))), A6).data)
    assert len(lines) > 1500
    assert [line for line in lines if line[0] in NOT_AT_START and not line.startswith("——")] == []
    assert [line for line in lines if line[-1] in NOT_AT_END] == []


def test_a_range_of_numbers_is_not_broken() -> None:
    words = [f"{'学' * lead}标准号9704—2012，以此为准。" for lead in range(12, 26)]
    lines = lines_of(typeset(book(plain(*words)), A6).data)
    assert sum("9704—2012" in line for line in lines) == len(words)


def test_two_builds_are_the_same_bytes() -> None:
    assert typeset(long_book(), A6).data == typeset(long_book(), A6).data


def test_another_date_is_another_file() -> None:
    assert typeset(book(), A6).data != typeset(book(printed_on=date(2025, 1, 1)), A6).data


def test_it_claims_both_standards_and_embeds_its_fonts() -> None:
    with pikepdf.open(io.BytesIO(typeset(book(), A6).data)) as pdf:
        claims = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert "pdfuaid" in claims
        assert "pdfaid" in claims
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower().startswith("zh")
        fonts = [font for page in pdf.pages for font in page.get("/Resources", {}).get("/Font", {}).values()]
        assert fonts
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in fonts)


ODD = [
    '#read("/etc/passwd")',
    "#set page(width: 1pt)",
    "<script>alert(1)</script>",
    "*粗* _斜_ `码` $x^2$ @引 <标>",
    r"\u{41} \# ]] }} ))",
    "// 注释 /* 注释 */",
    "\"引号\" '单' & < >",
    "= 标题\n- 列表",
]


@pytest.mark.parametrize("odd", ODD)
def test_no_character_is_taken_for_code(odd: str) -> None:
    one = replace(plain(f"正文{odd}完。", title=f"章{odd}".replace("\n", " ")), note=f"注{odd}", facts=(odd,))
    data = typeset(
        book(one, title=f"书{odd}".replace("\n", " "), organization=odd.replace("\n", " ")), A6
    ).data
    said = all_text(data)
    assert squeezed(f"正文{odd}完。") in said
    assert "root:" not in said


@pytest.mark.parametrize("title", ["学" * 4000, "A" * 4000, "学习 " * 1300, "x" * 255])
def test_a_very_long_title_is_printed_whole_and_stays_on_the_page(title: str) -> None:
    printed = typeset(book(plain("正文。", title=title), title=title), A6)
    assert squeezed(title) in body_text(printed.data)
    assert printed.pages < 60


def test_a_long_unbroken_address_stays_on_the_page() -> None:
    address = "https://zhixing.example/" + "abcdef0123456789" * 20
    assert squeezed(f"见{address}。") in body_text(typeset(book(plain(f"见{address}。")), A6).data)


def test_a_rare_name_is_set_in_the_fallback_face_and_named() -> None:
    printed = typeset(book(plain("朱镕基、陈喆和𠮷野。")), A6)
    assert "朱镕基、陈喆和𠮷野。" in body_text(printed.data)
    assert [one.label for one in printed.missing] == ["“𠮷”（U+20BB7）用后备字体排印"]


def test_an_emoji_no_face_has_is_marked_and_named() -> None:
    printed = typeset(book(plain("加油😀！")), A6)
    assert "加油〓！" in body_text(printed.data)
    assert "U+1F600" in all_text(printed.data)
    assert printed.missing[0].lent is False


def test_a_title_of_emoji_still_prints() -> None:
    assert typeset(book(plain("正文。"), title="😀🏁👨‍👩‍👧"), A6).pages >= 6


def test_front_matter_comes_in_order() -> None:
    pages = pypdfium2.PdfDocument(typeset(book(), A6).data)
    words = [squeezed(pages[number].get_textpage().get_text_range()) for number in range(6)]
    assert "口袋书" in words[0]
    assert words[1] == ""
    assert "学习小册（示例）" in words[2]
    assert "版本记录" in words[3]
    assert "第1版" in words[3]
    assert "目录" in words[4]
    assert "总则" in words[4]


def test_the_first_page_of_a_chapter_and_blank_pages_have_no_running_head() -> None:
    pages = pypdfium2.PdfDocument(typeset(long_book(60), A6).data)
    heads = []
    for page in pages:
        _, height = page.get_size()
        heads.append(squeezed(page.get_textpage().get_text_bounded(0, height - A6.top + 10, 400, height)))
    opening = next(
        number for number, page in enumerate(pages) if "扫码看" in page.get_textpage().get_text_range()
    )
    assert heads[opening] == ""
    assert set(heads[1:opening]) == {""}
    assert heads[opening + 1] in {"学习小册（示例）", "长规定（示例）"}
    assert {"学习小册（示例）", "长规定（示例）"} <= set(heads)


def test_the_numbers_of_articles_stand_in_the_outer_margin() -> None:
    pages = pypdfium2.PdfDocument(typeset(long_book(40), A6).data)
    right = squeezed(pages[6].get_textpage().get_text_bounded(A6.width - A6.outside + 1, 60, A6.width, 370))
    left = squeezed(pages[7].get_textpage().get_text_bounded(0, 60, A6.outside - 1, 370))
    assert right.isdecimal()
    assert left.isdecimal()


def test_footnotes_are_the_editors_and_are_printed_at_the_foot() -> None:
    one = chapter()
    noted = tuple(
        replace(block, notes=("旧版没有这一条。",)) if block.number == "第三条" else block
        for block in one.blocks
    )
    assert "编者注：旧版没有这一条。" in all_text(typeset(book(replace(one, blocks=noted)), A6).data)


def test_cited_articles_have_an_index_with_page_numbers() -> None:
    text = "学习办法（示例）\n\n第一条　学习按照《学习管理规定》第三条执行。\n"
    said = all_text(typeset(book(chapter(text)), A6).data)
    assert "引用条文索引" in said
    assert "第三条" in said.partition("引用条文索引")[2]


def test_tables_questions_and_notes_are_printed() -> None:
    blocks = (
        Block(BlockKind.TABLE, "项目\t次数\n党课\t每季度"),
        Block(BlockKind.QUESTION, "多久一次？", number="1．"),
        Block(BlockKind.ANSWER, "每月一次。", number="答："),
        Block(BlockKind.NOTE, "依据见上。"),
        Block(BlockKind.TABLE, "只有一行"),
    )
    said = all_text(typeset(book(replace(plain(""), blocks=blocks)), A6).data)
    for words in ("每季度", "多久一次？", "每月一次。", "编者按", "依据见上。", "只有一行"):
        assert words in said


def test_the_cover_is_a_picture_that_comes_out_the_same() -> None:
    picture = cover_picture(book())
    assert picture.startswith(b"\x89PNG")
    assert picture == cover_picture(book())
