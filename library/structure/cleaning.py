"""Raw lines to clean lines: Markdown, HTML and front matter taken off, tables gathered, tags never read as text.

Only marks go; every word stays. ``<`` and ``>`` around a title (关于修改<…法>的决定) are text, so that only
known element names are taken for tags.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

__all__ = ["CleanText", "Line", "clean_lines", "guarded"]

_TAGS = (
    "abbr|article|aside|blockquote|body|br|button|caption|center|code|colgroup|col|details|dd|del|div|dl|dt|em"
    "|figcaption|figure|font|footer|form|header|head|hr|html|h[1-6]|img|input|ins|label|link|li|main|mark|meta"
    "|nav|ol|pre|section|small|source|span|strike|strong|style|script|sub|summary|sup|table|tbody|td|tfoot|thead"
    "|th|title|tr|ul|video|audio|a|b|i|p|s|u"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh](?:\s[^<>]*)?>(.*?)(?=</t[dh]\s*>|<t[dh][\s>]|$)", re.IGNORECASE | re.DOTALL)
_ROW_EDGE = re.compile(r"</?tr(?:\s[^<>]*)?>", re.IGNORECASE)
_HTML_HEADING = re.compile(r"^\s*<h([1-6])[\s>]", re.IGNORECASE)
_SPECIAL = re.compile(r"[#*<>&|\\\[`\u200b-\u200d\u2060\ufeff\xad]")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|(?=[\u4e00-\u9fff]))(.*?)\s*#*\s*$")
_BULLET = re.compile(r"^\s*[-*+][ \t]+(?=\S)(?!.*-\s*$)")
_QUOTE = re.compile(r"^\s*>\s?")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])")
_PUT_ASIDE = 0x10F000  # a plane for private use: where signs wait that a backslash keeps from being marks
_ASIDE = re.compile("[\U0010f000-\U0010f07f]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|])")
_RULE = re.compile(
    r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|(?:```+|~~~+)[ ]*(?:[A-Za-z][A-Za-z0-9_+.-]*)?\s*)$"
)
_FENCE = re.compile(r"^:::+\s*[a-z]*\s*")  # VuePress containers
_TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
# What would be read as a mark: at the start of a line, inside it, as a tag, as an entity.
_MARK_IN_FRONT = re.compile(r"#|>|\||[-*+][ \t]|(?:```|~~~|(?:[-*_]\s*){3,}$)")
_MARK_INSIDE = re.compile(r"\*(?=.*\*)|\[(?=[^\[\]]*\]\()")
_TAG_START = re.compile(rf"<(?=/?(?:{_TAGS})(?:\s[^<>]*)?/?>|!--)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SILENT = re.compile(r"<(style|script)(?:\s[^<>]*)?>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_HTML_TABLE = re.compile(r"<table(?:\s[^<>]*)?>.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_INFO_END = re.compile(r"<!--\s*INFO END\s*-->", re.IGNORECASE)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$")

# A speech saved as one line marks its paragraphs by two full-width spaces or a tab; 总　　则 must not be cut.
_LONG_LINE = 300
_GAP = re.compile(r"[ \t\xa0\u2002\u3000]*(?:\u3000\u3000|\t|\u3000[ \xa0])[ \t\xa0\u2002\u3000]*")
_MAX_FRONT_MATTER = 60


@dataclass(slots=True)
class Line:
    """One paragraph of the input: clean ``text``, 1-based line ``no``, Markdown heading ``depth`` (0: none)."""

    text: str
    no: int
    depth: int = 0
    table: bool = False
    indented: bool = False
    after_blank: bool = False
    bold: bool = False  # begins with words set in bold, which is how an editor marks an article number


@dataclass(slots=True)
class CleanText:
    """Clean lines, the title of the front matter, and the line number the marked header block ends at (0: none)."""

    lines: list[Line] = field(default_factory=list)
    front_title: str = ""
    header_end: int = 0


def _keep_newlines(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _table_marker(tables: list[str], match: re.Match[str]) -> str:
    """Replace a table by a mark that names it, keeping the count of lines."""
    tables.append(match.group())
    return f"\x00{len(tables) - 1}\x00" + _keep_newlines(match)


def _plain(fragment: str) -> str:
    """Return the text of an HTML or Markdown fragment on one line."""
    return " ".join(_unmark(_TAG.sub(" ", fragment)).split())


def _table_text(source: str) -> str:
    """Turn an HTML table into lines of tab-separated cells; words outside cells get a line of their own."""
    lines: list[str] = []
    for row in _ROW_EDGE.split(source):
        lines.append(_plain(_CELL.sub(" ", row)))
        lines.append("\t".join(_plain(cell) for cell in _CELL.findall(row)).strip())
    return "\n".join(line for line in lines if line)


def _unmark(text: str) -> str:
    """Take inline marks off one line; a sign behind a backslash is none."""
    escaped = "\\" in text
    if escaped:
        text = _ESCAPE.sub(lambda match: chr(_PUT_ASIDE + ord(match.group(1))), text)
    if "](" in text:
        text = _IMAGE_OR_LINK.sub(r"\1", text)
    if "*" in text:
        text = _ITALIC.sub(r"\1", _BOLD.sub(r"\1", text))
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if escaped:
        text = _ASIDE.sub(lambda match: chr(ord(match.group()) - _PUT_ASIDE), text)
    return text.translate(_ZERO_WIDTH).strip()


def _marked_line(raw: str) -> tuple[str, int]:
    """Return text and heading depth of a line that carries marks."""
    depth = 0
    if "<" in raw:
        heading = _HTML_HEADING.match(raw)
        depth = int(heading.group(1)) if heading else 0
        raw = _TAG.sub("", raw.replace("<br>", " ").replace("<br/>", " "))
    if raw.lstrip()[:1] == ">":
        raw = _QUOTE.sub("", raw)
    match = _HEADING.match(raw)
    if match:
        depth, raw = len(match.group(1)), match.group(2)
    return _unmark(raw), depth


def _front_matter_end(raws: list[str]) -> int:
    """Return the index after the front matter, 0 when there is none."""
    if not raws or raws[0].strip() != "---":
        return 0
    for index in range(1, min(len(raws), _MAX_FRONT_MATTER)):
        if raws[index].strip() == "---":
            return index + 1
    return 0


def _split_long(text: str, no: int) -> list[Line]:
    """Split a line that holds a whole speech into its paragraphs."""
    return [Line(piece, no, indented=True) for piece in _GAP.split(text) if piece]


class _Cleaner:
    """Collects clean lines; remembers what spans lines."""

    def __init__(self, tables: list[str]) -> None:
        self.out = CleanText()
        self.tables = tables
        self.rows: list[str] = []
        self.blank = False

    def feed(self, raw: str, no: int) -> None:
        """Take one raw line; a table may stand between words of it."""
        if "\x00" not in raw:
            self._feed_words(raw, no)
            return
        for at, piece in enumerate(raw.split("\x00")):
            if at % 2:
                self._add(Line(_table_text(self.tables[int(piece)]), no, table=True))
            elif piece.strip():
                self._feed_words(piece, no)

    def _feed_words(self, raw: str, no: int) -> None:
        marked = _SPECIAL.search(raw) is not None
        stripped = raw.strip()
        if marked and stripped[:1] == "|":
            self._table_row(stripped, no)
            return
        self.rows = []
        if not stripped or (stripped[0] in "-*_`~" and _RULE.match(stripped)):
            self.blank = True
        else:
            self._text_line(raw, stripped, marked, no)

    def _text_line(self, raw: str, stripped: str, marked: bool, no: int) -> None:
        depth = 0
        bold = stripped[:2] == "**"
        if stripped[0] in "-*+:":
            stripped = raw = _FENCE.sub("", _BULLET.sub("", raw)).strip()
        if marked:
            stripped, depth = _marked_line(raw)
        if len(stripped) >= _LONG_LINE and _GAP.search(stripped):
            for line in _split_long(stripped, no):
                self._add(line)
        else:
            indented = raw[:2] in ("\u3000\u3000", "  ", "\xa0\xa0")
            self._add(Line(stripped, no, depth, indented=indented, bold=bold))

    def _add(self, line: Line) -> None:
        if line.text:
            line.after_blank = self.blank
            self.out.lines.append(line)
        self.blank = False

    def _table_row(self, row: str, no: int) -> None:
        if _TABLE_RULE.match(row):
            return
        inner = row.removeprefix("|").removesuffix("|").replace("\\|", "\x00")
        cells = "\t".join(
            _unmark(_TAG.sub(" ", cell)).replace("\x00", "|") for cell in inner.split("|")
        ).rstrip()
        if self.rows and self.out.lines:
            self.out.lines[-1].text += "\n" + cells
        else:
            self._add(Line(cells, no, table=True))
        self.rows.append(cells)


def clean_lines(text: str) -> CleanText:
    """Split ``text`` into clean, non-empty lines with their 1-based numbers in the input."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")
    tables: list[str] = []
    header_end = 0
    if "<" in text:
        marker = _INFO_END.search(text)
        header_end = text.count("\n", 0, marker.start()) + 1 if marker else 0
        text = _SILENT.sub(_keep_newlines, _COMMENT.sub(_keep_newlines, text))
        text = _HTML_TABLE.sub(lambda match: _table_marker(tables, match), text)
    raws = text.split("\n")
    start = _front_matter_end(raws)
    cleaner = _Cleaner(tables)
    for raw in raws[:start]:
        title = _FRONT_TITLE.match(raw)
        cleaner.out.front_title = title.group(1) if title else cleaner.out.front_title
    for no in range(start, len(raws)):
        cleaner.feed(raws[no], no + 1)
    cleaner.out.header_end = header_end
    return cleaner.out


def guarded(line: Line) -> str:
    """Return a clean line as a text that reads as this line again: its marks put back, its signs kept from being one."""
    if line.table:
        rows = line.text.replace("|", "\\|").split("\n")
        return "\n".join("| " + " | ".join(row.split("\t")) + " |" for row in rows)
    text = _ESCAPE.sub(r"\\\g<0>", line.text)
    text = _MARK_INSIDE.sub(r"\\\g<0>", text)
    text = _TAG_START.sub("&lt;", _ENTITY.sub("&amp;", text))
    if line.depth:
        return "#" * line.depth + " " + text
    return "\\" + text if _MARK_IN_FRONT.match(text) else text
