"""One door out: the loader's rows to a file, and which of them a format cannot say."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.errors import InvalidQuestion
from quizzes.formats.gift_writing import write_gift, write_item
from quizzes.formats.model import Fault
from quizzes.formats.moodle_writing import write_moodle, write_question
from quizzes.formats.rows import from_row
from quizzes.formats.sheet_writing import cells_of, write_sheet

WRITABLE = ("xlsx", "gift", "moodlexml", "json")

Row = Mapping[str, Any]


def write_rows(rows: Sequence[Row], format: str) -> bytes:
    """Return the file that says `rows` in one of `WRITABLE`.

    Raises:
        InvalidQuestion: the format cannot say one of them; `find_unwritable` tells which beforehand.
    """
    if format == "xlsx":
        return write_sheet(rows)
    if format == "gift":
        return write_gift([from_row(row) for row in rows]).encode()
    if format == "moodlexml":
        return write_moodle([from_row(row) for row in rows])
    return (json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n").encode()


def find_unwritable(rows: Sequence[Row], format: str) -> list[Fault]:
    """Return the rows (counted from 1) that `format` cannot say, each with the reason and the way out."""
    faults = []
    for number, row in enumerate(rows, 1):
        try:
            _try(row, format)
        except InvalidQuestion as error:
            faults.append(Fault(number, f"“{row['stem'][:20]}…”：{error}"))
    return faults


def _try(row: Row, format: str) -> None:
    if format == "xlsx":
        cells_of(row, [])
    elif format == "gift":
        write_item(from_row(row))
    elif format == "moodlexml":
        write_question(from_row(row))
