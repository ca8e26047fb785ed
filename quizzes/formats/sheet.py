"""Reading a workbook of questions: one a row, under a header as people write it.

The workbook comes from anywhere: its parts are measured and searched for DTDs before openpyxl sees them, macros and
links are never run, formulas count as the values last computed.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from library.extraction import ExtractionError
from library.extraction.archive import BoundedZip
from quizzes.errors import InvalidQuestion, UnreadableQuestions
from quizzes.formats import limits
from quizzes.formats.composing import Written, compose
from quizzes.formats.model import Fault, Parsed
from quizzes.formats.paper_lines import section_kind
from quizzes.formats.paper_options import shadow
from quizzes.formats.sheet_columns import Columns, read_header
from quizzes.formats.vocabulary import KIND_PATTERN, KINDS, read_kind

EXAMPLE = "【示例】"
HEADER_ROWS = 20
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
TICKED = {"√", "✓", "✔", "1", "1.0", "是", "对", "true", "y", "yes", "v", "正确"}
KIND_IN_TITLE = re.compile(KIND_PATTERN)
LETTER = re.compile(r"(?:^|\n|(?<=\s)|(?<=[;；|]))\s*[A-Ja-jＡ-Ｊ][.．、:：)）]")
NO_HEADER = (
    "“{name}”里没有找到表头，请下载模板，或在第一行写上：题型、题干、选项A、选项B、选项C、选项D、答案、解析。"
)
DAMAGED = "“{name}”已损坏，读不出来，请用 Excel 或 WPS 打开，另存一份 .xlsx 后再导入。"


def read_sheet(data: bytes, filename: str = "文件") -> Parsed:
    """Return the items of every sheet that has a header; a row that cannot be read becomes a fault.

    Raises:
        UnreadableQuestions: it is no workbook, or no sheet has a header.
    """
    _check_package(data, filename)
    parsed = Parsed()
    book = _open(data, filename, values=True)
    headed = [
        (sheet, *found)
        for sheet in book.worksheets[: limits.MAX_SHEETS]
        if (found := _header(sheet, filename))
    ]
    if not headed:
        raise UnreadableQuestions(NO_HEADER.format(name=filename))
    for worksheet, header, columns in headed:
        sheet = _Sheet(worksheet.title, columns, is_only=len(headed) == 1)
        for number, cells in islice(_rows(worksheet, filename, columns.width()), header, None):
            if all(cell.value is None for cell in cells):
                continue
            sheet.read_row(number, cells, parsed)
            if len(parsed.items) + len(parsed.faults) > limits.MAX_QUESTIONS:
                raise UnreadableQuestions(f"“{filename}”超过 {limits.MAX_QUESTIONS} 题，请分成几个文件。")
    if parsed.faults:
        _blame_formulas(data, filename, parsed)
    return parsed


def _header(sheet: Any, filename: str) -> tuple[int, Columns] | None:
    """Return (row, columns) of the header among the first rows of a sheet."""
    for number, cells in islice(_rows(sheet, filename), HEADER_ROWS):
        columns = read_header([_header_text(cell) for cell in cells])
        if columns is not None:
            return number, columns
    return None


class _Sheet:
    """One sheet while its rows come by; a line such as “二、多选题” sets the kind of what follows."""

    def __init__(self, title: str, columns: Columns, *, is_only: bool) -> None:
        self._place = "" if is_only else f"（工作表“{title}”）"
        self._columns = columns
        self._kind = _kind_of_title(title)

    def read_row(self, number: int, cells: tuple[Any, ...], parsed: Parsed) -> None:
        """Read one row into `parsed`; empty rows, examples and repeated headers are passed over."""
        try:
            row = _Row(cells, self._columns)
            if heading := section_kind(shadow(row.only_text())):
                self._kind = heading[0]
            if heading or row.is_empty():
                return
            if row.stem.startswith(EXAMPLE):
                parsed.notes.append(Fault(number, "示例行没有导入；它只是写法的例子，可以删去。"))
                return
            if read_header([_header_text(cell) for cell in cells]) == self._columns:
                return
            written = row.written(number, self._place, self._kind)
            parsed.items.append(compose(written))
        except InvalidQuestion as error:
            parsed.faults.append(Fault(number, f"{error}{self._place}"))


class _Row:
    def __init__(self, cells: tuple[Any, ...], columns: Columns) -> None:
        self._cells, self._columns = cells, columns
        self.stem = self._field("stem")

    def is_empty(self) -> bool:
        """Tell whether there is no question in it; a serial number or a kind filled in ahead makes none."""
        if self.stem:
            return False
        columns = self._columns
        places = [place for name, place in columns.fields.items() if name != "kind"]
        places += [*columns.options.values(), *columns.marks.values(), *columns.parts.values()]
        return not any(self._text(place) for place in places)

    def only_text(self) -> str:
        """Return the text of a row with just one cell filled, "" otherwise."""
        texts = [text for text in (_cell_text(cell, "") for cell in self._cells) if text]
        return texts[0] if len(texts) == 1 else ""

    def written(self, number: int, place: str, kind: str) -> Written:
        """Return what the row says."""
        options = self._options()
        return Written(
            stem=self.stem,
            options=options,
            answer=self._answer(len(options)),
            kind=read_kind(self._field("kind")) or kind,
            explanation=self._field("explanation"),
            difficulty=self._field("difficulty"),
            tags=self._field("tags"),
            source=self._field("source"),
            rubric=self._field("rubric"),
            row=number,
            place=place,
        )

    def _field(self, name: str) -> str:
        return self._text(self._columns.fields.get(name, -1), name)

    def _text(self, place: int, name: str = "") -> str:
        return _cell_text(self._cells[place], name) if 0 <= place < len(self._cells) else ""

    def _options(self) -> list[str]:
        places = self._columns.options
        if places:
            last = max(places)
            options = [self._text(places.get(place, -1)) for place in range(last + 1)]
            while options and not options[-1]:
                options.pop()
            return options
        together = self._field("options")
        if len(LETTER.findall(together)) > 1:
            starts = [match.start() for match in LETTER.finditer(together)]
            return [
                together[start:end].strip(" \n;；|")
                for start, end in zip(starts, [*starts[1:], len(together)], strict=True)
            ]
        return [part.strip() for part in re.split(r"[\n|;；]+", together) if part.strip()]

    def _answer(self, options: int) -> str:
        answer = self._field("answer")
        if not answer and self._columns.marks and options:
            ticked = [
                chr(ord("A") + letter)
                for letter, place in sorted(self._columns.marks.items())
                if self._text(place).lower() in TICKED
            ]
            return "".join(ticked)
        if not answer and self._columns.parts:
            parts = (self._text(place) for _number, place in sorted(self._columns.parts.items()))
            return "\n".join(part for part in parts if part)
        return answer


def _check_package(data: bytes, filename: str) -> None:
    """Refuse what is no workbook, has macros, or would unpack to something huge or explosive."""
    if data.startswith(OLE_MAGIC):
        raise UnreadableQuestions(
            f"“{filename}”是旧的 .xls 格式或设了密码，请用 Excel 或 WPS 另存为不带密码的 .xlsx 后再导入。"
        )
    try:
        package = BoundedZip(data, filename)
        names = package.names()
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise UnreadableQuestions(
                f"“{filename}”不是真正的 .xlsx 文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入。"
            )
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise UnreadableQuestions(f"“{filename}”带有宏，请另存为不带宏的 .xlsx 后再导入。")
        parts = [entry for entry in package.entries if entry.filename.endswith((".xml", ".rels"))]
        if sum(entry.file_size for entry in parts) > limits.MAX_WORKBOOK_BYTES:
            raise UnreadableQuestions(f"“{filename}”内容太多，请分成几个文件再导入。")
        for entry in parts:
            part = package.read(entry)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part:
                raise UnreadableQuestions(f"“{filename}”里有不该有的内容，可能是恶意文件，没有导入。")
    except ExtractionError as error:
        raise UnreadableQuestions(str(error)) from error


def _open(data: bytes, filename: str, *, values: bool) -> Any:
    """Return the workbook, read as it is asked for, with computed values or with formulas."""
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    # A forged or damaged workbook can make openpyxl fail in any way at all.
    except Exception as error:
        raise UnreadableQuestions(DAMAGED.format(name=filename)) from error


def _rows(
    sheet: Any, filename: str, width: int = limits.MAX_COLUMNS
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield a sheet's rows with their numbers; what a sheet says of its own size is not believed."""
    try:
        sheet.reset_dimensions()
        yield from enumerate(sheet.iter_rows(max_col=width), 1)
    except Exception as error:
        raise UnreadableQuestions(DAMAGED.format(name=filename)) from error


