"""Lists: the items of an article, and the 一、（一）1. levels of plans and speeches.

Lists nest by their marks: a mark that is already open closes down to its own level, a new mark that counts
from one opens a level below.
"""

from __future__ import annotations

from .cleaning import Line
from .model import Kind, Node, ParseWarning, WarningCode
from .pieces import (
    INLINE_ITEM,
    INLINE_POINT,
    NUMBERED,
    despaced,
    inline_cuts,
    is_heading_like,
    number_value,
    split_lead,
)
from .tokens import Tok, Token, is_title, tidy_heading

__all__ = ["ListBuilder", "Open"]

_ITEM_KINDS = (Kind.ITEM, Kind.SUBITEM, Kind.POINT, Kind.SUBPOINT)
_PLAN_KINDS = {
    Tok.CN: Kind.SECTION, Tok.PAREN_CN: Kind.SUBSECTION, Tok.ARABIC: Kind.POINT,
    Tok.PAREN_ARABIC: Kind.SUBPOINT, Tok.CIRCLE: Kind.SUBPOINT,
}  # fmt: skip
_HOLDERS = frozenset({Kind.SECTION, Kind.SUBSECTION, Kind.POINT})


class Open:
    """A heading that still takes children: its rank among headings and its Markdown depth (0: none)."""

    __slots__ = ("depth", "node", "rank")

    def __init__(self, rank: int, depth: int, node: Node) -> None:
        self.rank, self.depth, self.node = rank, depth, node


