"""Sorted-out lines become a tree.

An unnumbered paragraph closes the list of an article and is its next 款; outside articles it belongs to the
deepest heading that is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .cleaning import Line
from .enumerating import ListBuilder, Open
from .layout import Layout
from .model import Kind, Node, ParseWarning
from .pieces import MAX_HEADING, article_heading, is_heading_like, is_signer
from .tokens import ENUMERATORS, Tok, Token, tidy_heading

__all__ = ["build"]

_CONTAINER_KINDS = {
    Tok.PREFACE: Kind.PREFACE, Tok.ANNEX: Kind.ANNEX, Tok.PART: Kind.PART, Tok.SUBPART: Kind.SUBPART,
    Tok.CHAPTER: Kind.CHAPTER, Tok.SUPPLEMENT: Kind.CHAPTER, Tok.SECTION: Kind.SECTION,
    Tok.SUBSECTION: Kind.SUBSECTION, Tok.HEADING: Kind.DIVISION,
}  # fmt: skip
_SIGNATURE_LINES = 6
_NEAR = 8  # lines between 附件：… of a notice and its date


class _Builder(ListBuilder):
    """Walks the lines once and opens and closes headings."""

    def __init__(self, layout: Layout, roots: list[Node]) -> None:
        super().__init__(layout.lines, layout.tokens, roots)
        self.components = layout.components
        self.last_clause = 0  # the first figure of the last clause: 5 of 5.1.1
        self.has_clauses = any(t is not None and t.kind == Tok.CLAUSE and t.strong for t in self.tokens)
        self.handlers: dict[Tok, Callable[[int, Line, Token], int]] = {
            Tok.ARTICLE: self._article, Tok.CLAUSE: self._clause, Tok.TABLE: self._table,
            Tok.DATE: self._date, Tok.SOURCE: self._source, Tok.TOC: self._plain,
            **dict.fromkeys(_CONTAINER_KINDS, self._container), **dict.fromkeys(ENUMERATORS, self._enumerator),
        }  # fmt: skip

    def run(self) -> None:
        """Build the whole tree."""
        index = 0
        while index < len(self.lines):
            if index in self.components:
                index += self._component(index)
                if index >= len(self.lines):
                    break
            token = self.tokens[index]
            if token is None:
                self.add_text(self.lines[index])
                index += 1
            else:
                index += self.handlers[token.kind](index, self.lines[index], token)
        self._unwrap_preface()

    def _unwrap_preface(self) -> None:
        """A text without any structure is its paragraphs, not a preface to nothing."""
        if len(self.roots) == 1 and self.roots[0].kind == Kind.PREFACE and not self.roots[0].heading:
            self.roots[:] = self.roots[0].children

    def _plain(self, index: int, line: Line, token: Token) -> int:
        self.add_text(line)
        return 1

    # -- headings ----------------------------------------------------------------------------------------

    def _close(self, rank: int, depth: int) -> None:
        """Close headings of the same or a lower level; Markdown depth decides where both have one."""
        self.leave_article()
        while self.open:
            top = self.open[-1]
            if top.rank == Tok.PREFACE:
                stays = rank == Tok.HEADING and top.depth < depth
            elif depth and top.depth and Tok.HEADING in (top.rank, rank):
                stays = top.depth < depth
            else:
                stays = top.rank < rank and not (rank == Tok.SUPPLEMENT and top.rank != Tok.HEADING)
            if stays:
                return
            self._pop()

    def _pop(self) -> None:
        """Close the innermost heading; after an annex the regulation goes on."""
        if self.open.pop().rank == Tok.ANNEX:
            self.scope = self.component

    def _container(self, index: int, line: Line, token: Token) -> int:
        if token.kind == Tok.PREFACE and self.structured and not line.depth:
            return self._plain(index, line, token)
        if token.kind == Tok.ANNEX and self._lists_annexes(index, line, token):
            return self._plain(index, line, token)
        heading, used = token.rest, 1
        if token.number and not heading and (below := self._heading_below(index)):
            heading, used = tidy_heading(below), 2
        elif token.number and heading and self._heading_goes_on(index):
            heading, used = heading + self.lines[index + 1].text, 2
        self._close(token.kind, line.depth)
        node = self.make(_CONTAINER_KINDS[token.kind], line, token.number, heading)
        if token.kind == Tok.ANNEX:
            self.open.clear()
            self.scope = self.component
        self.siblings().append(node)
        if token.kind == Tok.ANNEX:
            self.scope = node
        self.open.append(Open(token.kind, line.depth, node))
        self.structured = self.structured or token.kind != Tok.PREFACE
        return used

    def _heading_below(self, index: int) -> str:
        """Return the next line when it is the title of a heading that stands alone (第一章 / 总则)."""
        if index + 1 >= len(self.lines):
            return ""
        below = self.tokens[index + 1]
        if below is not None and below.kind != Tok.SUPPLEMENT and below.kind != Tok.PREFACE:
            return ""
        text = self.lines[index + 1].text
        return text if is_heading_like(text) and text[-1] not in "）)" else ""

    def _heading_goes_on(self, index: int) -> bool:
        """Tell a heading broken over two lines: a short line without a stop between it and an article."""
        if index + 2 >= len(self.lines) or self.tokens[index + 1] is not None:
            return False
        after = self.tokens[index + 2]
        return after is not None and after.kind == Tok.ARTICLE and is_heading_like(self.lines[index + 1].text)

    def _lists_annexes(self, index: int, line: Line, token: Token) -> bool:
        """Tell 附件：1. … above the date of a notice, or 附件1 above the title of a text, from an annex."""
        if not self.structured and not self.roots and not line.depth:
            return True
        near = self.tokens[index + 1 : index + _NEAR]
        return any(following is not None and following.kind == Tok.DATE for following in near)

    def _component(self, index: int) -> int:
        """Open a further regulation of the same file; returns how many lines its title used up."""
        titles = self.components.pop(index)
        self.leave_article()
        self.open.clear()
        heading = "".join(part.text for part in self.lines[index : index + titles])
        self.component = self.scope = self.make(Kind.COMPONENT, self.lines[index], heading=heading)
        self.roots.append(self.scope)
        self.structured = False
        return titles

    # -- articles and clauses ----------------------------------------------------------------------------

    def _article(self, index: int, line: Line, token: Token) -> int:
        self.leave_article()
        self.leave_preface()
        self.structured = True
        node = self.make(Kind.ARTICLE, line, token.number)
        self.siblings().append(node)
        self.article = node
        follows = index + 1 < len(self.lines) and self.tokens[index + 1] is None
        node.heading, rest = article_heading(token.rest, text_follows=follows)
        if rest:
            self.para = self.paragraph(node.children, line, rest)
        return 1

    def _clause(self, index: int, line: Line, token: Token) -> int:
        """Add a clause of a standard (5.1.1) under the clause its number begins with."""
        if self.article is not None or not (token.strong or self._clause_follows(token)):
            return self._decimal(index, line, token)
        self.lists.clear()
        self.leave_preface()
        self.structured = True
        while self.open and not self._holds_clause(self.open[-1], line, token):
            self.open.pop()
        heading = token.rest if line.depth or is_heading_like(token.rest) else ""
        node = self.make(Kind.CLAUSE, line, token.number, heading)
        first = token.path.partition(".")[0]
        self.last_clause = int(first) if first.isdigit() else self.last_clause
        self.siblings().append(node)
        self.open.append(Open(Tok.CLAUSE, line.depth, node))
        if token.rest and not heading:
            self.paragraph(node.children, line, token.rest)
        return 1

    def _holds_clause(self, opened: Open, line: Line, token: Token) -> bool:
        if opened.rank == Tok.CLAUSE:
            return token.path.startswith(_clause_path(opened.node) + ".")
        return not (line.depth and opened.depth >= line.depth)

    def _clause_follows(self, token: Token) -> bool:
        """Tell whether a clause number set without a space continues the clauses that are open."""
        head, _dot, tail = token.path.rpartition(".")
        if not head:
            return self.has_clauses and int(tail) == self.last_clause + 1
        for opened in self.open:
            if opened.rank != Tok.CLAUSE:
                continue
            known = _clause_path(opened.node)
            before, _dot, last = known.rpartition(".")
            if (head == known and tail == "1") or (head == before and int(tail) == int(last) + 1):
                return True
        return False

    def _decimal(self, index: int, line: Line, token: Token) -> int:
        """Read 1.300总吨 as item 1. where such an item is due, else as text."""
        head, dot, _tail = token.path.partition(".")
        if dot and head.isdigit() and self._item_due(index, int(head)):
            cut = len(head) + 1
            item = Token(Tok.ARABIC, int(head), line.text[:cut], line.text[cut:])
            return self._enumerator(index, line, item)
        return self._plain(index, line, token)

    # -- lists -------------------------------------------------------------------------------------------

    def _item_due(self, index: int, n: int) -> bool:
        """Tell whether item ``n`` (1.) is the one to come."""
        for tok, node in self.lists:
            if tok == Tok.ARABIC:
                return int(re.sub(r"\D", "", node.number) or 0) == n - 1
        return n == 1 and index > 0 and self.lines[index - 1].text[-1] in "：:"

    def _enumerator(self, index: int, line: Line, token: Token) -> int:
        if token.kind == Tok.ARABIC and not token.strong and not self._item_due(index, token.n):
            return self._plain(index, line, token)
        if token.kind == Tok.ARABIC and token.n > 1 and index and self.lines[index - 1].text[:2] == "附件":
            return self._plain(index, line, token)
        if self._heads_articles(index, token):
            self.open_section_above_articles(line, token)
        elif self.article is not None:
            self.add_item(self.article, line, token)
        else:
            self.add_plan_level(line, token)
        return 1

    def _heads_articles(self, index: int, token: Token) -> bool:
        """Tell 一、一般规定 above 第一条 (judicial interpretations) from an item of the article before."""
        if not self.is_law or token.kind not in (Tok.CN, Tok.PAREN_CN):
            return False
        if self.lines[index].depth:
            return True
        if not token.rest or len(token.rest) > MAX_HEADING or not is_heading_like(token.rest):
            return False
        if any(tok == token.kind for tok, _node in self.lists):
            return False
        for following in self.tokens[index + 1 : index + 3]:
            if following is None or following.kind not in (Tok.PAREN_CN, Tok.ARTICLE):
                return False
            if following.kind == Tok.ARTICLE:
                return True
        return False

    # -- the rest ----------------------------------------------------------------------------------------

    def _table(self, index: int, line: Line, token: Token) -> int:
        self.holder(line).append(self.make(Kind.TABLE, line, text=line.text))
        return 1

    def _source(self, index: int, line: Line, token: Token) -> int:
        self.holder(line).append(self.make(Kind.SOURCE, line, text=line.text))
        return 1

    def _date(self, index: int, line: Line, token: Token) -> int:
        """Make a date that stands alone, with the short lines above it, the signature."""
        holder = self.holder(line)
        top = self.top() if self._ends_here(index) else holder
        signed, first = [line.text], line
        while len(signed) < _SIGNATURE_LINES and holder and _is_signer_node(holder[-1]):
            above = holder.pop()
            signed.insert(0, above.text)
            first = Line(above.text, above.line)
        top.append(self.make(Kind.SIGNATURE, first, text="\n".join(signed)))
        return 1

    def _ends_here(self, index: int) -> bool:
        """Tell a date after the last article, which signs the whole text, from one inside an article."""
        if self.article is None:
            return False
        following = self.tokens[index + 1] if index + 1 < len(self.lines) else None
        return index + 1 == len(self.lines) or (following is not None and following.kind == Tok.ANNEX)


def _is_signer_node(node: Node) -> bool:
    return node.kind == Kind.PARAGRAPH and not node.children and is_signer(node.text)


def _clause_path(node: Node) -> str:
    return node.number.replace("．", ".")


def build(layout: Layout, roots: list[Node]) -> list[tuple[ParseWarning, Node]]:
    """Fill ``roots`` from the sorted-out lines; returns warnings with the node whose eId each will carry."""
    builder = _Builder(layout, roots)
    builder.run()
    return builder.warned