def _cell_text(cell: Any, name: str) -> str:
    """Return what a person sees in a cell.

    Raises:
        InvalidQuestion: Excel shows an error there, or turned the words into a date nobody can turn back.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            raise InvalidQuestion([f"单元格里是错误值 {value}，请改成文字。"])
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
    if isinstance(value, bool):
        return "对" if value else "错"
    if isinstance(value, int | float):
        return _number_text(value, str(cell.number_format))
    if isinstance(value, datetime | date):
        return _date_text(value, str(cell.number_format))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _number_text(value: float, shown: str) -> str:
    if "%" in shown:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}"


def _date_text(value: date, shown: str) -> str:
    """Return a date as its cell shows it; one without a year was something else, such as “3-5”."""
    pattern = re.sub(r"\"|\\|\[[^\]]*\]", "", shown).lower()
    if "年" in pattern:
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if "日" in pattern else "")
    if "yy" in pattern:
        return f"{value.year}-{value.month:02}-{value.day:02}"
    if "月" in pattern and "日" in pattern:
        return f"{value.month}月{value.day}日"
    raise InvalidQuestion(
        [f"有一格被 Excel 当成了日期（{value:%Y-%m-%d}），请把这一格的格式改为“文本”，再写一遍原来的内容。"]
    )


def _header_text(cell: Any) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _kind_of_title(title: str) -> str:
    match = KIND_IN_TITLE.search(title)
    return KINDS[match[0]] if match else ""


def _blame_formulas(data: bytes, filename: str, parsed: Parsed) -> None:
    """Say so where a fault comes from a formula nobody has computed; openpyxl shows either values or formulas."""
    wanted = {fault.row for fault in parsed.faults}
    guilty = set()
    for sheet in _open(data, filename, values=False).worksheets[: limits.MAX_SHEETS]:
        for number, cells in islice(_rows(sheet, filename), max(wanted)):
            if number in wanted and any(cell.data_type == "f" for cell in cells):
                guilty.add(number)
    said = "这一行有公式，结果没有存在文件里；请用 Excel 打开后保存一次，或把公式换成文字。"
    parsed.faults = [
        Fault(fault.row, said if fault.row in guilty else fault.message) for fault in parsed.faults
    ]