class ListBuilder:
    """What is open while the lines of a text go by, and where paragraphs and items are added."""

    def __init__(self, lines: list[Line], tokens: list[Token | None], roots: list[Node]) -> None:
        self.lines, self.tokens, self.roots = lines, tokens, roots
        self.is_law = any(token is not None and token.kind == Tok.ARTICLE for token in tokens)
        self.component: Node | None = None  # the further regulation we are in
        self.scope: Node | None = None  # that, or the annex we are in
        self.structured = False
        self.open: list[Open] = []
        self.article: Node | None = None
        self.para: Node | None = None
        self.lists: list[tuple[Tok, Node]] = []
        self.warned: list[tuple[ParseWarning, Node]] = []

    def warn(self, line: Line, node: Node, code: WarningCode, message: str) -> None:
        """Remember a warning together with the node whose eId it will carry."""
        self.warned.append((ParseWarning(line.no, "", code, message), node))

    # -- where things go ---------------------------------------------------------------------------------

    def make(self, kind: Kind, line: Line, number: str = "", heading: str = "", text: str = "") -> Node:
        """Return a new node without an address yet."""
        return Node("", "", kind, number, heading, text, line.no)

    def top(self) -> list[Node]:
        """Return the list at the root of the document, annex or component."""
        return self.scope.children if self.scope else self.roots

    def siblings(self) -> list[Node]:
        """Return the list the next heading or article is added to."""
        return self.open[-1].node.children if self.open else self.top()

    def leave_article(self) -> None:
        """Close the article and every list."""
        self.article = self.para = None
        self.lists.clear()

    def holder(self, line: Line) -> list[Node]:
        """Return the list that what stands outside articles is added to."""
        if self.article is not None:
            return self.article.children
        for _tok, node in reversed(self.lists):
            if node.kind in _HOLDERS:
                return node.children
        if self.open:
            return self.open[-1].node.children
        return self.top() if self.structured else self._preface(line).children

    def _preface(self, line: Line) -> Node:
        """Return the unnumbered part before the first heading, opened when text comes."""
        siblings = self.top()
        if not (siblings and siblings[-1].kind == Kind.PREFACE and not siblings[-1].heading):
            siblings.append(self.make(Kind.PREFACE, line))
        return siblings[-1]

    def leave_preface(self) -> None:
        """Close 序言 when the first article or section comes without a chapter."""
        if self.open and self.open[-1].rank == Tok.PREFACE:
            self.open.pop()

    # -- paragraphs --------------------------------------------------------------------------------------

    def add_text(self, line: Line) -> None:
        """Add an unnumbered paragraph."""
        holder = self.holder(line)
        if self.article is not None:
            self.lists.clear()
            self.para = self.paragraph(holder, line, line.text)
            return
        while self.lists and self.lists[-1][1].kind not in _HOLDERS:
            self.lists.pop()
        if holder and holder[-1].kind == Kind.SIGNATURE and is_title(line.text):
            holder.append(self.make(Kind.TITLE_BLOCK, line, text=line.text))
        else:
            self.paragraph(holder, line, line.text)

    def paragraph(self, siblings: list[Node], line: Line, text: str) -> Node:
        """Add a paragraph, with the items that stand in the same line below it."""
        node = self.make(Kind.PARAGRAPH, line)
        siblings.append(node)
        text = self._despaced(text, line, node)
        pattern, mark = (INLINE_ITEM, "一）") if self.article is not None else (INLINE_POINT, "一是")
        if mark not in text and "一)" not in text:
            node.text = text
            return node
        cuts = inline_cuts(pattern, text)
        node.text = (text[: cuts[0]] if cuts else text).strip()
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=False):
            self._inline(node, line, text[start:end].strip())
        return node

    def _despaced(self, text: str, line: Line, node: Node) -> str:
        text, shown = despaced(text)
        if shown:
            words = "、".join(f"“{word}”" for word in shown)
            self.warn(
                line, node, WarningCode.INNER_SPACES, f"词句中间有{len(shown)}处多余的空格，已去掉：{words}。"
            )
        return text

    def _inline(self, parent: Node, line: Line, piece: str) -> Node:
        match = NUMBERED.match(piece)
        number = match.group(1) if match else ""
        node = self.make(Kind.ITEM, line, number, text=piece[match.end() if match else 0 :])
        parent.children.append(node)
        return node

    # -- items of an article -----------------------------------------------------------------------------

    def add_item(self, article: Node, line: Line, token: Token) -> None:
        """Add an item of an article, nested by its mark."""
        if self.para is None:
            self.para = self.make(Kind.PARAGRAPH, line)
            article.children.append(self.para)
        level = self._level(token)
        del self.lists[level:]
        parent = self.lists[-1][1] if self.lists else self.para
        node = self.make(_ITEM_KINDS[min(level, len(_ITEM_KINDS) - 1)], line, token.number)
        parent.children.append(node)
        self.lists.append((token.kind, node))
        self._fill_item(parent, node, line, token.rest)

    def _fill_item(self, parent: Node, node: Node, line: Line, text: str) -> None:
        """Set an item's text; the next items glued to it (。 （六）…) become its siblings."""
        node.text = self._despaced(text, line, node)
        if "（" not in node.text or not (value := number_value(node.number)):
            return
        whole = node.text
        cuts = inline_cuts(INLINE_ITEM, whole, first=value)
        node.text = whole[: cuts[0]].strip() if cuts else whole
        for start, end in zip(cuts, [*cuts[1:], len(whole)], strict=False):
            glued = self._inline(parent, line, whole[start:end].strip())
            glued.kind = node.kind
            message = f"{glued.number}项与上一项连在一行，已分开，请核对。"
            self.warn(line, glued, WarningCode.GLUED_ITEM, message)
            self.lists[-1] = (self.lists[-1][0], glued)

    def _level(self, token: Token) -> int:
        """Return how many open levels stay open above a mark."""
        for level, (tok, _node) in enumerate(self.lists):
            if tok == token.kind:
                return level
        if token.n != 1:
            while self.lists and self.lists[-1][0] > token.kind:
                self.lists.pop()
        return len(self.lists)

    # -- plans and speeches ------------------------------------------------------------------------------

    def add_plan_level(self, line: Line, token: Token) -> None:
        """Add 一、 （一） 1. of a plan or speech."""
        self.leave_preface()
        self.structured = True
        del self.lists[self._level(token) :]
        siblings = self.lists[-1][1].children if self.lists else self.siblings()
        node = self.make(self._plan_kind(token), line, token.number)
        siblings.append(node)
        self.lists.append((token.kind, node))
        if node.kind not in _HOLDERS:
            node.text = self._despaced(token.rest, line, node)
        elif is_heading_like(token.rest):
            node.heading = tidy_heading(token.rest)
        else:
            node.heading, rest = split_lead(token.rest)
            self.paragraph(node.children, line, rest)

    def _plan_kind(self, token: Token) -> Kind:
        """Return section, subsection, point by the mark; what a clause of a standard lists are its items."""
        if token.kind == Tok.ALPHA or (self.open and self.open[-1].rank == Tok.CLAUSE):
            return _ITEM_KINDS[min(len(self.lists), len(_ITEM_KINDS) - 1)]
        return _PLAN_KINDS[token.kind]

    def open_section_above_articles(self, line: Line, token: Token) -> None:
        """Add 一、一般规定 that stands above articles, as in judicial interpretations."""
        self.leave_article()
        self.leave_preface()
        rank = Tok.SECTION if token.kind == Tok.CN else Tok.SUBSECTION
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()
        self.structured = True
        node = self.make(_PLAN_KINDS[token.kind], line, token.number, tidy_heading(token.rest))
        self.siblings().append(node)
        self.open.append(Open(rank, 0, node))
