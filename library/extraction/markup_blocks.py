"""The elements of a page to paragraphs: line by line as a browser would break them, lists with their numbers."""

import re

from lxml.html import HtmlElement

from library.extraction.blocks import Block, table_rows
from library.extraction.counting import write_number
from library.extraction.headings import NUMBERED

BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "header",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "td",
        "th",
        "center",
        "body",
        "figure",
        "figcaption",
        "caption",
        "address",
        "hr",
        "fieldset",
    ]
)
BOLD_TAGS = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
BOLD_STYLE = re.compile(r"font-weight:(?:bold|[6-9]00)", re.I)
NORMAL_STYLE = re.compile(r"font-weight:(?:normal|[1-4]00)", re.I)
CENTER_STYLE = re.compile(r"text-align:center", re.I)
OTHER_ALIGN_STYLE = re.compile(r"text-align:(?:left|right|justify|start|end)", re.I)
SIZE_STYLE = re.compile(r"font-size:([\d.]+)(pt|px)", re.I)
POINTS_A_PIXEL = 0.75
HEADING = re.compile(r"h([1-6])$")
LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
UNNUMBERED = re.compile(r"list-style(?:-type)?:[^;]*none", re.I)
CELL_BLOCKS = 6  # paragraphs in one cell that make a table a frame for text
CELL_CHARACTERS = 1200
BREAK = "\n"


def page_blocks(root: HtmlElement) -> list[Block]:
    """Return the blocks of an element in reading order."""
    walker = _Walker()
    walker.visit(root, _Context())
    walker.end_block()
    return [block for block in walker.blocks if block.text.strip()]


class _Context:
    """What an element inherits: heading level, bold, centred, size in points, white space kept."""

    __slots__ = ("bold", "centered", "level", "preformatted", "size")

    def __init__(self, above: "_Context | None" = None) -> None:
        self.level: int = above.level if above else 0
        self.bold: bool = above.bold if above else False
        self.centered: bool = above.centered if above else False
        self.size: float = above.size if above else 0.0
        self.preformatted: bool = above.preformatted if above else False

    def inside(self, element: HtmlElement) -> "_Context":
        """Return the context of an element's children."""
        style = (element.get("style") or "").replace(" ", "")
        made = _Context(self)
        tag = element.tag
        if heading := HEADING.match(tag):
            made.level = int(heading.group(1))
        made.bold = (self.bold or tag in BOLD_TAGS or bool(BOLD_STYLE.search(style))) and not (
            NORMAL_STYLE.search(style)
        )
        aligned = element.get("align", "").lower()
        if tag == "center" or aligned == "center" or CENTER_STYLE.search(style):
            made.centered = tag not in {"table", "tr"} or bool(CENTER_STYLE.search(style))
        elif aligned in {"left", "right", "justify"} or OTHER_ALIGN_STYLE.search(style):
            made.centered = False
        if size := SIZE_STYLE.search(style):
            made.size = float(size.group(1)[:6]) * (POINTS_A_PIXEL if size.group(2).lower() == "px" else 1)
        made.preformatted = self.preformatted or tag == "pre"
        return made


class _Walker:
    """Collects text into blocks; a block ends where a browser would begin a new line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._bold = 0
        self._weight = 0
        self._sizes: dict[float, int] = {}
        self._context = _Context()
        self._label = ""
        self._labels: dict[HtmlElement, str] = {}

    def visit(self, element: HtmlElement, context: _Context) -> None:
        """Take in an element and all below it."""
        if element.tag == "br":
            self._pieces.append(BREAK)
            return
        if element.tag == "table" and _is_data_table(element):
            self.end_block()
            self.blocks.append(Block(_table_text(element), is_table=True))
            return
        inside = context.inside(element)
        is_block = element.tag in BLOCKS
        if is_block:
            self.end_block()
            self._context = inside
            self._label = self._labels.pop(element, "") or self._label
            if element.tag == "ol":
                self._labels.update(_list_labels(element))
        self._text(element.text, inside)
        for child in element:
            if isinstance(child.tag, str):
                self.visit(child, inside)
            self._text(child.tail, inside)
        if is_block:
            self.end_block()
            self._context = context

    def _text(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        text = text.replace("\xa0", " ")
        shown = text if context.preformatted else re.sub(r"[ \t\r\n]+", " ", text)
        weight = len("".join(shown.split()))
        if weight and context.level:
            self._context = context
        self._weight += weight
        self._bold += weight if context.bold else 0
        if weight:
            self._sizes[context.size] = self._sizes.get(context.size, 0) + weight
        self._pieces.append(shown)

    def end_block(self) -> None:
        """Finish the paragraph that was being collected."""
        lines = [line.strip(" \t") for line in "".join(self._pieces).split("\n")]
        text = "\n".join(line for line in lines if line.strip())
        if text:
            label = "" if NUMBERED.match(text) else self._label
            size = max(self._sizes, key=lambda size: self._sizes[size], default=0.0)
            bold = 0 < self._weight == self._bold
            context = self._context
            self.blocks.append(
                Block(label + text, context.level, size=size, bold=bold, centered=context.centered)
            )
            self._label = ""
        self._pieces, self._sizes = [], {}
        self._bold = self._weight = 0


def _list_labels(numbered: HtmlElement) -> dict[HtmlElement, str]:
    """Return the numbers a browser sets before the items of a numbered list."""
    start = numbered.get("start") or "1"
    number = int(start[:6]) if start.isdecimal() else 1
    kind = LIST_FORMATS.get(numbered.get("type") or "", "decimal")
    labels = {}
    for item in numbered.iterchildren("li"):
        own = item.get("value") or ""
        number = int(own[:6]) if own.isdecimal() else number
        style = f"{numbered.get('style') or ''};{item.get('style') or ''}".replace(" ", "")
        labels[item] = "" if UNNUMBERED.search(style) else write_number(number, kind) + "."
        number += 1
    return labels


def _is_data_table(table: HtmlElement) -> bool:
    """Tell a table of facts from a table that only lays out the page."""
    if table.find(".//table") is not None:
        return False
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    full = [row for row in rows if sum(bool(cell.text_content().strip()) for cell in row) > 1]
    if len(full) < 2:
        return False
    return not any(_is_text_frame(cell) for row in full for cell in row)


def _is_text_frame(cell: HtmlElement) -> bool:
    paragraphs = sum(1 for _paragraph in cell.iter("p", "div", "h1", "h2", "h3"))
    return paragraphs > CELL_BLOCKS or len(cell.text_content()) > CELL_CHARACTERS


def _table_text(table: HtmlElement) -> str:
    rows = []
    for row in table.iter("tr"):
        cells = [
            " ".join(block.text.replace("\n", " ") for block in page_blocks(cell))
            for cell in row
            if cell.tag in {"td", "th"}
        ]
        if any(cells):
            rows.append(cells)
    return table_rows(rows)
