"""Lines of print to paragraphs, told by indents, full lines, sizes and gaps; across pages and columns."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from library.extraction.blocks import Block
from library.extraction.headings import NUMBERED
from library.extraction.pdf_layout import Line

INDENT = 1.2  # em from the margin that make an indent
DEEPEST_INDENT = 4.5
CENTER_INSET = 3.0  # em free on both sides of a centred line
LARGE_INSET = 1.0  # the same for print larger than the text, which is not a paragraph's first line
CENTER_SLACK = 1.2
FULL_SLACK = 1.7  # em; a mark may not begin a line, so a full line may lack one
LATIN_SLACK = 4.0  # em; neither may a number or a word be cut
NEW_SIZE = 0.9  # points
PARAGRAPH_GAP = 1.75  # of the usual distance between lines
SMALL_GAP = 1.2  # the same where lines stand evenly
EVEN_SHARE = 0.5
EDGE_SHARE = 0.06  # of the lines; a margin is where several lines begin
CLOSED = re.compile(r"[。！？；：:;”’）)》」』】…]$")
ENDS = re.compile(r"[。！？；：:]\s*[”’）)》」』】]?$")
# What begins a paragraph even without an indent; 第三款相应地… goes on with a sentence.
UNIT_START = re.compile(
    r"第[〇零一二三四五六七八九十百千两\d]+(?:编|分编|章|节|条)(?:之[一二三四五六七八九十]+)?[ 　]"
)
HALF_POINT = 2
# 题注 of several entries, each on lines of its own: …第一次修正 / 根据2016年…
PASSED = re.compile(r"(?:通过|修正|修订|公布|发布|施行|批准)$")
PASSING = re.compile(r"\s*(?:根据)?(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
LEAST_RIGHT = 0.68
ROW_GAP = "　　　"  # what a line with several cells is left with
NOTE_LINES = 30  # 题注 of a law that was amended many times


@dataclass(slots=True)
class _Margins:
    left: float
    right: float


def to_blocks(lines: list[Line], width: float) -> list[Block]:
    """Return the paragraphs of a document's lines, in their order; `width` is the pages', in points."""
    return _Joiner(lines, width).blocks() if lines else []


def body_size(lines: list[Line]) -> float:
    """Return the size most of the text is set in, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * HALF_POINT) / HALF_POINT] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Joiner:
    """Knows the margins, the usual distance of lines and whether paragraphs begin with an indent."""

    def __init__(self, lines: list[Line], width: float) -> None:
        self.lines = lines
        self.width = width
        self.em = body_size(lines) or 12.0
        self.margins = self._find_margins()
        self.pitch, self.gap = self._find_pitch()
        self.indents = self._begins_with_indent()

    def blocks(self) -> list[Block]:
        """Return the paragraphs."""
        groups: list[list[Line]] = []
        for line in self.lines:
            if groups and self._goes_on(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [self._block(group) for group in groups]

    # -- measuring ---------------------------------------------------------------------------------------

    def _key(self, line: Line) -> tuple[int, int]:
        # Books mirror their margins on even pages.
        return line.column, line.page % 2

    def _find_margins(self) -> dict[tuple[int, int], _Margins]:
        kept: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in self.lines:
            kept[self._key(line)].append(line)
            if line.column:
                # What runs across both columns stands between their outer edges.
                kept[0, line.page % 2].append(line)
        margins = {}
        for key, same in kept.items():
            right = _edge([line.x1 for line in same], self.em, -1)
            # A list of short names never reaches the margin; no page keeps a third of its width free.
            least = LEAST_RIGHT * self.width if key[0] == 0 else 0.0
            margins[key] = _Margins(_edge([line.x0 for line in same], self.em, 1), max(right, least))
        return margins

    def _find_pitch(self) -> tuple[float, float]:
        """Return the usual distance of lines, and how many times that sets paragraphs apart."""
        gaps = sorted(
            a.y - b.y
            for a, b in pairwise(self.lines)
            if a.page == b.page and a.column == b.column and 0 < a.y - b.y < 4 * self.em and self._is_full(a)
        )
        if not gaps:
            return 0.0, PARAGRAPH_GAP
        # Space between paragraphs is the smaller part of the gaps, unless paragraphs are short.
        pitch = gaps[len(gaps) // 3]
        even = sum(abs(gap - pitch) <= 0.04 * pitch for gap in gaps)
        return pitch, SMALL_GAP if even >= EVEN_SHARE * len(gaps) else PARAGRAPH_GAP

    def _begins_with_indent(self) -> bool:
        """Tell by the lines after a paragraph that surely ended whether paragraphs are indented."""
        votes = [
            self._indent(b) >= INDENT
            for a, b in pairwise(self.lines)
            if ENDS.search(a.text) and self._room(a) > LATIN_SLACK and self._indent(b) < DEEPEST_INDENT
        ]
        if not votes:
            votes = [
                INDENT <= self._indent(line) < DEEPEST_INDENT for line in self.lines if self._is_full(line)
            ]
        return 2 * sum(votes) >= max(len(votes), 1) if any(votes) else False

    def _indent(self, line: Line) -> float:
        return (line.x0 - self.margins[self._key(line)].left) / max(line.size, 1.0)

    def _room(self, line: Line) -> float:
        """Return how many em are free at the end of a line."""
        return (self.margins[self._key(line)].right - line.x1) / max(line.size, 1.0)

    def _is_full(self, line: Line) -> bool:
        return self._room(line) <= FULL_SLACK

    def _is_centered(self, line: Line) -> bool:
        left, right = self._indent(line), self._room(line)
        inset = LARGE_INSET if line.size > self.em + NEW_SIZE else CENTER_INSET
        return left >= inset and right >= inset and abs(left - right) <= CENTER_SLACK

    # -- deciding ----------------------------------------------------------------------------------------

    def _goes_on(self, group: list[Line], line: Line) -> bool:
        """Tell whether a line is the next of the paragraph that is being read."""
        before = group[-1]
        if (
            self._is_open_note(group, line)
            or self._is_note_rest(group, line)
            or self._is_centered_rest(before, line)
        ):
            return True
        if abs(before.size - line.size) > NEW_SIZE or self._is_centered(line) or self._is_centered(before):
            return False
        if self._is_apart(before, line) or self._is_apart_by_look(before, line):
            return False
        if ROW_GAP in before.text.strip() or ROW_GAP in line.text.strip():
            return False
        if PASSED.search(before.text) and PASSING.match(line.text):
            return False
        if self._indent(line) >= INDENT:
            hangs = not self.indents and self._indent(group[0]) < INDENT and not NUMBERED.match(line.text)
            return self._is_full(before) and (hangs or self._follows_indented(group, line))
        if not self._is_full(before):
            # A number or a foreign word that may not be cut leaves a line short.
            return (
                self._room(before) <= LATIN_SLACK
                and not CLOSED.search(before.text)
                and not NUMBERED.match(line.text)
            )
        starts = UNIT_START if self.indents else NUMBERED
        return not (ENDS.search(before.text) and starts.match(line.text))

    def _is_open_note(self, group: list[Line], line: Line) -> bool:
        """Tell the next line of a 题注 in brackets, which is centred line by line."""
        text = "".join(part.text for part in group)
        near = abs(group[-1].size - line.size) <= NEW_SIZE and len(group) < NOTE_LINES
        opened = text.count("（") + text.count("(") > text.count("）") + text.count(")")
        return near and opened and text.lstrip()[:1] in "（(" and self._indent(group[0]) >= INDENT / 2

    def _is_note_rest(self, group: list[Line], line: Line) -> bool:
        """Tell the next line of an entry of a 题注 without brackets, centred line by line: 2009年8月27日….

        Such an entry goes on until it says what was done that day.
        """
        before = group[-1]
        text = "".join(part.text for part in group)
        even = all(abs(self._indent(part) - self._room(part)) <= CENTER_SLACK for part in (before, line))
        alike = abs(before.size - line.size) <= NEW_SIZE and not self._is_apart(before, line)
        new = PASSING.match(line.text) or NUMBERED.match(line.text)
        return bool(PASSING.match(text) and not PASSED.search(text) and alike and even and not new)

    def _is_centered_rest(self, before: Line, line: Line) -> bool:
        """Tell the last, centred line of a note or heading that filled the line before it."""
        alike = abs(before.size - line.size) <= NEW_SIZE and before.bold == line.bold
        left, right = self._indent(before), self._room(before)
        fills = abs(left - right) <= CENTER_SLACK and max(left, right) < CENTER_INSET
        return (
            alike
            and fills
            and self._is_centered(line)
            and not (ENDS.search(before.text) or NUMBERED.match(line.text) or self._is_apart(before, line))
        )

    def _follows_indented(self, group: list[Line], line: Line) -> bool:
        """Tell the second and later lines of a block that is indented as a whole."""
        return (
            len(group) > 1
            and abs(self._indent(group[-1]) - self._indent(line)) < 0.3
            and not ENDS.search(group[-1].text)
        )

    def _is_apart(self, before: Line, line: Line) -> bool:
        if before.page != line.page or before.column != line.column:
            return (before.column == 0) != (line.column == 0) and before.page == line.page
        usual = self.pitch * max(1.0, line.size / self.em)
        return self.pitch > 0 and before.y - line.y > self.gap * usual

    def _is_apart_by_look(self, before: Line, line: Line) -> bool:
        """Tell a bold heading that fills its line from the text below it."""
        return before.bold != line.bold and not self._is_full(before)

    def _block(self, group: list[Line]) -> Block:
        text = ""
        for line in group:
            piece = line.text.strip()
            latin = (
                text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isascii() and piece[:1].isalnum()
            )
            text += f" {piece}" if latin and not (text[-1:].isdigit() and piece[:1].isdigit()) else piece
        size = round(group[0].size * HALF_POINT) / HALF_POINT
        bold = all(line.bold for line in group)
        return Block(text, size=size, bold=bold, centered=all(self._is_centered(line) for line in group))


def _edge(places: list[float], em: float, direction: int) -> float:
    """Return the outermost place where several lines begin (direction 1) or end (-1)."""
    ordered = sorted(places, reverse=direction < 0)
    needed = max(1, round(EDGE_SHARE * len(ordered)))
    for place in ordered:
        if sum(abs(place - other) <= 0.6 * em for other in places) >= needed:
            return place
    return ordered[0]
