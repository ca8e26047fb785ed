"""QR codes as paths: black squares, no picture file, the same from every build."""

from __future__ import annotations

import segno

__all__ = ["matrix", "svg"]


def matrix(content: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of the code of `content`, without a quiet zone; True is dark."""
    code = segno.make_qr(content, error="m", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def svg(content: str, *, border: int = 0) -> str:
    """Return the code of `content` as an SVG document, with `border` empty modules around it."""
    rows = matrix(content)
    size = len(rows) + 2 * border
    path = "".join(
        f"M{x + border} {y + border}h{width}v1h-{width}z"
        for y, row in enumerate(rows)
        for x, width in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path d="{path}"/></svg>'
    )


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return (start, length) of the dark runs of a row: fewer pieces, and no hairlines between modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
