"""Runs of glyphs on a page to lines in reading order: one column or two."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SAME_LINE = 0.45  # em
GUTTER_BAND = (0.3, 0.7)  # where, across the page's text, the space between two columns can be
COLUMN_WIDTH = 8.0  # em; half of a column's lines are longer than this
WIDEST_GUTTER = 8.0  # em
COLUMN_ROWS = 6  # lines on each side that make a column
CROSSING = 0.25  # share of lines that may run across both columns: titles, footnotes
NEAR_EDGE = 4.0  # em; how ragged a column's edge may be
REACHING = 0.4  # share of a column's lines that reach its edges
WIDE_GAP = 1.5  # em between pieces of one line that stays visible
FULL_SPACE = 0.85  # em; less is the white of a mark
MOST_SPACES = 6
# Fonts often map a glyph back to its radical (⼀ U+2F00) or a compatibility character; readers type the real one.
LOOK_ALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


@dataclass(slots=True)
class Line:
    """One line of print: its ends and base line in points, the page it is on (from 0), which column (0: whole width)."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    column: int = 0


@dataclass(slots=True)
class Page:
    """A page and its lines in reading order."""

    number: int
    width: float
    height: float
    pictures: int
    lines: list[Line]


def read_page(number: int, page: dict[str, Any]) -> Page:
    """Return one page of what `pdf_glyphs` printed; its lines are still pieces, in no order."""
    runs = [Line(_plain(text), x0, x1, y, size, bold, number) for x0, x1, y, size, bold, text in page["runs"]]
    runs = [run for run in runs if run.text.strip()]
    return Page(number, page["width"], page["height"], page["pictures"], runs)


def put_in_order(pages: list[Page]) -> None:
    """Make whole lines of every page's pieces, in the order one reads them."""
    gutters = [_gutter(page.lines) for page in pages]
    known = sorted(gutter for gutter in gutters if gutter)
    usual = known[len(known) // 2] if 2 * len(known) >= len(pages) else 0.0
    for page, own in zip(pages, gutters, strict=True):
        gutter = own or (usual if _fits(page.lines, usual) else 0.0)
        page.lines = list(_columns(page.lines, gutter)) if gutter else _rows(page.lines)


def _fits(runs: list[Line], gutter: float) -> bool:
    """Tell whether a page with little on it, the last of a text, keeps to the columns of the others."""
    beyond = any(0 < run.x0 - gutter < NEAR_EDGE * run.size for run in runs)
    reaching = any(0 < gutter - run.x1 < NEAR_EDGE * run.size for run in runs)
    return (beyond or reaching) and sum(run.x0 < gutter < run.x1 for run in runs) <= CROSSING * len(runs)


def _plain(text: str) -> str:
    return LOOK_ALIKES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def _rows(runs: list[Line]) -> list[Line]:
    """Return the runs gathered to lines, from the top down."""
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if (rows and abs(rows[-1][0].y - run.y) <= SAME_LINE * min(rows[-1][0].size, run.size)) or (
            rows
            and run.size < 0.8 * rows[-1][0].size
            and 0 < rows[-1][0].y - run.y < SAME_LINE * rows[-1][0].size
        ):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_merged(sorted(row, key=lambda run: run.x0)) for row in rows]


def _merged(row: list[Line]) -> Line:
    """Return one line made of pieces; the gaps between them become spaces."""
    first = row[0]
    text = first.text
    for before, run in pairwise(row):
        gap = (run.x0 - before.x1) / max(run.size, 1.0)
        wide = min(round(gap), MOST_SPACES) if gap >= WIDE_GAP else int(gap >= FULL_SPACE)
        text += "　" * wide + run.text
    main = max(row, key=lambda run: len(run.text))
    return Line(
        text, first.x0, max(run.x1 for run in row), main.y, main.size, main.bold, first.page, first.column
    )


# -- two columns -----------------------------------------------------------------------------------------


def _gutter(runs: list[Line]) -> float:
    """Return where the space between two columns is, 0 for a page of one column."""
    if len(runs) < 2 * COLUMN_ROWS:
        return 0.0
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    candidates = [left + (right - left) * (GUTTER_BAND[0] + step * 0.01) for step in range(41)]
    crossing = {x: sum(run.x0 < x < run.x1 for run in runs) for x in candidates}
    fewest = min(crossing.values())
    free = [x for x in candidates if crossing[x] == fewest]
    gutter = free[len(free) // 2]
    return gutter if _has_two_columns(runs, gutter, crossing[gutter]) else 0.0


def _has_two_columns(runs: list[Line], gutter: float, crossing: int) -> bool:
    """Tell columns of prose, which fill their width, from a table or a list with a gap."""
    sides = (
        _rows([run for run in runs if run.x1 <= gutter]),
        _rows([run for run in runs if run.x0 >= gutter]),
    )
    if crossing > CROSSING * len(runs) or min(map(len, sides)) < COLUMN_ROWS:
        return False
    for side in sides:
        # A running head may reach beyond the column.
        edge, em = sorted(line.x1 for line in side)[len(side) * 9 // 10], side[len(side) // 2].size
        if sum(edge - line.x1 <= NEAR_EDGE * em for line in side) < REACHING * len(side):
            return False
        if sorted(line.x1 - line.x0 for line in side)[len(side) // 2] < COLUMN_WIDTH * em:
            return False
    return min(line.x0 for line in sides[1]) - max(line.x1 for line in sides[0]) < WIDEST_GUTTER * em


def _columns(runs: list[Line], gutter: float) -> Iterator[Line]:
    """Yield lines as they are read: across the page, or down the left column and then down the right."""
    across = _rows([run for run in runs if run.x0 < gutter < run.x1])
    edges = [line.y for line in across]
    for band in range(len(across) + 1):
        top = edges[band - 1] if band else float("inf")
        foot = edges[band] if band < len(edges) else float("-inf")
        inside = [run for run in runs if foot <= run.y < top and not run.x0 < gutter < run.x1]
        for column, side in ((1, lambda run: run.x1 <= gutter), (2, lambda run: run.x0 >= gutter)):
            for line in _rows([run for run in inside if side(run)]):
                line.column = column
                yield line
        if band < len(across):
            yield across[band]
