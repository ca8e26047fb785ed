"""Laying the pages of a PDF on sheets for an office printer."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf

from .imposition import Layout, Row, impose

__all__ = ["booklet"]

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
TICK = 4 * MM


def booklet(data: bytes, layout: Layout, *, title: str, leaves: int = 0) -> tuple[bytes, int]:
    """Return `data`'s pages imposed on A4, and how many sides there are; equal input gives equal bytes."""
    with pikepdf.open(BytesIO(data)) as source, Pdf.new() as target:
        size = (A4[1], A4[0]) if layout is Layout.A5_FOLD else A4
        forms = [target.copy_foreign(page.as_form_xobject()) for page in source.pages]
        boxes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in source.pages]
        for sheet in impose(len(forms), layout, leaves):
            for side in (sheet.front, sheet.back):
                target.pages.append(_side(target, side, size, forms, boxes))
        _describe(target, title, layout)
        written = BytesIO()
        target.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return written.getvalue(), len(target.pages)


def _side(
    pdf: Pdf,
    rows: tuple[Row, ...],
    size: tuple[float, float],
    forms: list[pikepdf.Object],
    boxes: list[tuple[float, float]],
) -> Page:
    width, height = size
    cell = height / len(rows)
    drawn: list[str] = []
    used: dict[str, pikepdf.Object] = {}
    for number, row in enumerate(rows):
        for column, page in enumerate(row):
            if page is None:
                continue
            page_width, page_height = boxes[page - 1]
            # Pages meet at the fold; what the sheet has to spare stays outside.
            x = width / 2 - page_width if column == 0 else width / 2
            y = height - (number + 1) * cell + (cell - page_height) / 2
            drawn.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm /P{page} Do Q")
            used[f"/P{page}"] = forms[page - 1]
    drawn.append(_marks(width, height, len(rows)))
    page_dictionary = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=Dictionary(XObject=Dictionary(used)),
        Contents=pdf.make_stream("\n".join(drawn).encode("ascii")),
    )
    return Page(pdf.make_indirect(page_dictionary))


def _marks(width: float, height: float, rows: int) -> str:
    """Return short ticks where to fold (dashed) and where to cut (solid)."""
    middle = width / 2
    lines = [f"q 0.3 w 0.6 G [1.5 1.5] 0 d {middle:.3f} {height:.3f} m {middle:.3f} {height - TICK:.3f} l S"]
    lines.append(f"{middle:.3f} 0 m {middle:.3f} {TICK:.3f} l S")
    if rows > 1:
        y = height / 2
        lines.append(
            f"[] 0 d 0 {y:.3f} m {TICK:.3f} {y:.3f} l S {width:.3f} {y:.3f} m {width - TICK:.3f} {y:.3f} l S"
        )
    return "\n".join([*lines, "Q"])


def _describe(pdf: Pdf, title: str, layout: Layout) -> None:
    """Say what it is, and tell the printer's dialogue to leave the scale alone and which edge to turn on."""
    pdf.docinfo[Name.Title] = title
    turn = Name.DuplexFlipShortEdge if layout is Layout.A5_FOLD else Name.DuplexFlipLongEdge
    pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), Duplex=turn, DisplayDocTitle=True)
    pdf.Root.Lang = pikepdf.String("zh-CN")
