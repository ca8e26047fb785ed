"""Which characters a font file has: its `cmap` table, read by itself (OpenType 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

__all__ = ["characters_of"]

COLLECTION = b"ttcf"


def characters_of(path: Path) -> frozenset[str]:
    """Return the characters of a font file, of a collection all its faces together; nothing from what is none."""
    data = path.read_bytes()
    try:
        return frozenset(chr(code) for face in _faces(data) for code in _codes(data, face))
    except (struct.error, ValueError):
        return frozenset()


def _faces(data: bytes) -> list[int]:
    """Return where each face's table directory begins."""
    if data[:4] != COLLECTION:
        return [0]
    (count,) = struct.unpack_from(">I", data, 8)
    return list(struct.unpack_from(f">{count}I", data, 12))


def _codes(data: bytes, face: int) -> Iterator[int]:
    table = _table(data, face, b"cmap")
    if table is None:
        return
    (count,) = struct.unpack_from(">H", data, table + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", data, table + 4 + 8 * number + 4)
        (form,) = struct.unpack_from(">H", data, table + offset)
        if form == 12:
            yield from _segmented(data, table + offset)
        elif form == 4:
            yield from _basic(data, table + offset)


def _table(data: bytes, face: int, tag: bytes) -> int | None:
    (count,) = struct.unpack_from(">H", data, face + 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, face + 12 + 16 * number)
        if name == tag:
            return int(offset)
    return None


def _segmented(data: bytes, start: int) -> Iterator[int]:
    """Yield the codes of format 12: groups of (first, last, glyph)."""
    (count,) = struct.unpack_from(">I", data, start + 12)
    for first, last, _ in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count]):
        yield from range(first, min(last, 0x10FFFF) + 1)


def _basic(data: bytes, start: int) -> Iterator[int]:
    """Yield the codes of format 4: segments of the basic plane, where glyph 0 means none."""
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    begins = struct.unpack_from(f">{count}H", data, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * doubled)
    ranges_at = start + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    for number in range(count):
        for code in range(begins[number], ends[number] + 1):
            if ranges[number]:
                place = ranges_at + 2 * number + ranges[number] + 2 * (code - begins[number])
                (glyph,) = struct.unpack_from(">H", data, place)
            else:
                glyph = (code + deltas[number]) & 0xFFFF
            if glyph and code != 0xFFFF:
                yield code
