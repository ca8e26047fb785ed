"""Writing workbooks: the template people fill in, and questions in the same columns."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from quizzes.answer_text import write_answer_text
from quizzes.errors import InvalidQuestion
from quizzes.formats.sheet import EXAMPLE
from quizzes.formats.vocabulary import KIND_NAMES, write_source, write_tags
from quizzes.pairing import write_pairs, write_rubric

LEAST_OPTIONS = 4
MAX_CELL_CHARS = 32_767
NOT_IN_CELLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LAST_TEMPLATE_ROW = 5_001
# Column: (width, what to write there).
COLUMNS: Mapping[str, tuple[int, str]] = {
    "题型": (10, "单选题、多选题、判断题、填空题、排序题、连线题或简答题。前四种留空时按选项和答案推断。"),
    "题干": (60, "必填。填空题在要填的地方写四个下划线 ____，几个空就写几处。"),
    "选项": (
        22,
        "单选题、多选题和排序题填写，一格一个选项，不必写“A.”。连线题一格写一对：“左边 → 右边”，多出来的右项写“→ 右边”。"
        "判断题、填空题和简答题留空。",
    ),
    "答案": (
        16,
        "必填。单选写一个字母（B），多选连着写（ABD），判断写“对”或“错”，填空一行写一个空的答案，"
        "同一个空有几种写法时用“|”隔开，排序按先后写字母（CABD），连线题留空，简答写参考答案。",
    ),
    "解析": (40, "选填。为什么选这个答案，交卷后给答题人看。"),
    "难度": (8, "选填。1 到 5，1 最容易；留空为 2。"),
    "标签": (18, "选填。几个标签用“；”隔开。"),
    "出处": (
        30,
        "选填。答案在哪部法规的哪一条，例如“《中国共产党章程》第三条”；"
        "也可以写“资料地址名#条款地址”，直接连到资料库。",
    ),
    "评分要点": (36, "简答题填写，一行一条，写明分值，如“答出四项内容（4分）”。别的题型留空。"),
}
EXAMPLES: Sequence[Mapping[str, Any]] = (
    {
        "kind": "single",
        "stem": f"{EXAMPLE}党员如果没有正当理由，连续多长时间不参加党的组织生活，就被认为是自行脱党？",
        "options": ["三个月", "六个月", "一年", "两年"],
        "answer": 1,
        "explanation": "党章第九条。",
        "difficulty": 2,
        "tags": ["党章", "党员"],
    },
    {
        "kind": "multiple",
        "stem": f"{EXAMPLE}党支部的组织生活“三会一课”包括（　）。",
        "options": ["支部党员大会", "支部委员会会议", "党小组会", "党课"],
        "answer": [0, 1, 2, 3],
        "difficulty": 2,
    },
    {"kind": "truefalse", "stem": f"{EXAMPLE}预备党员的预备期为一年。", "answer": True, "difficulty": 1},
    {
        "kind": "blank",
        "stem": f"{EXAMPLE}党支部要落实 ____ 制度，缺席的同志要 ____。",
        "answer": [["三会一课", "“三会一课”"], ["补课"]],
        "difficulty": 3,
    },
    {
        "kind": "ordering",
        "stem": f"{EXAMPLE}把发展党员的几个阶段按先后排好。",
        "options": ["递交入党申请书", "确定为入党积极分子", "确定为发展对象", "接收为预备党员"],
        "answer": [0, 1, 2, 3],
        "difficulty": 2,
    },
    {
        "kind": "matching",
        "stem": f"{EXAMPLE}把会议和多久开一次连起来。",
        "prompts": ["党小组会", "支部党员大会"],
        "options": ["每月一般开一次", "每季度开一次", "每年开一次"],
        "answer": [0, 1],
        "difficulty": 3,
    },
    {
        "kind": "essay",
        "stem": f"{EXAMPLE}“三会一课”指什么？",
        "answer": {
            "model": "支部党员大会、支部委员会会议、党小组会，按时上好党课。",
            "rubric": [{"text": "写出三种会", "points": 3}, {"text": "写出党课", "points": 1}],
        },
        "difficulty": 2,
    },
)


def write_sheet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a workbook with a question a row, in the template's columns.

    Raises:
        InvalidQuestion: a text is longer than a cell can be.
    """
    letters = _letters(rows)
    # All of them first: a sheet that is begun and not finished leaves its scratch file behind.
    lines = [cells_of(row, letters) for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("题目")
    for place, (_title, width, _said) in enumerate(_columns(letters), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_header_cell(sheet, title) for title, _width, _said in _columns(letters)])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    return _saved(book)


