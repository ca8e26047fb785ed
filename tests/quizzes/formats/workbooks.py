"""Workbooks as people send them, made in memory."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析"]
SINGLE = ["单选题", "多久学习一次？", "每周", "每月", "每季", "每年", "B", "见第二条"]


def book(*sheets: Sequence[Sequence[Any]], titles: Sequence[str] = ()) -> bytes:
    """Return a workbook of sheets, each a list of rows."""
    made = Workbook()
    made.remove(made.active)
    for place, rows in enumerate(sheets):
        sheet = made.create_sheet(titles[place] if titles else f"Sheet{place + 1}")
        for row in rows:
            sheet.append(list(row))
    return saved(made)


def saved(made: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def rezip(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with its parts changed, and parts added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def shared(data: bytes) -> bytes:
    """Return a workbook as Excel itself saves it: every text once, in a table of its own, cells naming its place."""
    texts: list[bytes] = []

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(rb't="inlineStr"><is>(<t[^>]*>.*?</t>)</is>', _keep, part)
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            added = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
            return part.replace(b"</Types>", added)
        return part

    def _keep(match: re.Match[bytes]) -> bytes:
        texts.append(match[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    rezip(data, change)
    strings = b"".join(b"<si>%s</si>" % text for text in texts)
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + strings + b"</sst>"
    texts.clear()
    return rezip(data, change, {"xl/sharedStrings.xml": table})
