"""Which page goes where on an office printer's sheets, so that cut and folded they read 1…N.

Two layouts. A5 folded: two pages on landscape A4, the printer turns on the short edge. True A6: four pages on portrait
A4, the printer turns on the long edge; the pile is cut across the middle, the upper half laid on the lower one, and
the whole folded. Both are gatherings: the outermost leaf carries the first and the last page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Layout", "Sheet", "impose", "signatures"]

# Leaves a stapler and a fold still take; a thicker book is made of several gatherings.
STAPLED_LEAVES = 16
GATHERED_LEAVES = 8


class Layout(StrEnum):
    """How pages lie on a sheet."""

    A5_FOLD = "a5-fold"
    A6_CUT = "a6-cut"

    @property
    def rows(self) -> int:
        """Return how many rows of two pages a side has."""
        return 1 if self is Layout.A5_FOLD else 2

    @property
    def pages_per_sheet(self) -> int:
        """Return how many pages a sheet carries, both sides together."""
        return 4 * self.rows


Row = tuple[int | None, int | None]


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of (left, right) pages from the top, 1-based, None where it stays blank."""

    front: tuple[Row, ...]
    back: tuple[Row, ...]
    signature: int


def signatures(pages: int, layout: Layout, leaves: int = 0) -> list[int]:
    """Return how many pages (blanks included) each gathering has.

    `leaves` is the size of a gathering in folded leaves; 0 chooses: one as long as it can be stapled, then eight.
    """
    step = layout.pages_per_sheet
    whole = -(-pages // step) * step
    chosen = leaves or (whole // 4 if whole // 4 <= STAPLED_LEAVES else GATHERED_LEAVES)
    size = max(step, chosen * 4 // step * step)
    full, rest = divmod(whole, size)
    return [size] * full + ([rest] if rest else [])


def impose(pages: int, layout: Layout, leaves: int = 0) -> list[Sheet]:
    """Return the sheets of a book of `pages` pages, in printing order.

    Raises:
        ValueError: there is no page.
    """
    if pages < 1:
        raise ValueError("a book has at least one page")
    sheets: list[Sheet] = []
    first = 0
    for number, size in enumerate(signatures(pages, layout, leaves), 1):
        sheets += _gathering(first, size, pages, layout, number)
        first += size
    return sheets


def _gathering(first: int, size: int, pages: int, layout: Layout, number: int) -> Iterator[Sheet]:
    """Yield the sheets of one gathering that begins after page `first`."""

    def page(n: int) -> int | None:
        return first + n if first + n <= pages else None

    def leaf(k: int) -> tuple[Row, Row]:
        front = (page(size - 2 * k), page(2 * k + 1))
        back = (page(2 * k + 2), page(size - 2 * k - 1))
        return front, back

    count = size // layout.pages_per_sheet
    for sheet in range(count):
        # After the cut the upper halves lie outside, in order, and the lower halves follow.
        leaves = [leaf(sheet + row * count) for row in range(layout.rows)]
        yield Sheet(tuple(front for front, _ in leaves), tuple(back for _, back in leaves), number)
