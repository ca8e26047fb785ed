"""One door for every format: bytes in, rows for the loader out."""

import json
from pathlib import Path
from typing import Any

from library.extraction import ExtractionError, extract
from library.extraction.plain import decode
from quizzes.errors import UnreadableQuestions
from quizzes.formats import limits
from quizzes.formats.aiken import read_aiken
from quizzes.formats.corpora import is_autoxue, is_dundunnp, read_autoxue, read_dundunnp
from quizzes.formats.detecting import (
    HTML_START,
    OLE_MAGIC,
    PDF_MAGIC,
    RTF_MAGIC,
    SHEETS,
    detect_bytes,
    detect_json,
    detect_text,
)
from quizzes.formats.gift import read_gift
from quizzes.formats.model import Reading
from quizzes.formats.moodle import read_moodle
from quizzes.formats.paper import read_paper
from quizzes.formats.rows import to_reading
from quizzes.formats.sheet import DAMAGED, read_sheet

READABLE = ("xlsx", "text", "docx", "gift", "moodlexml", "aiken", "json", "autoxue", "dundunnp")
# library.extraction goes by the name; here the bytes say what it should be.
SUFFIXES = ((PDF_MAGIC, ".pdf"), (RTF_MAGIC, ".doc"), (OLE_MAGIC, ".doc"))


def read_file(path: Path, format: str = "auto") -> Reading:
    """Return the questions of the file at `path`; its size is looked at before a byte is read.

    Raises:
        UnreadableQuestions: nothing in it can be read; the sentence names the file.
    """
    try:
        if path.stat().st_size > limits.MAX_BYTES:
            raise UnreadableQuestions(_too_large(path.name))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableQuestions(f"读不了 {path.name}：请检查文件在不在、能不能打开。") from error
    return read_bytes(data, path.name, format)


def read_bytes(data: bytes, filename: str, format: str = "auto") -> Reading:
    """Return the questions in `data`, in `format` or in the one it looks like.

    Raises:
        UnreadableQuestions: nothing in it can be read; the sentence names the file.
    """
    if len(data) > limits.MAX_BYTES:
        raise UnreadableQuestions(_too_large(filename))
    container = format if format != "auto" else detect_bytes(data, filename)
    if container == "xlsx":
        return to_reading(read_sheet(data, filename), format="xlsx", by_line=True)
    if container == "moodlexml":
        return to_reading(read_moodle(data, filename), format="moodlexml")
    if container == "docx":
        return to_reading(read_paper(_document_text(data, filename), filename), format="docx")
    text = _plain_text(data, filename)
    return read_text(text, filename, detect_text(text, filename) if format == "auto" else format)


def read_text(text: str, filename: str = "文件", format: str = "text") -> Reading:
    """Return the questions in words: pasted ones, or a file's.

    Raises:
        UnreadableQuestions: there is no question in them.
    """
    if format == "auto":
        format = detect_text(text, filename)
    if format in ("gift", "aiken", "text") and len(text) > limits.MAX_TEXT_CHARS:
        raise UnreadableQuestions(f"{filename} 超过 {limits.MAX_TEXT_CHARS // 10_000} 万字，请分成几个文件。")
    if format == "gift":
        return to_reading(read_gift(text), format=format)
    if format == "aiken":
        return to_reading(read_aiken(text), format=format)
    if format in ("json", "autoxue", "dundunnp"):
        return _from_json(text, filename, format)
    return to_reading(read_paper(text, filename), format="text")


def _from_json(text: str, filename: str, format: str) -> Reading:
    content = _load_json(text, filename)
    if format == "json":
        format = detect_json(content)
    if format == "autoxue":
        if not is_autoxue(content):
            raise UnreadableQuestions(
                f"{filename} 不是 autoxue 的题库，应为列表，每项有 content、options 和 answer。"
            )
        return to_reading(read_autoxue(content), format=format)
    if format == "dundunnp":
        if not is_dundunnp(content):
            raise UnreadableQuestions(
                f"{filename} 不是 dundunnp 的题库，应为“题干|选项|选项”: “答案” 的对照表。"
            )
        return to_reading(read_dundunnp(content), format=format)
    if not isinstance(content, list):
        raise UnreadableQuestions(f"{filename} 应为一个题目的列表，最外面是方括号 []。")
    if len(content) > limits.MAX_QUESTIONS:
        raise UnreadableQuestions(f"{filename} 超过 {limits.MAX_QUESTIONS} 题，请分成几个文件。")
    return Reading("json", rows=content, numbers=list(range(1, len(content) + 1)))


def _load_json(text: str, filename: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise UnreadableQuestions(f"{filename} 不是合格的 JSON：括号套得太深。") from error
    except ValueError as error:
        raise UnreadableQuestions(
            f"{filename} 不是合格的 JSON：{error}。请检查这一处的引号和逗号。"
        ) from error


def _document_text(data: bytes, filename: str) -> str:
    """Return the words of a Word file, a PDF or a page, with Word's automatic numbers written out."""
    suffix = next((suffix for magic, suffix in SUFFIXES if data.startswith(magic)), ".docx")
    if HTML_START.match(data[:512]):
        suffix = ".html"
    if Path(filename).suffix.lower() != suffix:
        filename += suffix
    try:
        return extract(data, filename).text
    except ExtractionError as error:
        raise UnreadableQuestions(str(error)) from error


def _plain_text(data: bytes, filename: str) -> str:
    try:
        text, _encoding, _decisions = decode(data, filename)
    except ExtractionError as error:
        is_sheet = Path(filename).suffix.lower() in SHEETS
        raise UnreadableQuestions(DAMAGED.format(name=filename) if is_sheet else str(error)) from error
    return text


def _too_large(filename: str) -> str:
    return f"{filename} 超过 {limits.MAX_BYTES // 1024 // 1024} MB，请分成几个文件。"
