"""Folding and cutting, simulated: the pages read 1…N."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.pocketbooks.printing.booklet import booklet
from library.pocketbooks.printing.imposition import Layout, Row, Sheet, impose, signatures
from tests.library.pocketbooks.samples import number_in, numbered_pdf

Leaf = tuple[Row, Row]


def fold(leaves: list[Leaf]) -> list[int | None]:
    """Fold a pile of leaves, the first lying on top with its front up, so that the top becomes the outside; read it.

    What lies behind the right half of a front is the left half of the back, because the printer turns the paper over
    its upright edge.
    """
    first = [page for front, back in leaves for page in (front[1], back[0])]
    second = [page for front, back in reversed(leaves) for page in (back[1], front[0])]
    return first + second


def cut(sheets: list[Sheet]) -> list[Leaf]:
    """Cut a pile across and lay the upper half on the lower one."""
    rows = len(sheets[0].front)
    return [(sheet.front[row], sheet.back[row]) for row in range(rows) for sheet in sheets]


def read(sheets: list[Sheet]) -> list[int]:
    """Fold every gathering, lay them on one another, and read."""
    numbers = sorted({sheet.signature for sheet in sheets})
    pages = [
        page
        for number in numbers
        for page in fold(cut([sheet for sheet in sheets if sheet.signature == number]))
    ]
    return [page for page in pages if page is not None]


def test_it_works() -> None:
    (sheet,) = impose(4, Layout.A5_FOLD)
    assert sheet.front == ((4, 1),)
    assert sheet.back == ((2, 3),)


def test_four_up_in_one_sheet() -> None:
    (sheet,) = impose(8, Layout.A6_CUT)
    assert sheet.front == ((8, 1), (6, 3))
    assert sheet.back == ((2, 7), (4, 5))


@pytest.mark.parametrize("layout", list(Layout))
@given(pages=st.integers(1, 420), leaves=st.integers(0, 40))
def test_cut_and_folded_the_pages_read_in_order(layout: Layout, pages: int, leaves: int) -> None:
    assert read(impose(pages, layout, leaves)) == list(range(1, pages + 1))


@pytest.mark.parametrize("layout", list(Layout))
@given(pages=st.integers(1, 420), leaves=st.integers(0, 40))
def test_blanks_come_last_and_are_few(layout: Layout, pages: int, leaves: int) -> None:
    sheets = impose(pages, layout, leaves)
    printed = len(sheets) * layout.pages_per_sheet
    assert 0 <= printed - pages < layout.pages_per_sheet
    assert sum(signatures(pages, layout, leaves)) == printed


def test_a_thin_book_is_one_gathering() -> None:
    assert signatures(60, Layout.A5_FOLD) == [60]


def test_a_thick_book_is_made_of_gatherings_a_needle_goes_through() -> None:
    assert signatures(200, Layout.A5_FOLD) == [32] * 6 + [8]
    assert max(signatures(1000, Layout.A6_CUT)) // 4 <= 8


def test_the_size_of_a_gathering_can_be_chosen() -> None:
    assert signatures(100, Layout.A5_FOLD, leaves=5) == [20] * 5
    assert signatures(100, Layout.A6_CUT, leaves=1) == [8] * 13


def test_a_book_without_pages_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        impose(0, Layout.A5_FOLD)


def cells(data: bytes, rows: int) -> list[tuple[Row, ...]]:
    """Return the page numbers read from every side of an imposed PDF, by their places."""
    sides = []
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        text = page.get_textpage()
        sides.append(
            tuple(
                tuple(
                    number_in(
                        text.get_text_bounded(
                            column * width / 2,
                            height - (row + 1) * height / rows,
                            (column + 1) * width / 2,
                            height - row * height / rows,
                        )
                    )
                    for column in range(2)
                )
                for row in range(rows)
            )
        )
    return sides


@pytest.mark.parametrize(
    ("layout", "size"), [(Layout.A5_FOLD, (419.5, 595.3)), (Layout.A6_CUT, (297.6, 419.5))]
)
def test_the_printed_sheets_fold_to_a_book(layout: Layout, size: tuple[float, float]) -> None:
    data, sides = booklet(numbered_pdf(45, *size), layout, title="小册（示例）", leaves=4)
    seen = cells(data, layout.rows)
    assert len(seen) == sides
    plan = impose(45, layout, 4)
    sheets = [
        Sheet(front, back, planned.signature)
        for front, back, planned in zip(seen[::2], seen[1::2], plan, strict=True)
    ]
    assert read(sheets) == list(range(1, 46))


def test_two_impositions_are_the_same_bytes() -> None:
    pdf = numbered_pdf(9, 297.6, 419.5)
    assert booklet(pdf, Layout.A6_CUT, title="甲") == booklet(pdf, Layout.A6_CUT, title="甲")


def test_the_printer_is_told_which_edge_to_turn_on() -> None:
    pdf = numbered_pdf(4, 297.6, 419.5)
    assert b"DuplexFlipLongEdge" in _uncompressed(booklet(pdf, Layout.A6_CUT, title="甲")[0])
    assert b"DuplexFlipShortEdge" in _uncompressed(booklet(pdf, Layout.A5_FOLD, title="甲")[0])


def _uncompressed(data: bytes) -> bytes:
    import io

    import pikepdf

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()