def write_template() -> bytes:
    """Return the workbook to fill in: a header that explains itself, an example of each kind, and a page of help.

    Examples are passed over when it is read again, so that nobody has to remember to delete them.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "题目"
    letters = _letters(EXAMPLES)
    for place, (title, width, said) in enumerate(_columns(letters), 1):
        cell = sheet.cell(1, place, title)
        cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _WRAPPED
        cell.comment = Comment(said, "知行")
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in EXAMPLES:
        sheet.append(cells_of(row, letters))
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = _WRAPPED
    sheet.freeze_panes = "A2"
    _restrict(sheet, "A", "list", f'"{",".join(KIND_NAMES.values())}"')
    _write_help(book.create_sheet("填写说明"), letters)
    return _saved(book)


def cells_of(row: Mapping[str, Any], letters: Sequence[str]) -> list[Any]:
    """Return a row's cells in the order of the columns.

    Raises:
        InvalidQuestion: a text is longer than a cell can be.
    """
    options = _option_cells(row)
    cells = [
        KIND_NAMES[row["kind"]],
        row["stem"],
        *(options + [""] * (len(letters) - len(options))),
        write_answer_text(row["kind"], row["answer"]),
        row.get("explanation") or "",
        row.get("difficulty"),
        write_tags(tuple(row.get("tags") or ())),
        write_source(tuple(row.get("cites") or ())),
        write_rubric(row["answer"]) if row["kind"] == "essay" else "",
    ]
    if any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARS for cell in cells):
        raise InvalidQuestion(
            [f"有一项超过 {MAX_CELL_CHARS} 个字，Excel 的一格放不下，请改用 json 格式导出。"]
        )
    return cells


def _option_cells(row: Mapping[str, Any]) -> list[str]:
    options = list(row.get("options") or [])
    return write_pairs(row["prompts"], options, row["answer"]) if row["kind"] == "matching" else options


_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="F3E9D8")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def _letters(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    most = max((len(_option_cells(row)) for row in rows), default=0)
    return [chr(ord("A") + place) for place in range(max(most, LEAST_OPTIONS))]


def _columns(letters: Sequence[str]) -> list[tuple[str, int, str]]:
    columns = []
    for title, (width, said) in COLUMNS.items():
        titles = [f"{title}{letter}" for letter in letters] if title == "选项" else [title]
        columns += [(one, width, said) for one in titles]
    return columns


def _header_cell(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _WRAPPED
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """Return a cell that holds `value` as it is: words that begin with = are words, not a formula."""
    if not isinstance(value, str):
        return value
    clean = NOT_IN_CELLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    return cell


def _restrict(sheet: Any, column: str, kind: str, formula: str) -> None:
    rule = DataValidation(type=kind, formula1=formula, allow_blank=True, showErrorMessage=True)
    rule.error, rule.errorTitle = "请从列表里选一个题型，或留空。", "题型"
    sheet.add_data_validation(rule)
    rule.add(f"{column}2:{column}{LAST_TEMPLATE_ROW}")


def _write_help(sheet: Any, letters: Sequence[str]) -> None:
    lines = [
        ("列", "怎样填写"),
        *(
            (f"选项{letters[0]} 至 选项{letters[-1]}" if title == "选项" else title, said)
            for title, (_w, said) in COLUMNS.items()
        ),
        ("", ""),
        ("示例", f"题干以“{EXAMPLE}”开头的行是例子，不会导入，可以删去，也可以照着改（删去“{EXAMPLE}”）。"),
        ("更多选项", "需要更多选项时，在选项 D 后面插入一列，表头写“选项E”，最多到选项 J。"),
        ("多张工作表", "可以把不同题型分在几张工作表里，每张都要有表头。"),
    ]
    for line in lines:
        sheet.append(line)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = _WRAPPED
    for cell in sheet[1]:
        cell.font = _HEADER_FONT


def _saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
