"""A PDF's text with its places, read in a process of its own: run by path, PDF on stdin, JSON on stdout.

PDFium is C++ and the file is a stranger's: here it can use up only its own time and memory, and take down only itself.
The JSON is {"pages": [{"width", "height", "pictures", "runs": [[x0, x1, y, size, bold, text], …]}, …]} with lengths in
points, y upwards from the foot of the page as it is read; or {"error": "password" | "damaged" | "pages" | "text"}.
"""

import contextlib
import ctypes
import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

SIDEWAYS = 0.2  # sine of the angle beyond which a glyph belongs to a stamp or watermark
SAME_LINE = 0.35  # em
SMALL, RAISED = 0.8, 0.6  # a note's sign: smaller than the text, raised by less than this, in em
NEW_RUN_GAP = 1.5  # em; a wider gap may be a gutter
FULL_RUN, FULL_RUN_GAP = (
    8.0,
    1.0,
)  # em; after a run this long, narrowed by a mark that hangs over the column's edge
CJK_SPACE, LATIN_SPACE, WIDE_SPACE = 0.45, 0.18, 0.85  # em
MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—")
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy", "hei", "xbs", "黑", "标宋")
FEW_CHARACTERS = 20
MEMORY = 3 * 1024**3  # bytes of address space, most of it never touched
MOST_OBJECTS = 2000
PICTURE_TYPES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING)


class _Glyph:
    """One character: where it begins and ends on its base line, its size in points."""

    __slots__ = ("end", "index", "size", "start", "text", "y")

    def __init__(self, index: int, text: str, start: float, end: float, y: float, size: float) -> None:
        self.index, self.text = index, text
        self.start, self.end, self.y, self.size = start, end, y, size


def _glyphs(page: Any, text_page: Any, turn: int) -> Iterator[_Glyph]:
    """Yield the visible characters in the order of the file, turned as the page is read."""
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    width, height = page.get_size() if turn % 180 == 0 else page.get_size()[::-1]
    handle = text_page.raw
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code <= 0x20 or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetMatrix(handle, index, matrix)
        corners = [
            _turned(box.left, box.bottom, turn, width, height),
            _turned(box.right, box.top, turn, width, height),
        ]
        right, up = _turned(matrix.c, matrix.d, turn, 0, 0)
        scale = math.hypot(matrix.c, matrix.d)
        if not scale or abs(right) / scale > SIDEWAYS or up < 0:
            continue
        size = raw.FPDFText_GetFontSize(handle, index) * scale
        start, end = sorted((corners[0][0], corners[1][0]))
        base = _turned(x.value, y.value, turn, width, height)[1]
        yield _Glyph(index, chr(code), start, end, base, size or abs(corners[1][1] - corners[0][1]))


def _turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """Turn a point of the unturned page clockwise by 0, 90, 180 or 270 degrees."""
    if turn == 90:
        return y, width - x
    if turn == 180:
        return width - x, height - y
    if turn == 270:
        return height - y, x
    return x, y


def _rows(glyphs: list[_Glyph]) -> list[list[_Glyph]]:
    """Gather the glyphs of one base line, wherever in the file they stand; small raised signs join their line."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if rows and rows[-1][0].y - glyph.y <= SAME_LINE * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    joined: list[list[_Glyph]] = []
    for row in rows:
        above = joined[-1] if joined else row
        distance = above[0].y - row[0].y
        small, large = sorted((max(g.size for g in above), max(g.size for g in row)))
        if joined and small < SMALL * large and distance < RAISED * large and len(above) + len(row) > 2:
            joined[-1] = above + row
        else:
            joined.append(row)
    return joined


def _runs(row: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """Cut a row where a wide gap opens, which may be the space between two columns."""
    run: list[_Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.start):
        if run:
            last = run[-1]
            em = max(last.size, glyph.size, 1.0)
            if glyph.text == last.text and abs(glyph.start - last.start) < 0.1 * em:
                continue  # printed twice to look bold
            full = last.end - run[0].start >= FULL_RUN * em
            if glyph.start - last.end >= (FULL_RUN_GAP if full else NEW_RUN_GAP) * em:
                yield run
                run = []
        run.append(glyph)
    yield run


def _written(run: list[_Glyph]) -> str:
    """Return a run's text with the spaces that its gaps mean."""
    pieces = [run[0].text]
    for before, glyph in pairwise(run):
        gap = (glyph.start - before.end) / max(before.size, glyph.size, 1.0)
        latin = before.text < "\u2e80" and glyph.text < "\u2e80"
        marked = before.text in MARKS or glyph.text in MARKS  # marks are set on half their width
        if gap > WIDE_SPACE + 0.5 * marked and not latin:
            pieces.append("\u3000")
        elif gap > (LATIN_SPACE if latin else CJK_SPACE) and not marked:
            pieces.append(" ")
        pieces.append(glyph.text)
    return "".join(pieces)


def _is_bold(text_page: Any, index: int) -> bool:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page.raw, index, buffer, len(buffer), flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    weight = raw.FPDFText_GetFontWeight(text_page.raw, index)
    return weight >= BOLD_WEIGHT or any(word in name for word in BOLD_NAMES)


def _page(document: Any, number: int) -> dict[str, Any]:
    page = document[number]
    text_page = page.get_textpage()
    turn = page.get_rotation()
    runs: list[list[Any]] = []
    for run in (run for row in _rows(list(_glyphs(page, text_page, turn))) for run in _runs(row)):
        middle = run[len(run) // 2]
        main = max(run, key=lambda glyph: glyph.size)
        place = [round(run[0].start, 1), round(max(g.end for g in run), 1), round(main.y, 1)]
        runs.append([*place, round(middle.size, 1), _is_bold(text_page, middle.index), _written(run)])
    pictures = 0
    if sum(len(run[5]) for run in runs) < FEW_CHARACTERS:
        count = min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)
        objects = (raw.FPDFPage_GetObject(page.raw, index) for index in range(count))
        pictures = sum(1 for found in objects if raw.FPDFPageObj_GetType(found) in PICTURE_TYPES)
    width, height = page.get_size()
    text_page.close()
    page.close()
    return {"width": width, "height": height, "pictures": pictures, "runs": runs}


def read(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    """Return what the module's description says."""
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "damaged"}
    if count > max_pages:
        return {"error": "pages"}
    pages, characters = [], 0
    for number in range(count):
        try:
            page = _page(document, number)
        except pdfium.PdfiumError:
            return {"error": "damaged"}
        pages.append(page)
        characters += sum(len(run[5]) for run in page["runs"])
        if characters > max_characters:
            return {"error": "text"}
    return {"pages": pages}


def _bound_memory() -> None:
    """Let a file that unpacks to no end fail here; Windows has no such limit to set."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))))
