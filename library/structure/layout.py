"""What lines are in view of their neighbours: header, contents table, quoted articles, further regulations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .cleaning import CleanText, Line
from .contents import CONTAINERS, take_contents
from .model import ParseWarning, WarningCode
from .numerals import NUMERAL, chinese_to_int
from .rejoining import join_lines
from .tokens import Tok, Token, is_note, is_title, tidy_heading, tokenize

__all__ = ["Layout", "lay_out"]

_GLUED = re.compile(
    rf"(?:(?<=[。；：！？”）])[\s]*|[\s]+)(?=第(?P<n>{NUMERAL})(?P<unit>条(?:之{NUMERAL})?|分编|编|章|节)[\s]+\S)"
)
_GLUED_UNIT = re.compile(
    rf"(?:分编|编|章|节)[\s]+(?P<title>[^。；，：！？]{{1,30}}?)(?=$|[\s]+第{NUMERAL}[条章节])"
)
_ARTICLE_START = re.compile(rf"第(?P<n>{NUMERAL})条")
_AMENDS = re.compile(r"(?:修改为|改为|作为第.{1,12}|表述为)[：:]$")
_LOOK_BACK = 12  # lines between the title of a further regulation and its first article
_NEAR = 5  # articles that may be missing before a jump is taken for a quotation
_DOCUMENT_NUMBER = re.compile(
    r"\S{0,20}[〔（(\[［]\s*\d{4}\s*[〕）)\]］]\s*第?\s*\d+\s*号|(?:\S{0,20}令)?\s*第\s*\S{1,6}\s*号"
)
_PAPER_HEAD = re.compile(r"\S{2,24}(?:令|文件)")


@dataclass(slots=True)
class Layout:
    """Lines and tokens of the body, and what stands around it.

    ``components`` maps the index of a line to the number of lines that are the title of a further regulation.
    """

    lines: list[Line]
    tokens: list[Token | None]
    title: str = ""
    title_line: int = 0
    header: list[str] = field(default_factory=list)
    note: list[Line] = field(default_factory=list)
    toc: list[Line] = field(default_factory=list)
    components: dict[int, int] = field(default_factory=dict)
    warnings: list[ParseWarning] = field(default_factory=list)


def _article_number(text: str) -> int:
    match = _ARTICLE_START.match(text)
    return chinese_to_int(match["n"]) if match else 0


def _cuts(text: str, last: int) -> list[int]:
    """Return where a line must be cut: before chapter headings and articles glued into it."""
    cuts = []
    if text.count("“") > text.count("”") or re.match(r"目\s*[录次]", text):
        return []
    for match in _GLUED.finditer(text):
        if match.start() == 0:
            continue
        if match["unit"][0] == "条":
            n = chinese_to_int(match["n"])
            if n == last + 1 and len(match["unit"]) == 1:
                cuts.append(match.end())
                last = n
        elif _GLUED_UNIT.match(text, match.end("unit") - len(match["unit"])):
            cuts.append(match.end())
    return cuts


def split_glued(lines: list[Line]) -> tuple[list[Line], list[ParseWarning]]:
    """Cut headings and articles off the paragraphs they are glued to."""
    out: list[Line] = []
    warnings: list[ParseWarning] = []
    last = 0
    for line in lines:
        text = line.text
        if text[0] == "第":
            last = _article_number(text) or last
        cuts = _cuts(text, last) if "第" in text[1:] and not line.table else []
        if not cuts:
            out.append(line)
            continue
        bounds = [0, *cuts, len(text)]
        for start, end in pairwise(bounds):
            piece = text[start:end].strip()
            depth = line.depth if start == 0 else 0
            bold = line.bold and start == 0
            out.append(Line(piece, line.no, depth, False, line.indented, line.after_blank, bold))
            last = _article_number(piece) or last
            if start:
                message = f"“{tidy_heading(piece[:16])}”与前文连在一行，已分开，请核对。"
                warnings.append(ParseWarning(line.no, "", WarningCode.GLUED_HEADING, message))
    return out, warnings


def _first_structure(tokens: list[Token | None]) -> int:
    skip = (Tok.DATE, Tok.SOURCE, Tok.HEADING, Tok.TABLE)
    for index, token in enumerate(tokens):
        if token is not None and token.kind not in skip:
            return index
    return len(tokens)


def _title_span(lines: list[Line], tokens: list[Token | None], limit: int) -> tuple[int, int]:
    """Return where the title starts and ends; an empty span when the text has none."""
    start = 0
    while start < limit and _stands_above_title(lines, tokens, start):
        start += 1
    if start >= limit or not (lines[start].depth or is_title(lines[start].text)):
        return 0, 0
    end = start + 1
    if end < limit and not lines[end].depth and _title_goes_on(lines[start].text, lines[end].text):
        end += 1
    return start, end


def _stands_above_title(lines: list[Line], tokens: list[Token | None], index: int) -> bool:
    """Tell a news agency's line, or the head of an official paper: 国发〔2024〕1号, 国务院令 above 第785号."""
    token = tokens[index]
    if (token is not None and token.kind == Tok.SOURCE) or _DOCUMENT_NUMBER.fullmatch(lines[index].text):
        return True
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return (
        _PAPER_HEAD.fullmatch(lines[index].text) is not None and _DOCUMENT_NUMBER.fullmatch(below) is not None
    )


