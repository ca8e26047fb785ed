"""Which format a file is in, by what is in it; its name only helps where two would do."""

import re
from pathlib import Path
from typing import Any

from quizzes.formats.corpora import is_autoxue, is_dundunnp

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
RTF_MAGIC = b"{\\rtf"
PDF_MAGIC = b"%PDF-"
# Names inside a zip stand in its central directory as they are.
WORD_PART, EXCEL_PART = b"word/document", b"xl/workbook"
XML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|quiz|!--|!DOCTYPE quiz)", re.I)
HTML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|meta)", re.I)
BRACES = re.compile(r"(?<!\\)\{([^{}]{1,2000})\}")
JSON_START = re.compile(r"\s*(?:\[\s*[{\]]|\{\s*[\"}])")
AIKEN = re.compile(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z](?:[ \t,]*[A-Z])*[ \t]*$", re.M)
GIFT_MARKS = (
    re.compile(r"^[ \t]*\$CATEGORY:", re.M),
    re.compile(r"^[ \t]*::[^\n]{1,500}?::", re.M),
    re.compile(r"^[ \t]*//[ \t]*\[(?:id|tag|zhixing)\b", re.M),
    re.compile(r"^[ \t]*\[(?:html|markdown|moodle|plain)\]", re.M),
    re.compile(r"(?<!\\)\{\s*(?:[=~#]|\}|(?:T|F|TRUE|FALSE)\s*[#}])"),
)
SHEETS = frozenset({".xls", ".xlsx", ".et"})


def detect_bytes(data: bytes, filename: str) -> str:
    """Return xlsx, docx, moodlexml, or text for what has to be read as words first."""
    suffix = Path(filename).suffix.lower()
    if data.startswith(ZIP_MAGIC):
        if EXCEL_PART in data:
            return "xlsx"
        return "docx" if WORD_PART in data or suffix == ".docx" else "xlsx"
    if data.startswith(OLE_MAGIC):
        return "xlsx" if suffix in SHEETS else "docx"
    if data.startswith((RTF_MAGIC, PDF_MAGIC)):
        return "docx"
    if HTML_START.match(data[:512]):
        return "docx"
    return "moodlexml" if XML_START.match(data[:512]) else "text"


def detect_text(text: str, filename: str) -> str:
    """Return json, gift, aiken or text (an exam paper)."""
    suffix = Path(filename).suffix.lower()
    if suffix == ".json" or JSON_START.match(text):
        return "json"
    if suffix == ".gift":
        return "gift"
    if AIKEN.search(text):
        return "aiken"
    return "gift" if any(mark.search(text) for mark in GIFT_MARKS) or _has_answers(text) else "text"


def _has_answers(text: str) -> bool:
    """Tell whether braces somewhere hold answers marked with = or ~."""
    return any(re.search(r"(?<!\\)[=~]", match[1]) for match in BRACES.finditer(text))


def detect_json(content: Any) -> str:
    """Return json (our own), autoxue or dundunnp."""
    if is_autoxue(content):
        return "autoxue"
    return "dundunnp" if is_dundunnp(content) else "json"
