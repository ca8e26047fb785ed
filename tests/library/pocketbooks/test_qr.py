"""Codes: what is printed is what was made, at the coarseness of a cheap scan."""

import pypdfium2
import zxingcpp
from lxml import etree
from PIL import Image

from library.pocketbooks.printing.qr import matrix, svg
from library.pocketbooks.printing.typesetting import A6, typeset
from tests.library.pocketbooks.samples import book, chapter

SCAN = "https://zhixing.example/library/xuexi-xiaoce/q/12/3/"
DPI = 150


def test_it_works() -> None:
    rows = matrix(SCAN)
    assert len(rows) == len(rows[0]) >= 21
    assert all(rows[0][:7])


def test_the_drawing_has_a_square_for_every_dark_module() -> None:
    path = etree.fromstring(svg(SCAN).encode())[0].get("d")
    drawn = sum(int(run.split("h")[1].split("v")[0]) for run in path.split("M")[1:])
    assert drawn == sum(map(sum, matrix(SCAN)))


def test_another_address_is_another_code() -> None:
    assert svg(SCAN) != svg(SCAN.replace("12", "13"))


def test_the_printed_code_reads_right_at_150_dots_an_inch() -> None:
    data = typeset(book(chapter(scan=SCAN)), A6).data
    pages = pypdfium2.PdfDocument(data)
    page = next(page for page in pages if "扫码看" in page.get_textpage().get_text_range())
    picture = page.render(scale=DPI / 72).to_pil().convert("L")
    size = A6.qr * DPI / 72
    left = (A6.inside + A6.size * A6.characters) * DPI / 72 - size
    verso = (A6.outside + A6.size * A6.characters) * DPI / 72 - size
    assert any(reads(picture, x, y, size) for x in (left, verso) for y in range(picture.height // 2))


def test_a_reader_decodes_every_printed_code_at_150_dots_an_inch() -> None:
    codes = [SCAN.replace("12", str(number)) for number in (12, 13, 14)]
    data = typeset(book(*[chapter(scan=code) for code in codes]), A6).data
    pictures = [page.render(scale=DPI / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]
    found = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    assert [text for text in found if "/q/" in text] == codes


def reads(picture: Image.Image, left: float, top: float, size: float) -> bool:
    """Tell whether every module shows its colour when the code stands at (left, top)."""
    rows = matrix(SCAN)
    step = size / len(rows)
    return all(
        (picture.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) < 128) == dark
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
    )
