"""Numbers that do not follow one another: gaps, repeats, restarts; articles that say nothing.

The parser reports, an editor decides: nothing is renumbered.
"""

from __future__ import annotations

from .addressing import number_key
from .model import Document, Kind, Node, ParseWarning, WarningCode
from .numerals import int_to_chinese

__all__ = ["check_document"]

_SCOPES = frozenset({Kind.ANNEX, Kind.COMPONENT})
_UNITS = {Kind.PART: "编", Kind.CHAPTER: "章", Kind.SECTION: "节", Kind.ARTICLE: "条", Kind.SUBPART: "分编"}
_LISTED = frozenset({Kind.ITEM, Kind.SUBITEM, Kind.SECTION, Kind.SUBSECTION, Kind.POINT})
_Number = tuple[int, int]


def _number(node: Node) -> _Number | None:
    """Return (17, 1) for 第十七条之一, None for letters, clauses and what has no number."""
    parts = number_key(node).split("_")
    if not parts[0].isdigit() or node.kind == Kind.CLAUSE:
        return None
    return int(parts[0]), int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


def _style(number: str) -> str:
    """Name the way a number is written, so that only numbers of one list are compared."""
    if number[0] in "第（(":
        return number[0] + ("1" if number[1:2].isdigit() else "")
    return "1" if number[0].isdigit() else number[-1]


def _written(number: _Number, unit: str) -> str:
    sub = "之" + int_to_chinese(number[1]) if number[1] else ""
    return f"第{int_to_chinese(number[0])}{unit}{sub}"


def _missing(last: _Number, now: _Number, unit: str) -> str:
    """Name what is missing between two numbers, at most the two ends of the gap."""
    if now[1]:
        first, final = (now[0], last[1] + 1 if last[0] == now[0] else 1), (now[0], now[1] - 1)
        if last[0] < now[0]:
            first = (last[0] + 1, 0)
    else:
        first, final = (last[0] + 1, 0), (now[0] - 1, 0)
    if first >= final:
        return _written(first, unit)
    return f"{_written(first, unit)}至{_written(final, unit)}"


class _Checker:
    """Collects warnings while the tree is walked once."""

    def __init__(self) -> None:
        self.found: list[ParseWarning] = []

    def say(self, node: Node, code: WarningCode, message: str) -> None:
        self.found.append(ParseWarning(node.line, node.eid, code, message))

    def scope(self, nodes: list[Node]) -> None:
        """Check one regulation: its articles count through, everything else within its parent."""
        articles: list[Node] = []
        inner: list[Node] = []
        stack = list(reversed(nodes))
        late = False
        self._siblings(nodes)
        while stack:
            node = stack.pop()
            if node.kind in _SCOPES:
                inner.append(node)
                continue
            if node.kind == Kind.ARTICLE:
                articles.append(node)
                if not node.children and not node.heading:
                    self.say(node, WarningCode.EMPTY_ARTICLE, f"{node.number}只有条号，没有内容。")
            elif node.kind in (Kind.PART, Kind.CHAPTER):
                number = _number(node)
                late = late or (not articles and (number is None or number[0] > 1))
                if not node.children:
                    self.say(node, WarningCode.EMPTY_HEADING, f"“{node.number}{node.heading}”下面没有内容。")
            if node.children:
                self._siblings(node.children)
                stack.extend(reversed(node.children))
        self._articles(articles, late)
        for node in inner:
            if node.kind == Kind.COMPONENT:
                self._component(node)
            self.scope(node.children)

    def _component(self, node: Node) -> None:
        first = next((child for child in node.walk() if child.kind in (Kind.ARTICLE, Kind.SECTION)), node)
        title = f"《{node.heading}》" if node.heading else "另一部文件"
        message = f"从这里起是{title}，{first.number}重新开始编号，已作为单独的部分保留。"
        self.found.append(ParseWarning(first.line, first.eid, WarningCode.RESTART, message))

    def _articles(self, articles: list[Node], late: bool) -> None:
        last: _Number | None = None
        before = ""
        for node in articles:
            now = _number(node)
            if now is None:
                continue
            if last is None:
                if now > (1, 0) and not late:
                    missing = _missing((0, 0), now, "条")
                    self.say(
                        node, WarningCode.GAP, f"全文从{node.number}开始，缺少{missing}，请对照原文核对。"
                    )
            else:
                self._pair(node, last, now, before, "条")
            last, before = now, node.number

    def _pair(self, node: Node, last: _Number, now: _Number, before: str, unit: str) -> None:
        """Compare a number with the one before it."""
        if now == last:
            self.say(node, WarningCode.REPEAT, f"{node.number}出现了两次，请核对编号。")
        elif now == (1, 0):
            self.say(
                node, WarningCode.RESTART, f"{before}之后又从{node.number}开始编号，请核对是否为另一部分。"
            )
        elif now < last:
            self.say(node, WarningCode.OUT_OF_ORDER, f"{node.number}排在{before}之后，顺序不对，请核对。")
        elif not (now[0] - last[0] == 1 and not now[1]) and not (now[0] == last[0] and now[1] == last[1] + 1):
            missing = _missing(last, now, unit)
            self.say(
                node, WarningCode.GAP, f"{before}之后直接是{node.number}，缺少{missing}，请对照原文核对。"
            )

    def _siblings(self, nodes: list[Node]) -> None:
        """Check chapters, sections and items among their brothers."""
        last: dict[str, tuple[_Number, str]] = {}
        for node in nodes:
            unit = _UNITS.get(Kind(node.kind), "")
            if node.kind == Kind.ARTICLE or not node.number or not (unit or node.kind in _LISTED):
                continue
            now = _number(node)
            if now is None:
                continue
            key = node.kind + _style(node.number)
            if key in last:
                self._brothers(node, last[key], now, unit)
            last[key] = (now, node.number)

    def _brothers(self, node: Node, before: tuple[_Number, str], now: _Number, unit: str) -> None:
        last, number = before
        if node.number[0] == "第" and unit:
            self._pair(node, last, now, number, unit)
        elif now == last:
            self.say(node, WarningCode.REPEAT, f"{node.number}出现了两次，请核对编号。")
        elif now < last:
            code = WarningCode.RESTART if now[0] == 1 else WarningCode.OUT_OF_ORDER
            self.say(node, code, f"{number}之后是{node.number}，顺序不对，请核对。")
        elif now[0] != last[0] + 1:
            self.say(node, WarningCode.GAP, f"{number}之后直接是{node.number}，中间缺号，请对照原文核对。")


def check_document(document: Document) -> None:
    """Append what is wrong with the numbering to ``document.warnings``."""
    checker = _Checker()
    checker.scope(document.roots)
    numbered = frozenset({*_UNITS, *_LISTED, Kind.CLAUSE}) - {Kind.ITEM}
    if not any(node.kind in numbered for node in document.walk()):
        message = "没有找到章、条或一、（一）这样的层次，全文按自然段编址。"
        if not document.roots:
            message = "文件里没有正文。"
        checker.found.append(ParseWarning(1, "", WarningCode.NO_STRUCTURE, message))
    document.warnings.extend(checker.found)
