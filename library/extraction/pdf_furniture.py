"""What is printed on pages but is not the text: running heads, page numbers, the contents, notes at the foot."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from library.extraction.pdf_layout import Line, Page

MARGIN = 0.14  # part of the height where running heads and page numbers stand
OUTER_EDGE = 0.07  # part of the height where no text stands
EDGE_PIECES = 9
SEEN_PAGES = 3  # pages a running head is on
SEEN_SHARE = 0.05
SAME_HEIGHT = 3.0  # points
SAME_SIZE = 0.6
DIGITS = re.compile(r"[\d０-９]+")
PAGE_NUMBER = re.compile(
    r"^[-—–－―·•.\s|]*(?:第\s*)?(?:[\d０-９]{1,4}|[ivxlc]{1,7}|[一二三四五六七八九十百]{1,5})\s*页?"
    r"(?:\s*[/／|,，]?\s*共?\s*[\d０-９一二三四五六七八九十百]+\s*页?)?[-—–－―·•.\s|]*$",
    re.IGNORECASE,
)
CONTENTS = frozenset({"目录", "目次", "目錄"})
LEADER_ENTRY = re.compile(r"(?:[.…·．‥⋯・]\s*){3,}[(（]?\s*[\d０-９]{0,4}\s*[)）]?$")
NUMBERED_ENTRY = re.compile(r"\S[\s　]+[\d０-９]{1,4}$")
ENTRY_LENGTH = 80
LONELY_ENTRIES = 5  # entries in a row that are a table of contents without being called so
NOTE_SIZE = 0.88  # of the body's size
NOTE_SIGN = re.compile(
    r"^\s*(?:[①-⑳*＊†]|[\[〔【(（]\s*(?:注\s*)?\d{1,3}\s*[\])）】〕]|\d{1,3}\s|注\s*\d*[:：])"
)


@dataclass
class Stripped:
    """What was taken off, for the editor to know."""

    heads: list[str] = field(default_factory=list)
    numbers: int = 0
    contents: int = 0
    notes: list[Line] = field(default_factory=list)

    def decisions(self) -> list[str]:
        """Return the sentences that say it."""
        said = []
        if self.heads:
            shown = "”“".join(list(dict.fromkeys(self.heads))[:3])
            said.append(f"页眉和页脚已去掉，共 {len(self.heads)} 行，如“{shown}”。")
        if self.numbers:
            said.append(f"页码已去掉，共 {self.numbers} 处。")
        if self.contents:
            said.append(f"目录已去掉，共 {self.contents} 行。")
        if self.notes:
            said.append("页脚的注释已移到文末。")
        return said


def strip_margins(pages: list[Page], size: float) -> Stripped:
    """Take running heads and page numbers off pages whose lines are still pieces; returns what was taken.

    `size` is that of the text, in points.
    """
    stripped = Stripped()
    _strip_heads(pages, stripped)
    for page in pages:
        _strip_number(page, stripped)
        _strip_small_print(page, size, stripped)
    return stripped


def strip_apparatus(pages: list[Page], body_size: float, stripped: Stripped) -> None:
    """Take contents and foot notes off pages whose lines are in order, and note it in `stripped`."""
    _strip_contents(pages, stripped)
    for page in pages:
        _strip_notes(page, body_size, stripped)


def _edges(page: Page) -> list[tuple[str, Line]]:
    """Return the lines near the top and the foot, each with the name of its edge."""
    by_height = sorted(page.lines, key=lambda line: -line.y)
    top = [line for line in by_height[:EDGE_PIECES] if line.y > page.height * (1 - MARGIN)]
    foot = [line for line in by_height[-EDGE_PIECES:] if line.y < page.height * MARGIN]
    return [("top", line) for line in top] + [("foot", line) for line in foot if line not in top]


def _strip_heads(pages: list[Page], stripped: Stripped) -> None:
    seen: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for page in pages:
        for edge, line in _edges(page):
            seen[edge, DIGITS.sub("#", "".join(line.text.split()))].append(line)
    for (_edge, key), found in seen.items():
        lines = _at_one_height(found)
        if _repeats(key, lines, len(pages)):
            for line in lines:
                pages[line.page].lines.remove(line)
                stripped.heads.append(line.text.strip())


def _at_one_height(lines: list[Line]) -> list[Line]:
    """Leave out a line that only says the same as the running heads: the title they repeat."""
    heights = sorted(line.y for line in lines)
    sizes = sorted(line.size for line in lines)
    usual, size = heights[len(heights) // 2], sizes[len(sizes) // 2]
    return [
        line for line in lines if abs(line.y - usual) <= SAME_HEIGHT and abs(line.size - size) <= SAME_SIZE
    ]


def _repeats(key: str, lines: list[Line], pages: int) -> bool:
    on = {line.page for line in lines}
    if (
        key.strip("#-—–－·.|/第页共") == ""
        or len(on) < min(SEEN_PAGES, pages)
        or len(on) < SEEN_SHARE * pages
    ):
        return False
    if pages >= SEEN_PAGES:
        return True
    heights = [line.y for line in lines]
    return pages == 2 and max(heights) - min(heights) < SAME_HEIGHT and key[-1] not in "。；："


def _strip_number(page: Page, stripped: Stripped) -> None:
    """Take the page number off: a bare number, alone on the outermost line of a page, in its margin."""
    heights = [line.y for line in page.lines]
    for _edge, line in _edges(page):
        alone = sum(abs(line.y - height) < SAME_HEIGHT for height in heights) == 1
        if alone and line.y in {min(heights), max(heights)} and PAGE_NUMBER.match(line.text.strip()):
            page.lines.remove(line)
            stripped.numbers += 1


def _strip_small_print(page: Page, size: float, stripped: Stripped) -> None:
    """Take off a head that no other page repeats: small print on the very edge of the page."""
    for line in list(page.lines):
        on_edge = not OUTER_EDGE * page.height < line.y < (1 - OUTER_EDGE) * page.height
        if on_edge and line.size < NOTE_SIZE * size and not NOTE_SIGN.match(line.text):
            page.lines.remove(line)
            stripped.heads.append(line.text.strip())


# -- contents --------------------------------------------------------------------------------------------


def _strip_contents(pages: list[Page], stripped: Stripped) -> None:
    lines = [line for page in pages for line in page.lines]
    keys = [_entry_key(line.text) for line in lines]
    taken: set[int] = set()
    for index, line in enumerate(lines):
        if index in taken:
            continue
        named = "".join(line.text.split()) in CONTENTS
        start = index + named
        end = _contents_end(lines, keys, start)
        leaders = sum(LEADER_ENTRY.search(lines[n].text) is not None for n in range(start, end))
        if (named and end > start) or leaders >= LONELY_ENTRIES:
            taken.update(range(index, end))
    for index in sorted(taken, reverse=True):
        line = lines[index]
        pages[line.page].lines.remove(line)
    stripped.contents += len(taken)


def _entry_key(text: str) -> str:
    bare = LEADER_ENTRY.sub("", text.strip())
    return "".join(re.sub(r"[\s　]+[\d０-９]{1,4}$", "", bare).split())


def _contents_end(lines: list[Line], keys: list[str], start: int) -> int:
    """Return the index after the last entry of a table of contents that begins at `start`."""
    end = start
    while end < len(lines):
        if _is_entry(lines[end]):
            end += 1
        elif (
            end + 1 < len(lines)
            and _is_entry(lines[end + 1])
            and _is_part_of_entry(lines[end], keys, end, start)
        ):
            end += 2
        else:
            break
    return end


def _is_entry(line: Line) -> bool:
    text = line.text.strip()
    return len(text) <= ENTRY_LENGTH * 2 and bool(LEADER_ENTRY.search(text) or NUMBERED_ENTRY.search(text))


def _is_part_of_entry(line: Line, keys: list[str], index: int, start: int) -> bool:
    """Tell the first line of a long entry, or an entry without a page number, from text."""
    text = line.text.strip()
    return (
        index > start - 1
        and len(text) <= ENTRY_LENGTH
        and "。" not in text
        and keys[index] not in keys[start:index]
    )


# -- notes -----------------------------------------------------------------------------------------------


def _strip_notes(page: Page, body_size: float, stripped: Stripped) -> None:
    """Take off small print at the foot of a page that begins with a note's sign."""
    small = 0
    for line in reversed(page.lines):
        if line.size > NOTE_SIZE * body_size or line.y > page.height / 2:
            break
        small += 1
    while small and not NOTE_SIGN.match(page.lines[-small].text):
        small -= 1
    if small and small < len(page.lines):
        stripped.notes += page.lines[-small:]
        del page.lines[-small:]
