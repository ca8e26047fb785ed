"""Words in quotation marks that a text attributes to a work: 《…》第三条规定：“…”, 党章指出“…”, “…”（《…》第三条）.

Quotation marks are far more often put around a term (“两学一做”) than around somebody's words, and a false alarm costs
an editor more trust than a missed one. So a work has to stand right at the quotation, with nothing but a place and
adverbs between its name and a verb of saying; a person who speaks (在学习《…》时指出) is not the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from library.structure import NameIndex

from .folding import fold

__all__ = ["Quotation", "find_quotations"]

_N = r"[〇零一二两三四五六七八九十百千\d]+"
_PLACE = rf"第{_N}(?:条(?:之[一二三四五六七八九十]+)?|款|项|章|节|编|目|部分)|第?[（(][一二三四五六七八九十]+[）)]项?|总纲|序言|总则|附则"
_ADVERB = (
    "明确|明文|严格|具体|进一步|特别|首次|同时|专门|开宗明义地?|开篇就?|郑重|鲜明|反复|再次|曾经?|曾|还|也|就|又|都|均|则|已经?|一直"
    "|中|里|之中|中的?|的|在"
)
_VERB = (
    "规定|指出|强调|要求|提出|载明|写道|写明|写着|写有|明确|申明|宣告|宣布|记载|阐明|阐述|表述为|告诫(?:我们|全党)?|认为|讲到|谈到|提到"
    "|说|中说|有言|所说|所言"
)
_LEAD = re.compile(
    rf"(?P<middle>(?:{_PLACE}|{_ADVERB}|[，,、](?={_PLACE})){{0,8}}?)(?:{_VERB})(?:的?是)?(?P<join>\s*[：:，,]?)\s*$"
)
_SAID = re.compile(rf"(?:{_VERB})(?:的?是)?\s*[：:，,]?\s*$")
_SAID_WITHIN = 14  # characters in which the end of a lead lies
_CLAUSE_END = re.compile(r"[。，；：！？“”‘’《》\n]")
_TITLE = r"《(?P<title>(?:[^《》\n]|《[^《》\n]{1,40}》){2,80})》(?:[（(][^（）()\n]{1,40}[）)])?"
_TITLE_END = re.compile(rf"{_TITLE}$")
_BEHIND = re.compile(
    r"[，,。；;]?\s*(?P<how>——|—|--|[（(])\s*(?P<loose>参?见)?(?:摘自|引自|出自|语出|选自|引文见)?\s*"
    rf"{_TITLE}(?P<middle>(?:{_PLACE}){{0,4}})\s*(?:[）)]|[。；，\n]|$)"
)
_PLACES = re.compile(_PLACE)
_PERSON = re.compile(r"(?:学习|宣讲|解读|讨论|起草|修订|审议|贯彻|翻译|重读|谈)(?:了|过)?$")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_LOOK_BACK = 140
_SHORTEST_EXACT, _SHORTEST_LOOSE, _SHORTEST_BEHIND = 4, 10, 8


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words a text attributes to a work.

    ``start`` and ``end`` count characters of the text inside the marks; ``work`` is the name as written, without 《》;
    ``place`` the provision named with it (第三条第二款), "" for none. ``exact``: they are put forward as the work's very
    words (…规定：“…”), so that their absence is an error; without it they may be a mere term unless they come close.
    """

    start: int
    end: int
    text: str
    work: str
    place: str = ""
    exact: bool = True


def find_quotations(text: str, names: NameIndex | None = None) -> list[Quotation]:
    """Return the attributed quotations of ``text`` in order; ``names`` knows works that are named without 《》."""
    index = names or NameIndex()
    found: list[Quotation] = []
    for start, end, opened in _quoted(text):
        if found and start < found[-1].end:
            continue  # a quotation within a quotation is the quoted work's own
        quotation = _from_lead(text, start, end, opened, index) or _from_behind(text, start, end)
        if quotation is not None:
            found.append(quotation)
    return found


def _quoted(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start and end of the words inside each pair of marks, and where their line begins."""
    line_start = 0
    for line in text.splitlines(keepends=True):
        straight = False
        for offset, character in enumerate(line):
            if character == '"':
                straight = not straight
            if character in _PAIRS and (character != '"' or straight):
                end = _closing(line, offset)
                if end > offset + 1:
                    yield line_start + offset + 1, line_start + end, line_start
        line_start += len(line)


def _closing(line: str, opening: int) -> int:
    """Return where the mark at ``opening`` is closed in its line, -1 when it is not."""
    mark = line[opening]
    close = _PAIRS[mark]
    if mark == close:
        return line.find(close, opening + 1)
    depth = 0
    for index in range(opening, len(line)):
        if line[index] == mark:
            depth += 1
        elif line[index] == close:
            depth -= 1
            if depth == 0:
                return index
    return -1


def _from_lead(text: str, start: int, end: int, line_start: int, names: NameIndex) -> Quotation | None:
    """Return the quotation when a work and a verb of saying stand in front of it."""
    window = text[max(line_start, start - 1 - _LOOK_BACK) : start - 1]
    if not _SAID.search(window[-_SAID_WITHIN:]):
        return None
    for lead in _leads(window):
        head = window[: lead.start()]
        title = _TITLE_END.search(head)
        name = title["title"] if title else names.longest_ending(_CLAUSE_END.split(head)[-1])
        if not name or _PERSON.search(head[: title.start()] if title else head.removesuffix(name)):
            continue
        words = text[start:end]
        exact = lead["join"].strip() in (":", "：")
        if len(fold(words)) < (_SHORTEST_EXACT if exact else _SHORTEST_LOOSE):
            return None
        return Quotation(start, end, words, name, _place(lead["middle"]), exact)
    return None


def _leads(window: str) -> Iterator[re.Match[str]]:
    """Yield the ways to read the end of ``window`` as place, adverbs and verb, the longest first."""
    for begin in range(len(window)):
        match = _LEAD.match(window, begin)
        if match:
            yield match


def _from_behind(text: str, start: int, end: int) -> Quotation | None:
    """Return the quotation when its source is named right behind it."""
    match = _BEHIND.match(text, end + 1, end + 1 + _LOOK_BACK)
    words = text[start:end]
    if match is None or len(fold(words)) < _SHORTEST_BEHIND:
        return None
    return Quotation(start, end, words, match["title"], _place(match["middle"]), not match["loose"])


def _place(middle: str) -> str:
    return "".join(found.group() for found in _PLACES.finditer(middle))