def _title_goes_on(first: str, second: str) -> bool:
    """Tell a title set on two lines: an open 《, or the issuer above 关于…."""
    if not is_title(second):
        return False
    if first.count("《") > first.count("》"):
        return True
    return second[:2] in ("关于", "印发") and len(first) <= 40 and "关于" not in first


def _is_header_note(line: Line, title: str, before: str) -> bool:
    text = line.text
    if is_note(text) or re.match(r"[（(].{0,60}(?:通过|发布|公布|修订|修正)[）)]$", text):
        return True
    if _closed_up(text) == _closed_up(title) or _closed_up(before + text) == _closed_up(title):
        return True
    if _PAPER_HEAD.fullmatch(text) or _DOCUMENT_NUMBER.fullmatch(text):
        return True
    if re.match(r"[—－-]{1,3}.*\d", text):
        return True
    return before[:1] in "—－-" and len(text) <= 20 and bool(before) and text[-1] not in "。：！"


def _closed_up(text: str) -> str:
    return "".join(text.split())


def _begins_title_again(lines: list[Line], index: int, title: str) -> bool:
    """Tell the first of two lines on which the title is printed a second time."""
    two = "".join(line.text for line in lines[index : index + 2])
    return bool(title) and _closed_up(two) == _closed_up(title)


def read_header(layout: Layout, clean: CleanText) -> int:
    """Take title and 题注 off the top; returns the index of the first line of the body."""
    lines, tokens = layout.lines, layout.tokens
    limit = _first_structure(tokens)
    header = sum(1 for line in lines if line.no < clean.header_end)
    start, end = _title_span(lines, tokens, max(limit, min(header, 1)))
    title = "".join(line.text for line in lines[start:end])
    layout.title, layout.title_line = title, lines[start].no if title else 0
    layout.note.extend(lines[:start])
    index, before = end, ""
    while index < len(lines) and (
        index < header
        or (index < limit and _is_header_note(lines[index], title, before))
        or (index < limit and _begins_title_again(lines, index, title))
    ):
        before = lines[index].text
        layout.note.append(lines[index])
        index += 1
    if not layout.title:
        layout.title = clean.front_title
    return index


def _quoted_lines(lines: list[Line]) -> set[int]:
    """Return the lines that begin inside a quotation opened on an earlier line and closed on a later one.

    In Chinese typography every paragraph of a quotation repeats the opening mark and only the last closes it.
    A quotation that never closes is a slip of the pen and quotes nothing.
    """
    inside: set[int] = set()
    opened, depth = -1, 0
    for index, line in enumerate(lines):
        text = line.text
        if "“" not in text and "”" not in text:
            continue
        for position, ch in enumerate(text):
            if ch == "“":
                depth += not (depth and position == 0)
                opened = index if depth == 1 and opened < 0 else opened
            elif ch == "”":
                depth = max(depth - 1, 0)
                if depth == 0:
                    inside.update(range(opened + 1, index + 1) if opened >= 0 else ())
                    opened = -1
    return inside


def _follows(last: tuple[int, int], now: tuple[int, int]) -> bool:
    """Tell whether an article number is the next after ``last``: 第十条, 第十条之一, 第十一条."""
    if now[1]:
        return now[0] == last[0] and now[1] == last[1] + 1
    return now[0] == last[0] + 1


class _Acceptance:
    """Walks the structural lines once and decides which articles are articles."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.tokens = layout, layout.tokens
        self.quoted = _quoted_lines(layout.lines)
        self.last = (0, 0)
        self.sections = 0
        self.opening = -1  # first heading since the last article: a new regulation may begin there
        self.fresh_chapter = True
        looks = [token.strong for token in self.tokens if token is not None and token.kind == Tok.ARTICLE]
        self.glued_style = 4 * sum(looks) < len(looks)  # 第一条为了…: nothing after the number, all through

    def run(self) -> None:
        """Set the tokens of quoted articles to None and note where further regulations begin."""
        for index, token in enumerate(self.tokens):
            if token is None:
                continue
            if token.kind == Tok.ARTICLE:
                self._article(index, token)
            elif index in self.quoted and token.kind != Tok.TABLE and not self._next_section(token):
                self.tokens[index] = None
            else:
                self._heading(index, token)

    def _next_section(self, token: Token) -> bool:
        """Tell 二十四、 that goes on with the decision although a quotation before it never closed."""
        return token.kind == Tok.CN and token.n == self.sections + 1 > 1

    def _heading(self, index: int, token: Token) -> None:
        if token.kind in CONTAINERS:
            self.opening = index if self.opening < 0 else self.opening
            if token.kind in (Tok.PART, Tok.CHAPTER):
                self.fresh_chapter = token.n == 1
        elif token.kind == Tok.ANNEX:
            self.last, self.opening, self.sections = (0, 0), -1, 0
        elif token.kind == Tok.HEADING:
            self.sections = 0
        elif token.kind == Tok.CN and self.last == (0, 0):
            if token.n == 1 and self.sections > 1:
                self._begin_component(index, sure=True)
            self.sections = token.n

    def _article(self, index: int, token: Token) -> None:
        now = (token.n, token.sub)
        if self._is_quoted(index, token, now):
            self.tokens[index] = None
            return
        if now == (1, 0):
            first = self.opening if self.opening >= 0 else index
            if self.last > (1, 0) and (first == index or self.fresh_chapter):
                self._begin_component(first, sure=False)
            elif self.last == (0, 0) and self.sections > 0:
                self._begin_component(first, sure=True)
        self.last, self.opening, self.sections = now, -1, 0

    def _is_quoted(self, index: int, token: Token, now: tuple[int, int]) -> bool:
        lines = self.layout.lines
        before = lines[index - 1].text if index else ""
        follows = self.last > (0, 0) and _follows(self.last, now)
        if index in self.quoted and not follows:
            return True
        if before and _AMENDS.search(before) and ("第" in before or before[0] in "一二三四五六七八九十（("):
            self._warn_quoted(index, token)
            return True
        if follows or lines[index].depth or lines[index].bold:
            return False
        if not (token.strong or self.glued_style):
            return not (_follows(self.last, now) or self._next_follows(index, now))
        heading = self.tokens[index - 1] if index else None
        if now == (1, 0) or self.last == (0, 0) or (heading is not None and heading.kind in CONTAINERS):
            return False
        return not 0 <= now[0] - self.last[0] <= _NEAR and before[-1] not in "。；！？”》）"

    def _next_follows(self, index: int, now: tuple[int, int]) -> bool:
        """Tell whether the next article is the one after ``now``."""
        for token in self.tokens[index + 1 :]:
            if token is not None and token.kind == Tok.ARTICLE:
                return _follows(now, (token.n, token.sub))
        return False

    def _warn_quoted(self, index: int, token: Token) -> None:
        message = f"这里的{token.number}是修改内容中引用的条文，没有当作本文的一条。"
        line = self.layout.lines[index].no
        self.layout.warnings.append(ParseWarning(line, "", WarningCode.QUOTED_ARTICLE, message))

    def _begin_component(self, first: int, *, sure: bool) -> None:
        """Mark where a further regulation begins; ``sure`` wants to see its title."""
        back, titles = self._find_title(first)
        if titles or not sure:
            self.layout.components[first - back] = titles

    def _find_title(self, first: int) -> tuple[int, int]:
        """Return how far above ``first`` a title stands and how many lines it has."""
        lines = self.layout.lines
        for back in range(1, min(_LOOK_BACK, first) + 1):
            index = first - back
            token = self.tokens[index]
            text = lines[index].text
            if token is not None and token.kind == Tok.HEADING:
                return back, 1
            if token is not None:
                return 0, 0
            if is_title(text, sure=True):
                two = text.count("》") > text.count("《") and lines[index - 1].text.count("《")
                return (back + 1, 2) if two else (back, 1)
        return 0, 0


def _find_glued_articles(lines: list[Line], tokens: list[Token | None]) -> None:
    """Take 第四十四条中央军事委员会… for an article where all are set so and exactly this one is due.

    By its own looks such a line is a reference (第四十四条中的…).
    """
    articles = [(index, token) for index, token in enumerate(tokens) if token and token.kind == Tok.ARTICLE]
    if not articles or 4 * sum(token.strong for _index, token in articles) >= len(articles):
        return
    for (start, before), (end, after) in pairwise(articles):
        due = before.n + 1
        for index in range(start + 1, end if after.n > due else start):
            text = lines[index].text
            match = _ARTICLE_START.match(text)
            if tokens[index] is None and match and chinese_to_int(match["n"]) == due:
                tokens[index] = Token(Tok.ARTICLE, due, match.group(), text[match.end() :], strong=False)
                due += 1


def lay_out(clean: CleanText) -> Layout:
    """Split, tokenize, join and sort out the lines of a text."""
    lines, warnings = split_glued(clean.lines)
    tokens = [tokenize(line) for line in lines]
    _find_glued_articles(lines, tokens)
    lines, tokens, cut = join_lines(lines, tokens)
    layout = Layout(lines, tokens, warnings=[*warnings, *cut])
    start = read_header(layout, clean)
    layout.header = [line.text for line in lines[:start]]
    del lines[:start], tokens[:start]
    layout.toc = take_contents(lines, tokens)
    _Acceptance(layout).run()
    return layout
